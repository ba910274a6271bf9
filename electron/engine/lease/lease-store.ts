import { z } from 'zod';
import type { HeldLease, LeaseShare } from '#domain/lease/lease.ts';
import type { Limit } from '#domain/limit/limit.ts';
import { limit as limitRecord, type LeaseRecord } from '#protocol/records.ts';
import type { ReadableDb, WritableDb } from '#sqlite/open.ts';
import { assert } from '#domain/assert.ts';
import type { Writing } from '../journal/journal.ts';

/**
 * Leases of this workstation, in the journal's file. Writers are called inside a transaction of the
 * journal.
 */

const LIVE = `
  SELECT lease_id AS leaseId, allowance_key AS allowanceKey, contract_id AS contractId, card_id AS cardId,
    workstation_id AS workstationId, measure, granted, remaining AS "left", issued_at_ms AS issuedAtMs,
    valid_from_ms AS validFromMs, expires_at_ms AS expiresAtMs
  FROM lease WHERE dead = 0`;

/** Leases on one of these allowances that were not killed, expired ones among them. */
export function leasesOn(db: ReadableDb, allowanceKeys: readonly string[]): readonly HeldLease[] {
  return db
    .prepare<[string], HeldLease>(`${LIVE} AND allowance_key IN (SELECT value FROM json_each(?))`)
    .all(JSON.stringify(allowanceKeys));
}

export function liveLeases(db: ReadableDb): readonly HeldLease[] {
  return db.prepare<[], HeldLease>(`${LIVE} ORDER BY lease_id`).all();
}

/** Leases with something left that end at an instant or before it, ended ones among them. */
export function endingLeases(db: ReadableDb, byMs: number): readonly HeldLease[] {
  return db
    .prepare<[number], HeldLease>(`${LIVE} AND remaining > 0 AND expires_at_ms <= ?`)
    .all(byMs);
}

/** Lays down leases that went with their window: nobody looks at them any more. */
export function buryLeases(db: WritableDb, leases: readonly HeldLease[]): void {
  const bury = db.prepare('UPDATE lease SET dead = 1 WHERE lease_id = ?');
  for (const { leaseId } of leases) bury.run(leaseId);
}

export function putLease(db: WritableDb, lease: LeaseRecord): void {
  db.prepare(
    `INSERT INTO lease VALUES (@leaseId, @allowanceKey, @contractId, @cardId, @workstationId, @measure, @granted,
       @granted, @issuedAtMs, @validFromMs, @expiresAtMs, 0)
     ON CONFLICT (lease_id) DO NOTHING`,
  ).run(lease);
}

/**
 * Takes shares from their leases and moves the generation, so that a copy of this file made before
 * is known as one: `tellGeneration` has to follow. Throws when a lease does not cover its share:
 * the caller has just read them.
 */
export function takeShares(
  { db, facts }: Pick<Writing, 'db' | 'facts'>,
  shares: readonly LeaseShare[],
): void {
  if (shares.length > 0) facts.set('generation', (facts.get('generation') ?? 0) + 1);
  const take = db.prepare(
    'UPDATE lease SET remaining = remaining - ? WHERE lease_id = ? AND remaining >= ? AND dead = 0',
  );
  for (const { leaseId, quantity } of shares) {
    const { changes } = take.run(quantity, leaseId, quantity);
    assert(changes === 1, 'a lease covers its share');
  }
}

/**
 * Puts back what a fill did not take. A dead lease stays dead whatever comes back to it: `dead`
 * then, and nothing was put back.
 */
export function refill(
  db: WritableDb,
  { leaseId, quantity }: LeaseShare,
): { readonly state: 'alive' | 'dead' | 'unknown'; readonly issuedAtMs: number } {
  const row = db
    .prepare<[string], { dead: number; issuedAtMs: number }>(
      'SELECT dead, issued_at_ms AS issuedAtMs FROM lease WHERE lease_id = ?',
    )
    .get(leaseId);
  if (row === undefined) return { state: 'unknown', issuedAtMs: 0 };
  if (row.dead === 1) return { state: 'dead', issuedAtMs: row.issuedAtMs };
  db.prepare('UPDATE lease SET remaining = min(granted, remaining + ?) WHERE lease_id = ?').run(
    quantity,
    leaseId,
  );
  return { state: 'alive', issuedAtMs: row.issuedAtMs };
}

/** No lease of this moment may ever be spent again. */
export function killLeases(db: WritableDb): void {
  db.prepare('UPDATE lease SET dead = 1, remaining = 0').run();
  db.prepare('DELETE FROM card_grant').run();
}

export interface CardGrant {
  readonly cardId: string;
  readonly grantId: string;
  readonly atMs: number;
  /** The limits that applied when it was granted: each that counts a product needs a lease. */
  readonly limits: readonly Limit[];
}

interface GrantRow {
  readonly card_id: string;
  readonly grant_id: string;
  readonly at_ms: number;
  readonly limits: string;
}

export function cardGrant(db: ReadableDb, cardId: string): CardGrant | null {
  const row = db
    .prepare<[string], GrantRow>('SELECT * FROM card_grant WHERE card_id = ?')
    .get(cardId);
  if (row === undefined) return null;
  const limits = z.array(limitRecord).parse(JSON.parse(row.limits));
  return { cardId: row.card_id, grantId: row.grant_id, atMs: row.at_ms, limits };
}

export function putCardGrant(db: WritableDb, grant: CardGrant): void {
  db.prepare(
    `INSERT INTO card_grant VALUES (?, ?, ?, ?)
     ON CONFLICT (card_id) DO UPDATE
     SET grant_id = excluded.grant_id, at_ms = excluded.at_ms, limits = excluded.limits`,
  ).run(grant.cardId, grant.grantId, grant.atMs, JSON.stringify(grant.limits));
}

export interface LeaseSummary {
  readonly cardCount: number;
  readonly firstExpiresAtMs: number | null;
}

export function leaseSummary(db: ReadableDb, atMs: number): LeaseSummary {
  const row = db
    .prepare<[number], LeaseSummary>(
      `SELECT (SELECT count(*) FROM card_grant) AS cardCount,
         (SELECT min(expires_at_ms) FROM lease WHERE dead = 0 AND remaining > 0 AND expires_at_ms > ?)
           AS firstExpiresAtMs`,
    )
    .get(atMs);
  return row ?? { cardCount: 0, firstExpiresAtMs: null };
}
