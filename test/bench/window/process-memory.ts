import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Processes of one running application as Linux tells of them in /proc. */

export const roles = ['main', 'renderer', 'engine', 'backend', 'vault', 'helpers'] as const;
export type Role = (typeof roles)[number];

export interface Memory {
  /** Resident pages: those shared with other processes count in each of them. */
  readonly residentMib: number;
  /** Resident pages, each shared one divided among those that share it: these may be added up. */
  readonly shareMib: number;
}

const OWN_PROCESS = '--utility-sub-type=node.mojom.NodeService';
const KIB_PER_MIB = 1_024;
/** The file that only this process of ours holds open. */
const DATABASES: readonly (readonly [Role, string])[] = [
  ['engine', '/journal.db'],
  ['backend', '/network.db'],
];

/**
 * Memory of an application's processes, summed by role.
 * @param mainPid of its first process
 */
export function memoryOf(mainPid: number): ReadonlyMap<Role, Memory> {
  const sums = new Map<Role, Memory>();
  for (const pid of [mainPid, ...descendants(mainPid)]) {
    // A process that ends meanwhile needs no memory.
    const memory = readSafely(() => memoryOfProcess(pid));
    const role = readSafely(() => (pid === mainPid ? 'main' : roleOf(pid)));
    if (memory === null || role === null) continue;
    const before = sums.get(role) ?? { residentMib: 0, shareMib: 0 };
    sums.set(role, {
      residentMib: before.residentMib + memory.residentMib,
      shareMib: before.shareMib + memory.shareMib,
    });
  }
  return sums;
}

function roleOf(pid: number): Role {
  // Chromium's children write their words anew, with spaces between them.
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split(/[\0 ]/u);
  if (words.includes('--type=renderer')) return 'renderer';
  if (!words.includes(OWN_PROCESS)) return 'helpers';
  const folder = `/proc/${pid}/fd`;
  const open = readdirSync(folder).map((name) =>
    readSafely(() => readlinkSync(join(folder, name))),
  );
  const found = DATABASES.find(([, file]) => open.some((path) => path?.endsWith(file)));
  // The third of our own processes has no database.
  return found?.[0] ?? 'vault';
}

function memoryOfProcess(pid: number): Memory {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const mib = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'mu').exec(text)?.[1] ?? 0) / KIB_PER_MIB;
  return { residentMib: mib('Rss'), shareMib: mib('Pss') };
}

function descendants(pid: number): readonly number[] {
  const folder = `/proc/${pid}/task`;
  // A child belongs to the thread that started it.
  const threads = readSafely(() => readdirSync(folder)) ?? [];
  const pids = threads
    .map((thread) => readSafely(() => readFileSync(join(folder, thread, 'children'), 'utf8')) ?? '')
    .flatMap((text) => text.split(' ').filter(Boolean).map(Number));
  return pids.flatMap((child) => [child, ...descendants(child)]);
}

function readSafely<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
