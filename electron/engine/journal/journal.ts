import type { ChainLine } from '#domain/journal/chain.ts';
import type { ChainHead } from '#domain/journal/head.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import {
  journalBodies,
  journalLine,
  type JournalBody,
  type JournalKind,
  type JournalLine,
} from '#protocol/journal.ts';
import { storageCode } from '#sqlite/failure.ts';
import type { WritableDb } from '#sqlite/open.ts';
import { inTransaction } from '#sqlite/transaction.ts';
import type { Log } from '../ports.ts';
import type { Ballast } from './ballast.ts';
import { EMPTY_HEAD, follows, lineHash } from './chain-hash.ts';
import { openFacts, type Facts } from './facts.ts';
import type { HeadFile } from './head-file.ts';

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
  /** hold: the space of its later capture must be there first. capture: may use that space. */
  readonly space?: 'hold' | 'capture';
}

/**
 * The workstation's journal. Every change of state goes through `write`, which puts the change and
 * its line into one durable transaction, then moves the head file.
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
  /** Lines after a number, oldest first. */
  linesAfter(seq: number, limit: number): readonly JournalLine[];
  lineHashAt(seq: number): string | null;
  /**
   * The number of the first line that was changed, cut out or put in; null when the chain holds.
   */
  verify(): number | null;
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

export function openJournal(parts: JournalParts): Journal {
  const { db, headFile, ballast, log } = parts;
  const facts = openFacts(db);
  const select = 'SELECT seq, kind, at_ms, body, previous_hash, hash FROM line';
  const last = db.prepare<[], LineRow>(`${select} ORDER BY seq DESC LIMIT 1`);
  const after = db.prepare<[number, number], LineRow>(
    `${select} WHERE seq > ? ORDER BY seq LIMIT ?`,
  );
  const hashAt = db.prepare<[number], { hash: string }>('SELECT hash FROM line WHERE seq = ?');
  const insert = db.prepare('INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?)');
  const head = (): ChainHead => {
    const row = last.get();
    return row === undefined ? EMPTY_HEAD : { seq: row.seq, hash: row.hash };
  };

  const append = <K extends JournalKind>(atMs: number, kind: K, given: JournalBody<K>): number => {
    const before = head();
    // The schema of this kind: what cannot be read back must never be written.
    const body = journalBodies[kind].parse(given) as ChainLine['body'];
    const line: ChainLine = { seq: before.seq + 1, previousHash: before.hash, kind, atMs, body };
    const saleId = 'saleId' in given ? given.saleId : null;
    insert.run(line.seq, kind, atMs, saleId, JSON.stringify(body), before.hash, lineHash(line));
    return line.seq;
  };

  const commit = <T>(atMs: number, work: (writing: Writing) => T): T =>
    inTransaction(db, () => {
      const knownMs = Math.max(facts.get('knownMs') ?? 0, atMs);
      facts.set('knownMs', knownMs);
      return work({ db, facts, append: (kind, body) => append(atMs, kind, body) });
    });

  let filed = headFile.read()?.seq ?? 0;
  const moveHeadFile = (): void => {
    const reached = head();
    if (reached.seq <= filed) return;
    try {
      headFile.write(reached);
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
    lineHashAt: (seq) => (seq === 0 ? EMPTY_HEAD.hash : (hashAt.get(seq)?.hash ?? null)),
    verify: () =>
      firstBrokenLine(db.prepare<[], LineRow>(`${select} ORDER BY seq`).iterate(), facts),
    close: () => db.close(),
  };
}

/** Runs the work; on a full disk once more with the reserved space, where the work may use it. */
function withRoom<T>(work: () => T, ballast: Ballast | null): Result<T, 'DISK_FULL'> {
  try {
    return ok(work());
  } catch (error) {
    if (storageCode(error) !== 'DISK_FULL') throw error;
    if (ballast === null) return refuse('DISK_FULL');
    ballast.release();
    return withRoom(work, null);
  }
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
