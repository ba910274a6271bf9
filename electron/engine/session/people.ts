import { z } from 'zod';
import { NO_ERRORS, type SignInErrors } from '#domain/identity/attempts.ts';
import type { Result } from '#domain/result.ts';
import { user as userRecord, type UserRecord } from '#protocol/records.ts';
import type { WritableDb } from '#sqlite/open.ts';
import type { Core } from '../core.ts';
import { raiseGeneration, tellGeneration } from '../lease/generation.ts';
import { entranceKey, type Entrance } from './entrance.ts';
import { addUntold, forgetUntold } from './untold-errors.ts';

/**
 * Who signed in online here, with what an unlock without the link needs. A password is kept
 * nowhere.
 */

/**
 * Errors older than this tell nothing about who sits there now; a wait is never that long. Those
 * that count towards the lock of somebody who may unlock here stay (row P-18).
 */
const ERRORS_KEPT_MS = 24 * 3_600_000;

export interface Person {
  readonly user: UserRecord;
  readonly rights: readonly string[];
  /** argon2id, PHC text. */
  readonly verifier: string;
  readonly signedInAtMs: number;
  readonly offlineUntilMs: number;
  /** What the backend told of his access then; null where it told nothing. */
  readonly accessMark: string | null;
}

interface PersonRow {
  readonly login: string;
  readonly user: string;
  readonly rights: string;
  readonly verifier: string;
  readonly signed_in_at_ms: number;
  readonly offline_until_ms: number;
  readonly access_mark: string | null;
}

export function personByLogin(core: Core, login: string): Person | null {
  const row = core.journal.db
    .prepare<[string], PersonRow>('SELECT * FROM person WHERE login = ?')
    .get(login);
  if (row === undefined) return null;
  return personOf(row);
}

/** Everything that is kept of one account: under a login of before too, where it had another. */
export function keptOf({ journal }: Core, userId: string): readonly KeptPerson[] {
  const rows = journal.db
    .prepare<[string], PersonRow>(`SELECT * FROM person WHERE ${OF_ACCOUNT}`)
    .all(userId);
  return rows.map((row) => ({ login: row.login, ...personOf(row) }));
}

const OF_ACCOUNT = `user ->> '$.userId' = ?`;

function personOf(row: PersonRow): Person {
  return {
    user: userRecord.parse(JSON.parse(row.user)),
    rights: z.array(z.string()).parse(JSON.parse(row.rights)),
    verifier: row.verifier,
    signedInAtMs: row.signed_in_at_ms,
    offlineUntilMs: row.offline_until_ms,
    accessMark: row.access_mark,
  };
}

export interface KeptPerson extends Person {
  readonly login: string;
}

/**
 * Keeps him under the login that he has now, and under no other: one account has one password.
 * @returns DISK_FULL, and what was kept of him before stays
 */
export function keepPerson(core: Core, kept: KeptPerson): Result<null, 'DISK_FULL'> {
  const { login, user, rights, verifier, signedInAtMs, offlineUntilMs, accessMark } = kept;
  return change(core, signedInAtMs, (db) => {
    drop(db, user.userId);
    db.prepare(
      `INSERT INTO person (login, user, rights, verifier, signed_in_at_ms, offline_until_ms,
         access_mark)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (login) DO UPDATE SET user = excluded.user, rights = excluded.rights,
         verifier = excluded.verifier, signed_in_at_ms = excluded.signed_in_at_ms,
         offline_until_ms = excluded.offline_until_ms, access_mark = excluded.access_mark`,
    ).run(
      login,
      JSON.stringify(user),
      JSON.stringify(rights),
      verifier,
      signedInAtMs,
      offlineUntilMs,
      accessMark,
    );
    db.prepare('DELETE FROM sign_in_error WHERE login = ?').run(login);
  });
}

/**
 * Writes down who may unlock here, or an error. It moves the generation: an older copy of the
 * journal that is put back would bring back a password, a person or a count of errors that is over.
 * @returns DISK_FULL, and nothing is changed. Where a caller goes on all the same, the next round
 *   asks of whoever stayed here whether his access is still what it was (`forgetChanged`)
 */
export function change(
  core: Core,
  atMs: number,
  work: (db: WritableDb) => void,
): Result<null, 'DISK_FULL'> {
  const written = core.journal.write({ atMs }, ({ db, facts }) => {
    work(db);
    raiseGeneration(facts);
    return null;
  });
  if (written.ok) tellGeneration(core);
  return written;
}

/** Errors in a row under a login, known or not: the wait must not tell which. */
export function signInErrors(core: Core, login: string): SignInErrors {
  const row = core.journal.db
    .prepare<[string], SignInErrors>(
      `SELECT errors AS errorCount, last_error_at_ms AS lastErrorAtMs FROM sign_in_error
       WHERE login = ?`,
    )
    .get(login);
  return row ?? NO_ERRORS;
}

/** How a try went. */
export interface Tried {
  readonly right: boolean;
  readonly nowMs: number;
  /** Whether its door locks: then only a success or a sign-in online begins anew. */
  readonly isKept: boolean;
}

/**
 * Counts a try without the link. An error is also written down for the backend, which adds it to
 * its own count when it is told (P-18); a success begins anew here, and leaves nothing to tell.
 * @returns DISK_FULL: it was not counted
 */
export function noteTry(
  core: Core,
  entrance: Entrance,
  { right, nowMs, isKept }: Tried,
): Result<null, 'DISK_FULL'> {
  const login = entranceKey(entrance);
  return change(core, nowMs, (db) => {
    db.prepare(
      `DELETE FROM sign_in_error
       WHERE last_error_at_ms < ? AND (kept = 0 OR login NOT IN (SELECT login FROM person))`,
    ).run(nowMs - ERRORS_KEPT_MS);
    if (right) {
      db.prepare('DELETE FROM sign_in_error WHERE login = ?').run(login);
      forgetUntold(db, login);
      return;
    }
    db.prepare(
      `INSERT INTO sign_in_error (login, errors, last_error_at_ms, kept) VALUES (?, 1, ?, ?)
       ON CONFLICT (login) DO UPDATE SET errors = errors + 1, kept = excluded.kept,
         last_error_at_ms = excluded.last_error_at_ms`,
    ).run(login, nowMs, isKept ? 1 : 0);
    addUntold(db, { ...entrance, key: login, reportId: core.ids.uuid(), atMs: nowMs });
  });
}

/**
 * Nothing is left here by which this person could unlock, under the login that he has or another.
 * @returns DISK_FULL, and he stays
 */
export function forgetPerson(
  core: Core,
  { login, userId }: { readonly login: string; readonly userId: string },
): Result<null, 'DISK_FULL'> {
  return change(core, core.clock.nowMs(), (db) => {
    drop(db, userId);
    db.prepare('DELETE FROM person WHERE login = ?').run(login);
    db.prepare('DELETE FROM sign_in_error WHERE login = ?').run(login);
  });
}

function drop(db: WritableDb, userId: string): void {
  const logins = `SELECT login FROM person WHERE ${OF_ACCOUNT}`;
  db.prepare(`DELETE FROM sign_in_error WHERE login IN (${logins})`).run(userId);
  db.prepare(`DELETE FROM person WHERE ${OF_ACCOUNT}`).run(userId);
}

/** Clients whose people may still unlock here. */
export function clientsOfPeople(core: Core, nowMs: number): ReadonlySet<string> {
  const rows = core.journal.db
    .prepare<[number], PersonRow>('SELECT * FROM person WHERE offline_until_ms > ?')
    .all(nowMs);
  const people = rows.map((row) => userRecord.parse(JSON.parse(row.user)));
  return new Set(people.flatMap(({ clientId }) => clientId ?? []));
}
