const QUESTION = 'cpu';

/** In a child: answers its parent's question how much processor time it has used. */
export function tellCpu(): void {
  process.on('message', (message) => {
    if (message === QUESTION) process.send?.({ cpuMs: cpuMsNow() });
  });
}

export interface CpuTold {
  readonly cpuMs: number;
}

export function askCpu(send: (message: string) => unknown): void {
  send(QUESTION);
}

function cpuMsNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
