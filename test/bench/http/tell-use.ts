const QUESTION = 'use';

/** In a child: answers its parent's question what it has used of processor and memory. */
export function tellUse(): void {
  process.on('message', (message) => {
    if (message === QUESTION) process.send?.({ cpuMs: cpuMsNow(), peakMib: peakMib() });
  });
}

export interface Use {
  readonly cpuMs: number;
  readonly peakMib: number;
}

export function askUse(send: (message: string) => unknown): void {
  send(QUESTION);
}

function cpuMsNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** Most memory that this process has had. */
export function peakMib(): number {
  return process.resourceUsage().maxRSS / 1_024;
}
