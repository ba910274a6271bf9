import {
  appendFileSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Random } from '#backend/demo/random.ts';

/** What is left on the disk of a process that ended without a word. */

/** Below this SQLite has not copied anything from the log into the file by itself. */
const QUIET_FRAMES = 900;
const WAL_HEADER = 32;
const FRAME_HEADER = 24;
const HEAD_FILE = 'journal.head';
/** A sector: what a disk writes whole or not at all. */
const HEAD_SLOT_BYTES = 512;

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
  readonly salt: Buffer;
  /** Where each transaction ends, in bytes from the start of the file. */
  readonly commitEnds: readonly number[];
}

/** The frames of the present generation of a log (sqlite.org/fileformat2.html §4). */
function readLog(file: string): WriteAheadLog {
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const commitEnds: number[] = [];
  const salt = bytes.subarray(16, 24);
  if (bytes.length < WAL_HEADER) return { frameCount: 0, salt, commitEnds };
  const frameBytes = FRAME_HEADER + bytes.readUInt32BE(8);
  let at = WAL_HEADER;
  let frameCount = 0;
  while (at + frameBytes <= bytes.length && bytes.subarray(at + 8, at + 16).equals(salt)) {
    const commits = bytes.readUInt32BE(at + 4) !== 0;
    at += frameBytes;
    frameCount += 1;
    if (commits) commitEnds.push(at);
  }
  return { frameCount, salt, commitEnds };
}

/** How far a log was synced, and the head file, when somebody outside last learned something. */
export interface SyncedMark {
  readonly salt: Buffer;
  readonly frameCount: number;
  readonly headFile: Buffer | null;
}

/** What is known of a process that the power takes away. */
export interface BeforeTheCut {
  readonly mark: SyncedMark | null;
  /** The head file that it found when it began. */
  readonly headAtStart: Buffer | null;
}

/** How often a power cut takes what was not synced of the head file. */
const HEAD_LOST = 0.5;
const INDEX_FRAMES_AT = 16;
const INDEX_SALT_AT = 32;

/** From the index of the log, which is small (sqlite.org/walformat.html §2). */
export function syncedMark(folder: string, database: string): SyncedMark {
  const index = Buffer.alloc(INDEX_SALT_AT + 8);
  const file = join(folder, `${database}-shm`);
  if (existsSync(file)) {
    const handle = openSync(file, 'r');
    readSync(handle, index, 0, index.length, 0);
    closeSync(handle);
  }
  return {
    salt: index.subarray(INDEX_SALT_AT),
    frameCount: index.readUInt32LE(INDEX_FRAMES_AT),
    headFile: headFileOf(folder),
  };
}

/**
 * The power fails: of what was never synced any part may be gone or torn. A commit of journal and
 * ledger is synced before anybody outside learns of it, so beyond the mark the log may end at any
 * byte, and rubbish may follow; of the cache's log anything may be missing. Returns what happened.
 */
export function powerCut(
  folder: string,
  random: Random,
  { mark, headAtStart }: BeforeTheCut,
): readonly string[] {
  const happened: string[] = ['power cut'];
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.db-wal')) continue;
    const file = join(folder, name);
    const log = readLog(file);
    if (log.frameCount === 0 || log.frameCount >= QUIET_FRAMES) continue;
    const end = log.commitEnds.at(-1) ?? WAL_HEADER;
    if (name.startsWith('cache')) {
      truncateSync(file, random.integer(random.chance(0.3) ? 0 : Math.floor(end * 0.9), end));
      happened.push('unsynced tail lost');
      continue;
    }
    const synced = mark === null ? end : Math.min(end, syncedEnd(file, log, mark));
    if (synced < end) {
      truncateSync(file, random.integer(synced, end));
      happened.push('cut in a commit');
      const head = mark?.headFile ?? null;
      if (head !== null) writeFileSync(join(folder, HEAD_FILE), head);
    }
    appendFileSync(file, Buffer.alloc(random.integer(1, 5000), random.integer(0, 255)));
    happened.push('torn tail');
  }
  if (headRolledBack(folder, random, headAtStart)) happened.push('head file rolled back');
  return happened;
}

/** The head file as it lies on the disk, null when there is none. */
export function headFileOf(folder: string): Buffer | null {
  const file = join(folder, HEAD_FILE);
  return existsSync(file) ? readFileSync(file) : null;
}

/**
 * The head file is written in nobody's way and synced now and then: after a power cut each of its
 * sectors may be as it was when the process began, and a file that is new may not be there at all.
 */
function headRolledBack(folder: string, random: Random, atStart: Buffer | null): boolean {
  const now = headFileOf(folder);
  if (now === null || !random.chance(HEAD_LOST)) return false;
  const file = join(folder, HEAD_FILE);
  if (atStart?.length !== now.length) {
    if (atStart === null) rmSync(file);
    else writeFileSync(file, atStart);
    return true;
  }
  for (let at = 0; at < now.length; at += HEAD_SLOT_BYTES) {
    if (random.chance(0.7)) atStart.copy(now, at, at, at + HEAD_SLOT_BYTES);
  }
  writeFileSync(file, now);
  return true;
}

/** A log that began anew since the mark had everything before copied into the file, and synced. */
function syncedEnd(file: string, { salt }: WriteAheadLog, mark: SyncedMark): number {
  if (!salt.equals(mark.salt)) return WAL_HEADER;
  const frameBytes = FRAME_HEADER + readFileSync(file).readUInt32BE(8);
  return WAL_HEADER + mark.frameCount * frameBytes;
}

/** A planted fault: the last transaction of a synced log is gone, as if nobody had synced it. */
export function loseLastCommit(file: string): boolean {
  const { frameCount, commitEnds } = readLog(file);
  const before = commitEnds.at(-2);
  if (before === undefined || frameCount >= QUIET_FRAMES) return false;
  truncateSync(file, before);
  return true;
}
