import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Random } from '#backend/demo/random.ts';

/** What is left on the disk of a process that ended without a word. */

/** Below this SQLite has not copied anything from the log into the file by itself. */
const QUIET_FRAMES = 900;
const WAL_HEADER = 32;
const FRAME_HEADER = 24;

/**
 * Copies the files of a folder as they are at this instant into a new one. The index of a
 * write-ahead log lives in memory and dies with its process, so it is not copied.
 */
export function copyFiles(from: string, to: string, wanted?: (name: string) => boolean): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name.endsWith('-shm') || wanted?.(name) === false) continue;
    copyFileSync(join(from, name), join(to, name));
  }
}

interface WriteAheadLog {
  readonly frameCount: number;
  /** Where each transaction ends, in bytes from the start of the file. */
  readonly commitEnds: readonly number[];
}

/** The frames of the present generation of a log (sqlite.org/fileformat2.html §4). */
function readLog(file: string): WriteAheadLog {
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const commitEnds: number[] = [];
  if (bytes.length < WAL_HEADER) return { frameCount: 0, commitEnds };
  const frameBytes = FRAME_HEADER + bytes.readUInt32BE(8);
  const salt = bytes.subarray(16, 24);
  let at = WAL_HEADER;
  let frameCount = 0;
  while (at + frameBytes <= bytes.length && bytes.subarray(at + 8, at + 16).equals(salt)) {
    const commits = bytes.readUInt32BE(at + 4) !== 0;
    at += frameBytes;
    frameCount += 1;
    if (commits) commitEnds.push(at);
  }
  return { frameCount, commitEnds };
}

/**
 * The power fails: of what was never synced any part may be gone or torn. The journal's and the
 * ledger's commits are synced (`full`), so only rubbish may stand behind them; of a `normal` log
 * anything may be missing. Returns what happened.
 */
export function powerCut(folder: string, random: Random): readonly string[] {
  const happened: string[] = ['power cut'];
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.db-wal')) continue;
    const file = join(folder, name);
    const log = readLog(file);
    const synced = !name.startsWith('cache');
    if (synced && log.frameCount > 0 && log.frameCount < QUIET_FRAMES) {
      appendFileSync(file, Buffer.alloc(random.integer(1, 5000), random.integer(0, 255)));
      happened.push('torn tail');
    }
    if (!synced && log.frameCount > 0 && log.frameCount < QUIET_FRAMES) {
      const end = log.commitEnds.at(-1) ?? 0;
      truncateSync(file, random.integer(random.chance(0.3) ? 0 : Math.floor(end * 0.9), end));
      happened.push('unsynced tail lost');
    }
  }
  return happened;
}

/** A planted fault: the last transaction of a synced log is gone, as if nobody had synced it. */
export function loseLastCommit(file: string): boolean {
  const { frameCount, commitEnds } = readLog(file);
  const before = commitEnds.at(-2);
  if (before === undefined || frameCount >= QUIET_FRAMES) return false;
  truncateSync(file, before);
  return true;
}
