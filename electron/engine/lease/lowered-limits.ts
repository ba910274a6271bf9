import type { Limit } from '#domain/limit/limit.ts';
import type { WritableDb } from '#sqlite/open.ts';
import { prepared } from '#sqlite/statements.ts';
import type { Core } from '../core.ts';
import { remembered } from '../journal/remembered.ts';

/**
 * Limits that were lowered here without the link, until the network's own word about them is newer
 * (row N-16).
 */
export interface LoweredLimit {
  readonly cardId: string;
  readonly limitId: string;
  /** In the unit of the limit's measure. */
  readonly amount: number;
  /** The journal line that tells of it. */
  readonly seq: number;
  readonly atMs: number;
}

const byCard = remembered((db): Map<string, readonly LoweredLimit[]> => {
  const rows = prepared<[], LoweredLimit>(
    db,
    `SELECT card_id AS cardId, limit_id AS limitId, amount, seq, at_ms AS atMs FROM limit_lowered`,
  ).all();
  const book = new Map<string, readonly LoweredLimit[]>();
  for (const row of rows) book.set(row.cardId, [...(book.get(row.cardId) ?? []), row]);
  return book;
});

export function putLowered(db: WritableDb, lowered: LoweredLimit): void {
  prepared<[object]>(
    db,
    `INSERT INTO limit_lowered VALUES (@cardId, @limitId, @amount, @seq, @atMs)
     ON CONFLICT (card_id, limit_id) DO UPDATE
     SET amount = excluded.amount, seq = excluded.seq, at_ms = excluded.at_ms`,
  ).run(lowered);
  const { cardId, limitId } = lowered;
  const others = (byCard(db).get(cardId) ?? []).filter((one) => one.limitId !== limitId);
  byCard(db).set(cardId, [...others, lowered]);
}

/** Whether the authority has not heard yet that this limit was lowered here. */
function isQueued(core: Pick<Core, 'journal'>, { seq }: LoweredLimit): boolean {
  return seq > (core.journal.facts.get('acknowledged')?.seq ?? 0);
}

/**
 * Limits of a card as they were heard of at an instant, each at the lower amount that was set here
 * since, or that the authority has not heard of.
 */
export function withLowered(
  core: Pick<Core, 'journal'>,
  cardId: string,
  { limits, asOfMs }: { limits: readonly Limit[]; asOfMs: number },
): readonly Limit[] {
  const own = byCard(core.journal.db).get(cardId);
  if (own === undefined) return limits;
  const inForce = own.filter((one) => isQueued(core, one) || one.atMs >= asOfMs);
  return limits.map((limit) => {
    const lowered = inForce.find(({ limitId }) => limitId === limit.limitId);
    if (lowered === undefined || lowered.amount >= limit.amount) return limit;
    return { ...limit, amount: lowered.amount };
  });
}

/** A limit that waits for the link, and what it is until then where this desk is not asked. */
export interface WaitingLimit {
  readonly limitId: string;
  readonly amount: number;
  /** As last heard of from the authority. */
  readonly beforeAmount: number;
}

/** Of these limits of a card those that the authority has not heard yet are lower here. */
export function waitingLimits(
  core: Pick<Core, 'journal'>,
  cardId: string,
  limits: readonly Limit[],
): readonly WaitingLimit[] {
  const own = byCard(core.journal.db).get(cardId) ?? [];
  return own.flatMap((one): WaitingLimit[] => {
    const { limitId, amount } = one;
    const before = limits.find((limit) => limit.limitId === limitId);
    if (before === undefined || before.amount <= amount || !isQueued(core, one)) return [];
    return [{ limitId, amount, beforeAmount: before.amount }];
  });
}

/** How far the network has heard of this desk, and when it said what is kept of the card now. */
interface NetworkWord {
  readonly acknowledgedSeq: number;
  readonly decidedAtMs: number;
}

/**
 * Drops what the network has heard of, when its newer word about the card is kept. A word that was
 * on its way when a limit was lowered is not newer, however late it comes.
 * @returns what stays in force here
 */
export function forgetLowered(
  db: WritableDb,
  cardId: string,
  { acknowledgedSeq, decidedAtMs }: NetworkWord,
): readonly LoweredLimit[] {
  const own = byCard(db).get(cardId);
  if (own === undefined) return [];
  prepared(db, 'DELETE FROM limit_lowered WHERE card_id = ? AND seq <= ? AND at_ms < ?').run(
    cardId,
    acknowledgedSeq,
    decidedAtMs,
  );
  const kept = own.filter(({ seq, atMs }) => seq > acknowledgedSeq || atMs >= decidedAtMs);
  if (kept.length === 0) byCard(db).delete(cardId);
  else byCard(db).set(cardId, kept);
  return kept;
}
