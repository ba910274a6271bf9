/** Main's only clock: epoch milliseconds UTC. */
export const nowMs = (): number => Date.now();
