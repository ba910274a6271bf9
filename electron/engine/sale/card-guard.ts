import { mayMove, type BlockReason } from '#domain/card/card-state.ts';
import type { Card } from '#domain/card/card.ts';
import { afterPinTry, PIN_TRIES_MAX } from '#domain/card/pin.ts';
import type { Result } from '#domain/result.ts';
import type { ReadableDb, WritableDb } from '#sqlite/open.ts';
import { prepared } from '#sqlite/statements.ts';
import { plainCard, record } from '../cache/registers.ts';
import type { Core } from '../core.ts';
import { doneBy } from '../journal/done-by.ts';
import { remembered } from '../journal/remembered.ts';
import { tellGeneration } from '../lease/generation.ts';
import type { Operator } from './question.ts';

/**
 * What this workstation itself has stopped: blocks in force here at once, and PIN errors typed here
 * (I5, row N-20).
 */

interface GuardRow {
  readonly card_id: string;
  readonly pin_tries: number;
  readonly block_reason: BlockReason | null;
  readonly returned: 0 | 1;
  /** The last line of the journal about it. */
  readonly last_seq: number;
}

/** Few cards are ever stopped here, and every question asks whether this one is. */
const guards = remembered((db): Map<string, GuardRow> => {
  const rows = prepared<[], GuardRow>(db, 'SELECT * FROM card_guard').all();
  return new Map(rows.map((row) => [row.card_id, row]));
});

function putGuard(db: WritableDb, row: GuardRow): void {
  prepared(
    db,
    `INSERT INTO card_guard (card_id, pin_tries, block_reason, last_seq, returned)
     VALUES (@card_id, @pin_tries, @block_reason, @last_seq, @returned)
     ON CONFLICT (card_id) DO UPDATE SET pin_tries = excluded.pin_tries,
       block_reason = excluded.block_reason, last_seq = excluded.last_seq,
       returned = excluded.returned`,
  ).run(row);
  guards(db).set(row.card_id, row);
}

/** PIN errors that the backend has not been told yet. */
function untoldErrors(db: ReadableDb, cardId: string, acknowledgedSeq: number): number {
  const row = prepared<[number, string], { errors: number }>(
    db,
    `SELECT count(*) AS errors FROM line WHERE seq > ? AND kind = 'pin.failed' AND body ->> '$.cardId' = ?`,
  ).get(acknowledgedSeq, cardId);
  return row?.errors ?? 0;
}

/**
 * The card as it is to be treated here: as the network knows it, and stopped where this workstation
 * stopped it.
 */
export function guarded<C extends Card>(core: Pick<Core, 'journal'>, card: C): C {
  const { db, facts } = core.journal;
  const row = guards(db).get(card.cardId);
  if (row === undefined) return card;
  const untold = untoldErrors(db, card.cardId, facts.get('acknowledged')?.seq ?? 0);
  const pinTriesUsed = Math.max(row.pin_tries, card.pinTriesUsed + untold);
  const givenUp = row.returned === 1 && mayMove(card.state, 'returned');
  if (givenUp) return { ...card, pinTriesUsed, state: 'returned', blockReason: null };
  const reason = row.block_reason ?? (pinTriesUsed >= PIN_TRIES_MAX ? 'pin' : null);
  if (reason === null || card.state !== 'active') return { ...card, pinTriesUsed };
  return { ...card, pinTriesUsed, state: 'blocked', blockReason: reason };
}

/** Blocks a card here at once and queues the block (acceptance §4.11: the safe direction). */
export function blockCard(
  core: Core,
  { cardId, reason }: { readonly cardId: string; readonly reason: 'client' | 'theft' },
  operator: Pick<Operator, 'userId'>,
): Result<{ seq: number }> {
  const written = core.journal.write({ atMs: core.clock.nowMs() }, ({ db, append, facts }) => {
    const body = { commandId: core.ids.uuid(), cardId, reason };
    const seq = append('card.blocked', { ...body, ...doneBy(facts, operator) });
    putGuard(db, { ...guardOf(db, cardId), block_reason: reason, last_seq: seq });
    return { seq };
  });
  if (written.ok) core.events.syncMoved();
  return written;
}

/** Stops a card for good that was given up here, and queues that (row N-08). */
export function guardReturned(
  core: Core,
  { cardId, commandId }: { readonly cardId: string; readonly commandId: string },
  { userId }: Pick<Operator, 'userId'>,
): Result<{ seq: number }> {
  const written = core.journal.write({ atMs: core.clock.nowMs() }, ({ db, append }) => {
    const seq = append('card.returned', { commandId, cardId, operatorId: userId });
    putGuard(db, { ...guardOf(db, cardId), returned: 1, last_seq: seq });
    return { seq };
  });
  if (written.ok) core.events.syncMoved();
  return written;
}

function guardOf(db: WritableDb, cardId: string): GuardRow {
  const nothing = { pin_tries: 0, block_reason: null, returned: 0, last_seq: 0 } as const;
  return guards(db).get(cardId) ?? { card_id: cardId, ...nothing };
}

export interface PinTry {
  readonly triesUsed: number;
  readonly blocked: boolean;
}

/**
 * Counts one PIN try; an error is a journal line, so that no restart forgets it, and no copy of
 * before it passes for the journal.
 */
export function countPinTry(core: Core, cardId: string, correct: boolean): Result<PinTry> {
  const counted = core.journal.write({ atMs: core.clock.nowMs() }, ({ db, append }) => {
    // Read again inside the transaction, and from the network's own count: ours is added by
    // `guarded`.
    const known = record(core.cache.db, 'card', cardId);
    const triesUsed = known === null ? 0 : guarded(core, plainCard(known)).pinTriesUsed;
    const after = afterPinTry(triesUsed, correct);
    if (correct && after.triesUsed === triesUsed) return after;
    const seq = correct
      ? lastSeq(db)
      : append('pin.failed', { commandId: core.ids.uuid(), cardId });
    putTries(db, { cardId, seq, after });
    return after;
  });
  if (counted.ok && !correct) tellGeneration(core);
  return counted;
}

function putTries(db: WritableDb, counted: { cardId: string; seq: number; after: PinTry }): void {
  const { cardId, seq, after } = counted;
  const before = guardOf(db, cardId);
  const reason = before.block_reason ?? (after.blocked ? 'pin' : null);
  putGuard(db, { ...before, pin_tries: after.triesUsed, block_reason: reason, last_seq: seq });
}

function lastSeq(db: ReadableDb): number {
  const row = db
    .prepare<[], { seq: number }>('SELECT coalesce(max(seq), 0) AS seq FROM line')
    .get();
  return row?.seq ?? 0;
}

/**
 * The network's newest word about a card replaces ours, once it has heard everything that we said
 * about it.
 */
export function forgetGuard(core: Pick<Core, 'journal'>, cardIds: readonly string[]): void {
  const { db, facts } = core.journal;
  const acknowledgedSeq = facts.get('acknowledged')?.seq ?? 0;
  const own = guards(db);
  const heard = cardIds.filter((cardId) => {
    const guard = own.get(cardId);
    return guard !== undefined && guard.last_seq <= acknowledgedSeq;
  });
  if (heard.length === 0) return;
  prepared(db, 'DELETE FROM card_guard WHERE card_id IN (SELECT value FROM json_each(?))').run(
    JSON.stringify(heard),
  );
  for (const cardId of heard) own.delete(cardId);
}
