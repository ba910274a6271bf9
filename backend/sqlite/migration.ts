import { createHash } from 'node:crypto';
import { storageRefusal, type StorageResult } from './failure.ts';
import type { ReadableDb, WritableDb } from './open.ts';

/**
 * One step of a schema. Numbered in tens, so that a step can still be put between two that are
 * not released yet.
 */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /**
   * Puts rows into what is new that SQL alone cannot work out; part of the same step. Not in its
   * checksum: what it says to a database is pinned by test/unit/sqlite/released-fills.test.ts.
   */
  readonly fill?: (db: WritableDb) => void;
}

export interface Applied {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
  readonly appVersion: string;
}

const BOOKKEEPING = `
  CREATE TABLE IF NOT EXISTS schema_migration (
    number INTEGER PRIMARY KEY CHECK (number > 0 AND number % 10 = 0),
    name TEXT NOT NULL,
    checksum TEXT NOT NULL CHECK (length(checksum) = 64),
    app_version TEXT NOT NULL,
    applied_at_ms INTEGER NOT NULL
  ) STRICT`;

/** Steps that this file has been through, in order; none when it is new. */
export function appliedMigrations(db: ReadableDb): readonly Applied[] {
  const known = db
    .prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migration'`)
    .get();
  if (known === undefined) return [];
  return db
    .prepare<[], Applied>(
      `SELECT number, name, checksum, app_version AS appVersion FROM schema_migration ORDER BY number`,
    )
    .all();
}

/**
 * The steps still to run. DATABASE_FROM_FUTURE names the program that wrote the file;
 * DATABASE_DAMAGED is a history that this program never wrote: an unknown, changed or left-out
 * step.
 * @throws Error when the list itself is not in order: a bug
 */
export function pendingMigrations(
  applied: readonly Applied[],
  migrations: readonly Migration[],
): StorageResult<readonly Migration[]> {
  checkList(migrations);
  const last = applied.at(-1);
  if (last !== undefined && last.number > (migrations.at(-1)?.number ?? 0)) {
    return storageRefusal('DATABASE_FROM_FUTURE', { appVersion: last.appVersion });
  }
  for (const [index, step] of applied.entries()) {
    const known = migrations[index];
    if (known?.number !== step.number) return damaged('migration-unknown', step.number);
    if (checksum(known) !== step.checksum) return damaged('migration-changed', step.number);
  }
  return { ok: true, value: migrations.slice(applied.length) };
}

export interface RunStamp {
  readonly nowMs: number;
  readonly appVersion: string;
}

/**
 * Runs steps and writes them into the books, all in one transaction; a file that fails its own
 * checks afterwards is rolled back by the exception.
 */
export function runMigrations(
  db: WritableDb,
  pending: readonly Migration[],
  { nowMs, appVersion }: RunStamp,
): void {
  // A table is rebuilt by dropping it; references are checked at the end instead.
  db.pragma('foreign_keys = OFF');
  try {
    db.transaction(() => {
      db.exec(BOOKKEEPING);
      const book = db.prepare('INSERT INTO schema_migration VALUES (?, ?, ?, ?, ?)');
      for (const step of pending) {
        db.exec(step.sql);
        step.fill?.(db);
        book.run(step.number, step.name, checksum(step), appVersion, nowMs);
      }
      const fault = integrityFault(db);
      if (fault !== null) throw new Error(`after migration: ${fault}`);
    }).immediate();
  } finally {
    db.pragma('foreign_keys = ON');
  }
}

/**
 * The first thing that is wrong with a file's pages, indexes, CHECKs or references; null when
 * nothing is.
 */
export function integrityFault(db: ReadableDb): string | null {
  const integrity: unknown = db.pragma('integrity_check(1)', { simple: true });
  if (integrity !== 'ok') return String(integrity);
  const orphan = db
    .prepare<[], { table: string; parent: string }>(
      `SELECT "table", parent FROM pragma_foreign_key_check LIMIT 1`,
    )
    .get();
  return orphan === undefined ? null : `a row of ${orphan.table} has no ${orphan.parent}`;
}

export function checksum({ number, name, sql }: Migration): string {
  return createHash('sha256')
    .update(JSON.stringify([number, name, sql]))
    .digest('hex');
}

function checkList(migrations: readonly Migration[]): void {
  let before = 0;
  for (const { number, name } of migrations) {
    if (number % 10 !== 0 || number <= before)
      throw new Error(`migration ${number} ${name} is out of order`);
    before = number;
  }
}

function damaged(reason: string, number: number): ReturnType<typeof storageRefusal> {
  return storageRefusal('DATABASE_DAMAGED', { reason, number });
}
