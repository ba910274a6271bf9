/** The vault's only clock: when the keys were made, in epoch milliseconds UTC. */
export const nowMs = (): number => Date.now();
