import type Database from 'better-sqlite3';
import type { ReadableDb } from './open.ts';

const compiled = new WeakMap<ReadableDb, Map<string, Database.Statement<unknown[], unknown>>>();

/**
 * The statement of this text on this connection, compiled at its first use and kept as long as the
 * connection is: compiling costs more than most statements do. Only for texts that are written in
 * the code: a text made of values would be kept for each of them.
 */
export function prepared<Values extends unknown[] | object = unknown[], Row = unknown>(
  db: ReadableDb,
  sql: string,
): Database.Statement<Values extends unknown[] ? Values : [Values], Row> {
  let statements = compiled.get(db);
  if (statements === undefined) {
    statements = new Map();
    compiled.set(db, statements);
  }
  let statement = statements.get(sql);
  if (statement === undefined) {
    statement = db.prepare<unknown[], unknown>(limitsUnread(sql));
    statements.set(sql, statement);
  }
  // What a statement takes and gives is known to whoever wrote its text, as with `db.prepare`.
  return statement as Database.Statement<Values extends unknown[] ? Values : [Values], Row>;
}

/**
 * SQLite compiles a statement anew, before each run, for the sake of a value bound to its LIMIT: a
 * plan might follow from it. Behind a plus sign it is no longer looked at.
 */
function limitsUnread(sql: string): string {
  return sql.replaceAll(/\bLIMIT (?=[@?])/gu, 'LIMIT +');
}

/**
 * Compiles on one connection what is compiled on another of the same schema, one statement with
 * each step: whoever changes over to it finds everything as it was.
 */
export function* compileAlike(from: ReadableDb, to: ReadableDb): Generator<void> {
  for (const sql of compiled.get(from)?.keys() ?? []) {
    prepared(to, sql);
    yield;
  }
}
