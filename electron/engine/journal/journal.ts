import { assert } from '#domain/assert.ts';
import { canonicalText, type ChainLine } from '#domain/journal/chain.ts';
import type { ChainHead } from '#domain/journal/head.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import {
  isJournalKind,
  journalBodies,
  journalLine,
  type JournalBody,
  type JournalKind,
  type JournalLine,
  type LineText,
} from '#protocol/journal.ts';
import { storageCode } from '#sqlite/failure.ts';
import type { WritableDb } from '#sqlite/open.ts';
import { prepared } from '#sqlite/statements.ts';
import type { Log } from '../ports.ts';
import type { Ballast } from './ballast.ts';
import { EMPTY_HEAD, follows, hashAround } from './chain-hash.ts';
import { openFacts, type Facts, type JournalFacts } from './facts.ts';
import { HEAD_SLOTS, type HeadFile } from './head-file.ts';
import { forgetAll, remembered } from './remembered.ts';

/** What a piece of work may do inside a transaction of the journal. */
export interface Writing {
  readonly db: WritableDb;
  readonly facts: Facts;
  /** Appends a line and returns its number. */
  append<K extends JournalKind>(kind: K, body: JournalBody<K>): number;
}

export interface WriteOptions {
  /** The trusted instant that lines of this transaction carry. */
  readonly atMs: number;
  /**
   * hold: the space of its later capture and reversal must be there first. capture: may use that
   * space.
   */
  readonly space?: 'hold' | 'capture';
}

/**
 * The workstation's journal. Every change of state goes through `write`, which puts the change and
 * its line into one durable transaction with one sync of the disk, then moves the head file.
 */
export interface Journal {
  readonly db: WritableDb;
  readonly facts: Facts;
  head(): ChainHead;
  /**
   * Refused with DISK_FULL; anything else that goes wrong is an exception, and nothing is written
   * then.
   */
  write<T>(options: WriteOptions, work: (writing: Writing) => T): Result<T, 'DISK_FULL'>;
  /** Lines after a number, oldest first, no more than `limit`. */
  linesAfter(seq: number, limit: number): readonly JournalLine[];
  /** The same as they are kept, and no more text than `maxBytes` but for the first of them. */
  textsAfter(seq: number, limit: number, maxBytes: number): readonly LineText[];
  lineHashAt(seq: number): string | null;
  /**
   * The number of the first line that was changed, cut out or put in; null when the chain holds.
   */
  verify(): number | null;
  /**
   * Puts the present head into the head file although that one was further: what is gone by a
   * restored copy was seen and dealt with.
   */
  fileHead(): void;
  /**
   * Folds the log into the file and syncs the head file, where enough has come together: what would
   * otherwise make a sale wait now and then. Call it when nobody waits.
   */
  settle(): void;
  close(): void;
}

interface LineRow {
  readonly seq: number;
  readonly kind: string;
  readonly at_ms: number;
  readonly body: string;
  readonly previous_hash: string;
  readonly hash: string;
}

export interface JournalParts {
  readonly db: WritableDb;
  readonly headFile: HeadFile;
  readonly ballast: Ballast;
  readonly log: Log;
}

const SELECT = 'SELECT seq, kind, at_ms, body, previous_hash, hash FROM line';
const LAST = `${SELECT} ORDER BY seq DESC LIMIT 1`;

/** The log is folded into the file after so many lines, when nobody waits. */
const SETTLE_LINES = 64;
/** Where nobody ever finds the time, SQLite does it by itself, in some commit. */
const LOG_PAGES_MAX = 4_000;

const headIn = remembered((db): { head: ChainHead } => {
  const row = prepared<[], LineRow>(db, LAST).get();
  return { head: row === undefined ? EMPTY_HEAD : { seq: row.seq, hash: row.hash } };
});

export function openJournal(parts: JournalParts): Journal {
  const { db, headFile, ballast, log } = parts;
  db.pragma(`wal_autocheckpoint = ${LOG_PAGES_MAX}`);
  const facts = openFacts(db);
  const head = (): ChainHead => headIn(db).head;
  if (facts.get('knownSeq') === null) facts.set('knownSeq', head().seq);
  const after = prepared<[number, number], LineRow>(
    db,
    `${SELECT} WHERE seq > ? ORDER BY seq LIMIT ?`,
  );
  const hashAt = db.prepare<[number], { hash: string }>('SELECT hash FROM line WHERE seq = ?');
  const commit = makeCommit(db, facts);

  let filed = headFile.read()?.seq ?? 0;
  let settled = head().seq;
  const moveHeadFile = (): void => {
    if (head().seq > filed) fileHead(1);
  };
  const fileHead = (slots: number): void => {
    const reached = head();
    try {
      for (let slot = 0; slot < slots; slot += 1) headFile.write(reached);
      filed = reached.seq;
    } catch (error) {
      // The transaction is kept all the same; a head file that lags behind harms nothing.
      log.warn({ error: String(error) }, 'the head file was not written');
    }
  };

  const write: Journal['write'] = ({ atMs, space }, work) => {
    if (space === 'hold' && !ballast.reserve()) return refuse('DISK_FULL');
    const value = withRoom(() => commit(atMs, work), space === 'capture' ? ballast : null);
    if (value.ok) moveHeadFile();
    return value;
  };

  return {
    db,
    facts,
    head,
    write,
    linesAfter: (seq, limit) => after.all(seq, limit).map(toLine),
    textsAfter: (seq, limit, maxBytes) => textsWithin(after.iterate(seq, limit), maxBytes),
    lineHashAt: (seq) => (seq === 0 ? EMPTY_HEAD.hash : (hashAt.get(seq)?.hash ?? null)),
    verify: () =>
      firstBrokenLine(db.prepare<[], LineRow>(`${SELECT} ORDER BY seq`).iterate(), facts),
    fileHead: () => fileHead(HEAD_SLOTS),
    settle() {
      try {
        if (head().seq - settled < SETTLE_LINES) return;
        settled = head().seq;
        db.pragma('wal_checkpoint(PASSIVE)');
        headFile.sync();
      } catch (error) {
        log.warn({ error: String(error) }, 'the journal was not settled');
      }
    },
    close() {
      headFile.close();
      db.close();
    },
  };
}

type Commit = <T>(atMs: number, work: (writing: Writing) => T) => T;

/**
 * One transaction of the journal: state, lines and the instant that is now known to have passed.
 */
function makeCommit(db: WritableDb, facts: JournalFacts): Commit {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const end = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck();
  const insert = db.prepare('INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?)');

  const append = <K extends JournalKind>(atMs: number, kind: K, given: JournalBody<K>): number => {
    const state = headIn(db);
    const { seq: before, hash: previousHash } = state.head;
    // The schema of this kind: what cannot be read back must never be written.
    const body = journalBodies[kind].parse(given) as ChainLine['body'];
    // As it is hashed so it is kept and sent: whoever checks the hash need not order it again.
    const bodyText = canonicalText(body);
    const seq = before + 1;
    const hash = hashAround({ seq, previousHash, kind, atMs }, bodyText);
    const saleId = 'saleId' in given ? given.saleId : null;
    insert.run(seq, kind, atMs, saleId, bodyText, previousHash, hash);
    state.head = { seq, hash };
    return seq;
  };

  return (atMs, work) => {
    begin.run();
    try {
      const changesBefore = changes.get();
      const { seq } = headIn(db).head;
      const value = work({ db, facts, append: (kind, body) => append(atMs, kind, body) });
      facts.passed(atMs);
      const withLine = headIn(db).head.seq > seq;
      if (!withLine && changes.get() !== changesBefore) {
        facts.set('knownMs', facts.get('knownMs') ?? atMs);
        facts.set('knownSeq', seq);
      }
      end.run();
      return value;
    } catch (error) {
      forgetAll(db);
      // A full disk may have ended the transaction by itself.
      if (db.inTransaction) rollback.run();
      throw error;
    }
  };
}

/** Runs the work; on a full disk again with more and more of the reserved space, where it may. */
function withRoom<T>(work: () => T, ballast: Ballast | null): Result<T, 'DISK_FULL'> {
  for (;;) {
    try {
      return ok(work());
    } catch (error) {
      if (storageCode(error) !== 'DISK_FULL') throw error;
      if (ballast?.release() !== true) return refuse('DISK_FULL');
    }
  }
}

/** Number, kind, instant and hashes of a line that travels. */
const LINE_FRAME_BYTES = 220;

/** The first of these lines, as far as they fit; at least one. */
function textsWithin(rows: Iterable<LineRow>, maxBytes: number): readonly LineText[] {
  const lines: LineText[] = [];
  let bytes = 0;
  for (const row of rows) {
    bytes += row.body.length + LINE_FRAME_BYTES;
    if (lines.length > 0 && bytes > maxBytes) break;
    lines.push(toText(row));
  }
  return lines;
}

function toText(row: LineRow): LineText {
  const { seq, kind, at_ms: atMs, body, previous_hash: previousHash, hash } = row;
  assert(isJournalKind(kind), 'a line that was written has a kind');
  return { seq, kind, atMs, body, previousHash, hash };
}

function toLine(row: LineRow): JournalLine {
  const { seq, kind, at_ms: atMs, previous_hash: previousHash, hash } = row;
  return journalLine.parse({ seq, kind, atMs, body: JSON.parse(row.body), previousHash, hash });
}

/**
 * A line that cannot even be read is broken; a tail that the backend knows and we do not is cut
 * off.
 */
function firstBrokenLine(rows: Iterable<LineRow>, facts: Facts): number | null {
  let head = EMPTY_HEAD;
  for (const row of rows) {
    const line = readable(row);
    if (line === null || !follows(head, line)) return row.seq;
    head = { seq: line.seq, hash: line.hash };
  }
  const acknowledgedSeq = facts.get('acknowledged')?.seq ?? 0;
  return acknowledgedSeq > head.seq ? head.seq + 1 : null;
}

function readable(row: LineRow): JournalLine | null {
  try {
    return toLine(row);
  } catch {
    return null;
  }
}
