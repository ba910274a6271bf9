import { z } from 'zod';
import {
  remainder,
  type LimitRecord,
  type OwnedRulesRecord,
  type RemainderRecord,
} from '#protocol/records.ts';
import type { ReadableDb, WritableDb } from '#sqlite/open.ts';
import { termsFrom, termsText } from '../lease/terms-text.ts';
import { prepared } from '#sqlite/statements.ts';
import { keptRead } from './kept-reads.ts';

/**
 * What this workstation keeps of single cards beside the feed: last remainders, and PIN verifiers.
 */

export interface CardSeen {
  readonly cardId: string;
  readonly limits: readonly LimitRecord[];
  readonly rules: readonly OwnedRulesRecord[];
  readonly remainders: readonly RemainderRecord[];
  readonly asOfMs: number;
}

interface SeenRow {
  readonly limits: string;
  readonly remainders: string;
  readonly as_of_ms: number;
}

export function cardSeen(db: ReadableDb, cardId: string): CardSeen | null {
  return keptRead(db, `seen ${cardId}`, () => readSeen(db, cardId));
}

function readSeen(db: ReadableDb, cardId: string): CardSeen | null {
  const row = prepared<[string], SeenRow>(
    db,
    'SELECT limits, remainders, as_of_ms FROM card_seen WHERE card_id = ?',
  ).get(cardId);
  if (row === undefined) return null;
  return {
    cardId,
    ...termsFrom(row.limits),
    remainders: z.array(remainder).parse(JSON.parse(row.remainders)),
    asOfMs: row.as_of_ms,
  };
}

export function putCardSeen(db: WritableDb, seen: CardSeen): void {
  db.prepare(
    `INSERT INTO card_seen VALUES (@cardId, @asOfMs, @limits, @remainders, @asOfMs)
     ON CONFLICT (card_id) DO UPDATE SET seen_at_ms = excluded.seen_at_ms, limits = excluded.limits,
       remainders = excluded.remainders, as_of_ms = excluded.as_of_ms`,
  ).run({
    cardId: seen.cardId,
    asOfMs: seen.asOfMs,
    limits: termsText(seen),
    remainders: JSON.stringify(seen.remainders),
  });
}

/** Cards that were shown here since an instant, the latest first. */
export function cardsSeenSince(db: ReadableDb, sinceMs: number): readonly string[] {
  return db
    .prepare<[number], { card_id: string }>(
      'SELECT card_id FROM card_seen WHERE seen_at_ms >= ? ORDER BY seen_at_ms DESC LIMIT 500',
    )
    .all(sinceMs)
    .map((row) => row.card_id);
}

export interface PinVerifier {
  readonly cardId: string;
  readonly grantId: string;
  /** argon2id over HMAC-SHA-256(key, PIN), PHC text. */
  readonly verifier: string;
  readonly key: string;
  readonly diesAtMs: number;
}

/**
 * The verifier of a card's PIN; null when there is none or the leases that it came with are dead
 * (row N-20).
 */
export function pinVerifier(db: ReadableDb, cardId: string, atMs: number): PinVerifier | null {
  const row = prepared<[string, number], PinVerifier>(
    db,
    `SELECT card_id AS cardId, grant_id AS grantId, verifier, key, dies_at_ms AS diesAtMs
     FROM pin_verifier WHERE card_id = ? AND dies_at_ms > ?`,
  ).get(cardId, atMs);
  return row ?? null;
}

export function putPinVerifier(db: WritableDb, kept: PinVerifier): void {
  db.prepare(
    `INSERT INTO pin_verifier VALUES (@cardId, @grantId, @verifier, @key, @diesAtMs)
     ON CONFLICT (card_id) DO UPDATE SET grant_id = excluded.grant_id, verifier = excluded.verifier,
       key = excluded.key, dies_at_ms = excluded.dies_at_ms`,
  ).run(kept);
}

/** Nothing that could still check a PIN outlives the leases. */
export function dropDeadVerifiers(db: WritableDb, atMs: number): void {
  db.prepare('DELETE FROM pin_verifier WHERE dies_at_ms <= ?').run(atMs);
}

/** What is kept of a card that is none of this station's any more. */
export function dropCardNotes(db: WritableDb, cardId: string): void {
  db.prepare('DELETE FROM card_seen WHERE card_id = ?').run(cardId);
  dropVerifiers(db, cardId);
}

export function dropVerifiers(db: WritableDb, cardId: string | null = null): void {
  if (cardId === null) db.prepare('DELETE FROM pin_verifier').run();
  else db.prepare('DELETE FROM pin_verifier WHERE card_id = ?').run(cardId);
}
