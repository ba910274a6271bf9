import { readFileSync } from 'node:fs';

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

/**
 * Most memory that this process has had. On Linux as the kernel tells it of this program alone:
 * what `resourceUsage` gives is never less than its parent had when it was started.
 */
export function peakMib(): number {
  const { maxRSS } = process.resourceUsage();
  return (process.platform === 'linux' ? ownPeakKib() : maxRSS) / 1_024;
}

function ownPeakKib(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/^VmHWM:\s+(?<kib>\d+) kB$/mu.exec(status)?.groups?.['kib']);
}
