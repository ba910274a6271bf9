import type { HeldLease, LeaseShare } from '#domain/lease/lease.ts';
import type { OwnedRules } from '#domain/card/purchase-rules.ts';
import type { Limit } from '#domain/limit/limit.ts';
import type { LeaseRecord } from '#protocol/records.ts';
import type { ReadableDb, WritableDb } from '#sqlite/open.ts';
import { prepared } from '#sqlite/statements.ts';
import { assert } from '#domain/assert.ts';
import type { Writing } from '../journal/journal.ts';
import { termsFrom, termsText } from './terms-text.ts';
import { remembered } from '../journal/remembered.ts';

/**
 * Leases of this workstation, in the journal's file and in memory alike. What was granted is a row
 * per lease and stays as it is; what is left is one row per owner, a card or a contract, so that a
 * sale on many limits changes two rows. Writers are called inside a transaction of the journal.
 */

interface LeaseRow extends HeldLease {
  readonly ownerKey: string;
}

/** Everything alive, by what is asked for. Leases themselves are replaced, never changed. */
interface LeaseBook {
  readonly byId: Map<string, LeaseRow>;
  readonly byAllowance: Map<string, Set<string>>;
  readonly byOwner: Map<string, Set<string>>;
}

const bookOf = remembered((db): LeaseBook => {
  const book: LeaseBook = { byId: new Map(), byAllowance: new Map(), byOwner: new Map() };
  const rows = prepared<[], LeaseRow>(
    db,
    `SELECT lease_id AS leaseId, owner_key AS ownerKey, allowance_key AS allowanceKey,
       contract_id AS contractId, card_id AS cardId, workstation_id AS workstationId, measure, granted,
       coalesce(lefts ->> lease_id, 0) AS "left", issued_at_ms AS issuedAtMs,
       valid_from_ms AS validFromMs, expires_at_ms AS expiresAtMs
     FROM lease_granted LEFT JOIN lease_left USING (owner_key) WHERE dead = 0 ORDER BY lease_id`,
  ).all();
  for (const row of rows) enter(book, row);
  return book;
});

function enter({ byId, byAllowance, byOwner }: LeaseBook, row: LeaseRow): void {
  const { leaseId, allowanceKey, ownerKey } = row;
  byId.set(leaseId, row);
  byAllowance.set(allowanceKey, (byAllowance.get(allowanceKey) ?? new Set()).add(leaseId));
  byOwner.set(ownerKey, (byOwner.get(ownerKey) ?? new Set()).add(leaseId));
}

function strike({ byId, byAllowance, byOwner }: LeaseBook, row: LeaseRow): void {
  byId.delete(row.leaseId);
  byAllowance.get(row.allowanceKey)?.delete(row.leaseId);
  byOwner.get(row.ownerKey)?.delete(row.leaseId);
}

function namedIn({ byId }: LeaseBook, ids: Iterable<string>): LeaseRow[] {
  return [...ids].flatMap((id) => byId.get(id) ?? []);
}

/** Put together by hand: an object with these keys would have a shape of its own for each owner. */
function leftsText(leases: readonly HeldLease[]): string {
  return `{${leases.map(({ leaseId, left }) => `${JSON.stringify(leaseId)}:${left}`).join(',')}}`;
}

/** Writes what is left of the leases of these owners. */
function putLefts(db: WritableDb, book: LeaseBook, ownerKeys: Iterable<string>): void {
  for (const ownerKey of new Set(ownerKeys)) {
    const alive = namedIn(book, book.byOwner.get(ownerKey) ?? []);
    const text = leftsText(alive.filter(({ left }) => left > 0));
    const { changes } = prepared(db, 'UPDATE lease_left SET lefts = ? WHERE owner_key = ?').run(
      text,
      ownerKey,
    );
    if (changes === 0) prepared(db, 'INSERT INTO lease_left VALUES (?, ?)').run(ownerKey, text);
  }
}

/** Leases on one of these allowances that were not killed, expired ones among them. */
export function leasesOn(db: ReadableDb, allowanceKeys: readonly string[]): readonly HeldLease[] {
  const book = bookOf(db);
  return allowanceKeys.flatMap((key) => namedIn(book, book.byAllowance.get(key) ?? []));
}

export function liveLeases(db: ReadableDb): readonly HeldLease[] {
  return [...bookOf(db).byId.values()];
}

/** Leases with something left that end at an instant or before it, ended ones among them. */
export function endingLeases(db: ReadableDb, byMs: number): readonly HeldLease[] {
  return liveLeases(db).filter(({ left, expiresAtMs }) => left > 0 && expiresAtMs <= byMs);
}

/** Lays down leases that went with their window: nobody looks at them any more. */
export function buryLeases(db: WritableDb, leases: readonly HeldLease[]): void {
  const book = bookOf(db);
  const buried = namedIn(
    book,
    leases.map(({ leaseId }) => leaseId),
  );
  const bury = prepared(db, 'UPDATE lease_granted SET dead = 1 WHERE lease_id = ?');
  for (const row of buried) {
    bury.run(row.leaseId);
    strike(book, row);
  }
  putLefts(
    db,
    book,
    buried.map(({ ownerKey }) => ownerKey),
  );
}

/** @returns false where it was here already, alive or dead */
export function putLease(db: WritableDb, lease: LeaseRecord): boolean {
  const ownerKey = lease.cardId === null ? `contract/${lease.contractId}` : `card/${lease.cardId}`;
  const { changes } = prepared<[object]>(
    db,
    `INSERT INTO lease_granted VALUES (@leaseId, @ownerKey, @allowanceKey, @contractId, @cardId, @workstationId,
       @measure, @granted, @issuedAtMs, @validFromMs, @expiresAtMs, 0)
     ON CONFLICT (lease_id) DO NOTHING`,
  ).run({ ...lease, ownerKey });
  if (changes === 0) return false;
  const book = bookOf(db);
  enter(book, { ...lease, ownerKey, left: lease.granted });
  putLefts(db, book, [ownerKey]);
  return true;
}

/**
 * Takes shares from their leases; the line about it moves the generation, so that a copy of this
 * file made before is known as one, and `tellGeneration` has to follow. Throws when a lease does
 * not cover its share: the caller has just read them.
 */
export function takeShares({ db }: Pick<Writing, 'db'>, shares: readonly LeaseShare[]): void {
  const book = bookOf(db);
  const owners = shares.map(({ leaseId, quantity }) => {
    const lease = book.byId.get(leaseId);
    assert(lease !== undefined && lease.left >= quantity, 'a lease covers its share');
    book.byId.set(leaseId, { ...lease, left: lease.left - quantity });
    return lease.ownerKey;
  });
  putLefts(db, book, owners);
}

/**
 * Puts back what a fill did not take. A dead lease stays dead whatever comes back to it: `dead`
 * then, and nothing was put back.
 */
export function refill(
  db: WritableDb,
  { leaseId, quantity }: LeaseShare,
): { readonly state: 'alive' | 'dead' | 'unknown'; readonly issuedAtMs: number } {
  const book = bookOf(db);
  const lease = book.byId.get(leaseId);
  if (lease === undefined) return deadOrUnknown(db, leaseId);
  const left = Math.min(lease.granted, lease.left + quantity);
  book.byId.set(leaseId, { ...lease, left });
  putLefts(db, book, [lease.ownerKey]);
  return { state: 'alive', issuedAtMs: lease.issuedAtMs };
}

function deadOrUnknown(db: ReadableDb, leaseId: string): ReturnType<typeof refill> {
  const row = prepared<[string], { issuedAtMs: number }>(
    db,
    'SELECT issued_at_ms AS issuedAtMs FROM lease_granted WHERE lease_id = ?',
  ).get(leaseId);
  if (row === undefined) return { state: 'unknown', issuedAtMs: 0 };
  return { state: 'dead', issuedAtMs: row.issuedAtMs };
}

/** No lease of this moment may ever be spent again. */
export function killLeases(db: WritableDb): void {
  prepared(db, 'UPDATE lease_granted SET dead = 1 WHERE dead = 0').run();
  prepared(db, 'DELETE FROM lease_left').run();
  prepared(db, 'DELETE FROM card_grant').run();
  const { byId, byAllowance, byOwner } = bookOf(db);
  for (const kept of [byId, byAllowance, byOwner, grantsOf(db)]) kept.clear();
}

export interface CardGrant {
  readonly cardId: string;
  readonly grantId: string;
  readonly atMs: number;
  /** The limits that applied when it was granted: each that counts a product needs a lease. */
  readonly limits: readonly Limit[];
  readonly rules: readonly OwnedRules[];
}

interface GrantRow {
  readonly card_id: string;
  readonly grant_id: string;
  readonly at_ms: number;
  readonly limits: string;
}

/** Those that were asked for; null where there is none. */
const grantsOf = remembered(() => new Map<string, CardGrant | null>());

export function cardGrant(db: ReadableDb, cardId: string): CardGrant | null {
  const known = grantsOf(db).get(cardId);
  if (known !== undefined) return known;
  const row = prepared<[string], GrantRow>(db, 'SELECT * FROM card_grant WHERE card_id = ?').get(
    cardId,
  );
  const grant =
    row === undefined
      ? null
      : {
          cardId,
          grantId: row.grant_id,
          atMs: row.at_ms,
          ...termsFrom(row.limits),
        };
  grantsOf(db).set(cardId, grant);
  return grant;
}

export function putCardGrant(db: WritableDb, grant: CardGrant): void {
  prepared(
    db,
    `INSERT INTO card_grant VALUES (?, ?, ?, ?)
     ON CONFLICT (card_id) DO UPDATE
     SET grant_id = excluded.grant_id, at_ms = excluded.at_ms, limits = excluded.limits`,
  ).run(grant.cardId, grant.grantId, grant.atMs, termsText(grant));
  grantsOf(db).set(grant.cardId, grant);
}

/** Every card that has a grant. */
export function grantedCards(db: ReadableDb): readonly string[] {
  const rows = prepared<[], { cardId: string }>(db, 'SELECT card_id AS cardId FROM card_grant');
  return rows.all().map(({ cardId }) => cardId);
}

/**
 * These cards are sold nothing from leases until another grant comes. It may be asked for in the
 * round that hears that a card is good again, however short before it was asked the last time.
 */
export function dropCardGrants(db: WritableDb, cardIds: readonly string[]): void {
  const drop = prepared(db, 'DELETE FROM card_grant WHERE card_id = ?');
  const forgetAsked = prepared(db, 'DELETE FROM grant_question WHERE card_id = ? AND answered = 1');
  for (const cardId of cardIds) {
    drop.run(cardId);
    forgetAsked.run(cardId);
    grantsOf(db).delete(cardId);
  }
}

export interface LeaseSummary {
  readonly cardCount: number;
  readonly firstExpiresAtMs: number | null;
}

export function leaseSummary(db: ReadableDb, atMs: number): LeaseSummary {
  const counted = prepared<[], { cardCount: number }>(
    db,
    'SELECT count(*) AS cardCount FROM card_grant',
  ).get();
  const ends = liveLeases(db).flatMap(({ left, expiresAtMs }) =>
    left > 0 && expiresAtMs > atMs ? [expiresAtMs] : [],
  );
  const firstExpiresAtMs = ends.length === 0 ? null : ends.reduce((a, b) => Math.min(a, b));
  return { cardCount: counted?.cardCount ?? 0, firstExpiresAtMs };
}
