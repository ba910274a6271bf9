import { statfsSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

/** Where and when the figures come from: what stands above every table. */
export interface Machine {
  readonly date: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly kernel: string;
  /** File system of the folder in which everything durable was measured. */
  readonly disk: string;
  readonly node: string;
  readonly electron: string;
  /** Of the last minute, before and after the run. */
  readonly loadBefore: number;
  readonly loadAfter: number;
}

/** Numbers of Linux's statfs(2). */
const FILE_SYSTEMS: Readonly<Record<number, string>> = {
  0xef53: 'ext4',
  0x58465342: 'xfs',
  0x9123683e: 'btrfs',
  0x794c7630: 'overlay',
  0x01021994: 'memory only: its sync writes nothing',
};
const GIB = 1024 ** 3;

/** @param loadBefore load average when the run began */
export function machine(folder: string, loadBefore: number): Machine {
  const { env } = process;
  const version = env['FORECOURT_ELECTRON_VERSION'] ?? 'unknown';
  const source = env['FORECOURT_ELECTRON_SOURCE'];
  return {
    date: new Date().toISOString(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGib: Math.round(totalmem() / GIB),
    kernel: `${type()} ${release()}`,
    disk: FILE_SYSTEMS[statfsSync(folder).type] ?? 'unknown',
    node: process.versions.node,
    electron: source === undefined ? version : `${version} (${source})`,
    loadBefore,
    loadAfter: loadNow(),
  };
}

/** Load average of the last minute; 0 where the system has none. */
export function loadNow(): number {
  return loadavg()[0] ?? 0;
}

/** The head of a table, one fact a line. */
export function headLines(facts: Machine): string[] {
  const { processor, cores, memoryGib, kernel, disk, node, electron } = facts;
  const load = `${facts.loadBefore.toFixed(1)} before, ${facts.loadAfter.toFixed(1)} after`;
  const busy = facts.loadBefore > cores / 2 ? ' — the machine was busy: not figures to quote' : '';
  return [
    `Machine: ${processor}, ${cores} cores, ${memoryGib} GiB, ${kernel}, disk ${disk}`,
    `Runtime: Node ${node}, Electron ${electron}; ${facts.date}`,
    `Load average: ${load}${busy}`,
    'Method: product and reference in turn in the same run; the ratio (product ÷ reference) is the',
    'median of the ratios inside each round. Trust ratios, not absolute figures.',
  ];
}
