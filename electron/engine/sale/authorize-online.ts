import { ceilingsOf, counts } from '#domain/sale/authorize.ts';
import { largestPassable } from '#domain/sale/passable.ts';
import { flat, ok, refuse, type Result } from '#domain/result.ts';
import type { Sale } from '#domain/sale/sale.ts';
import type { JournalBody } from '#protocol/journal.ts';
import { cardSeen } from '../cache/card-notes.ts';
import { keepStop } from '../cache/told.ts';
import type { Core } from '../core.ts';
import { tellGeneration } from '../lease/generation.ts';
import { giveBack } from '../lease/give-back.ts';
import { unanswered } from '../sync/link.ts';
import { pushJournal } from '../sync/push.ts';
import { endAsked, type Asked } from './asked.ts';
import { heldBody, newFill, type OfflineAttempt } from './authorize-offline.ts';
import { knownLimits, leasedAllowances, paperOf } from './desk.ts';
import { openFillOnPump, putFill, type FillRow } from './fill-store.ts';

type LeaseReturn = JournalBody<'lease.returned'>;

/** Refusals that own leases may be the reason of: the same capacity lies here. */
const SHORT: ReadonlySet<string> = new Set([
  'LIMIT_EXCEEDED',
  'INSUFFICIENT_FUNDS',
  // Of a full tank asked for at its ceiling, when the backend's price is a newer one.
  'TRANSACTION_MAX_EXCEEDED',
]);

/**
 * Asks the backend for a hold. The question is in the journal before it is sent, so that whatever
 * happens to the answer, a reversal follows (architecture §6). Where the backend says that too
 * little is left while this workstation holds leases on the same allowances, it is asked once more
 * with those leases given back (architecture §7).
 */
export async function authorizeOnline(
  core: Core,
  attempt: OfflineAttempt,
): Promise<Asked<FillRow>> {
  // While own leases can still be given, nobody else is asked for his.
  const none = ownLeases(core, attempt).length === 0;
  const first = await askOnce(core, atItsCeiling(core, attempt), { returns: [], recall: none });
  if (first.kind === 'unanswered' || first.result.ok || !SHORT.has(first.result.code)) return first;
  if (ownLeases(core, attempt).length === 0) return first;
  // What the backend has not heard of it would count twice for a while: as held in the journal and
  // as given back with the question.
  if (fillsUntold(core)) {
    const told = await pushJournal(core);
    if (!told.ok) return unanswered(told.code) ? { kind: 'unanswered' } : first;
  }
  const returns = ownLeases(core, attempt);
  const question = { ...attempt.question, saleId: core.ids.uuid() };
  return askOnce(core, { ...attempt, question }, { returns, recall: true });
}

/**
 * A full tank is cut down to what is free and never refused for being too much, so it would leave
 * out what lies here in leases. With leases here it is first asked for as the most that the card
 * ever takes; if that is refused as too much, for real and with the leases given back.
 */
function atItsCeiling(core: Core, attempt: OfflineAttempt): OfflineAttempt {
  const { card, tariff } = attempt.facts;
  const isCut = attempt.question.ask.by === 'full' && ownLeases(core, attempt).length > 0;
  if (!isCut || tariff === null) return attempt;
  const ceilings = ceilingsOf(card);
  const { volumeMl } = largestPassable({
    rates: tariff,
    ceilings,
    allowances: [],
    available: () => 0,
  });
  return { ...attempt, question: { ...attempt.question, ask: { by: 'volume', volumeMl } } };
}

/** Whether the backend has still to hear of a fill, or of how one ended. */
function fillsUntold({ journal }: Core): boolean {
  const row = journal.db
    .prepare<[number], { seq: number }>(
      `SELECT seq FROM line
       WHERE seq > ? AND kind IN ('sale.held', 'sale.captured', 'sale.reversed') LIMIT 1`,
    )
    .get(journal.facts.get('acknowledged')?.seq ?? 0);
  return row !== undefined;
}

/** All that this workstation holds on the allowances that the fill counts against. */
function ownLeases(core: Core, { facts }: OfflineAttempt): readonly LeaseReturn[] {
  const { card, contract, product } = facts;
  const limits = knownLimits(core, card.cardId) ?? [];
  const atMs = core.clock.nowMs();
  const { allowances, leases } = leasedAllowances(core, { limits, contract, atMs });
  const fill = { product, atMs, zone: contract.zone };
  const counted = new Set(allowances.filter((a) => counts(a, fill)).map((a) => a.key));
  return leases
    .filter((lease) => lease.left > 0 && counted.has(lease.allowanceKey))
    .map(({ leaseId, left }) => ({ returnId: core.ids.uuid(), leaseId, quantity: left }));
}

async function askOnce(
  core: Core,
  attempt: OfflineAttempt,
  { returns, recall }: { returns: readonly LeaseReturn[]; recall: boolean },
): Promise<Asked<FillRow>> {
  const asked = writeAsked(core, attempt, returns);
  if (!asked.ok) return { kind: 'answered', result: asked };
  const { saleId, cardId, productId, pumpNumber, ask, pin } = attempt.question;
  const input = { saleId, cardId, productId, pumpNumber, ask, pin, ...(recall ? { recall } : {}) };
  const { sessionToken } = attempt.operator;
  const answer = await core.link.call(
    'sale.authorize',
    { ...input, leaseReturns: [...returns] },
    sessionToken,
  );
  return endAsked(answer, {
    isIts: (sale) => isHold(sale, attempt),
    held: (sale) => writeHeld(core, asked.value, sale),
    refused(code) {
      keepStop(core.cache.db, cardId, code);
      // The refusal ends the question, and the journal needs no line about it.
      core.journal.write({ atMs: core.clock.nowMs() }, ({ db }) => {
        putFill(db, { ...asked.value, state: 'refused' });
      });
    },
    takenBack: () => reverseUnanswered(core, asked.value, 'no-answer'),
  });
}

/** An answer about another sale, or about one that is no open hold, is none. */
function isHold(sale: Sale, { question, facts }: OfflineAttempt): boolean {
  const same = sale.saleId === question.saleId && sale.cardId === facts.card.cardId;
  return same && sale.state === 'held' && sale.productId === question.productId;
}

function writeAsked(
  core: Core,
  { question, askedId, facts, operator }: OfflineAttempt,
  leaseReturns: readonly LeaseReturn[],
): Result<FillRow> {
  const atMs = core.clock.nowMs();
  const { saleId, cardId, productId, pumpNumber } = question;
  const remainders = cardSeen(core.cache.db, cardId)?.remainders ?? [];
  const paper = paperOf(core, { facts, operatorName: operator.displayName, remainders });
  const written = core.journal.write({ atMs, space: 'hold' }, (writing) => {
    const busy = openFillOnPump(writing.db, pumpNumber);
    if (busy !== null) return refuse('PUMP_BUSY', { pumpNumber });
    giveBack(writing, leaseReturns);
    const lastSeq = writing.append('sale.asked', { saleId, cardId, productId, pumpNumber });
    const base = { saleId, askedId, pumpNumber, cardId, atMs, lastSeq, paper };
    const fill: FillRow = { ...base, state: 'asked', sale: null };
    putFill(writing.db, fill);
    return ok(fill);
  });
  if (leaseReturns.length > 0) tellGeneration(core);
  return flat(written);
}

function writeHeld(core: Core, asked: FillRow, sale: Sale): Result<FillRow> {
  const written = core.journal.write(
    { atMs: core.clock.nowMs(), space: 'capture' },
    ({ db, append }) => {
      const lastSeq = append('sale.held', heldBody(sale));
      const fill = newFill({ sale, askedId: asked.askedId, lastSeq, paper: asked.paper });
      putFill(db, fill);
      return fill;
    },
  );
  // A hold that could not be written was never seen: its reversal has the space that was kept for
  // its capture.
  if (!written.ok) reverseUnanswered(core, asked, 'no-answer');
  return written;
}

/** Takes a question back whose answer nobody has seen; false where the disk has no room for it. */
export function reverseUnanswered(
  core: Core,
  asked: FillRow,
  reason: 'no-answer' | 'restart',
): boolean {
  const written = core.journal.write(
    { atMs: core.clock.nowMs(), space: 'capture' },
    ({ db, append }) => {
      const lastSeq = append('sale.reversed', { saleId: asked.saleId, reason });
      putFill(db, { ...asked, state: 'reversed', lastSeq });
    },
  );
  // Without room for it the question stays open in the journal; it is reversed when there is room
  // again, before its pump is asked for or anything is synchronized, or at the next start.
  if (!written.ok) core.log.error({ saleId: asked.saleId }, 'a question could not be reversed');
  return written.ok;
}
