import { flat, ok, refuse, type Result } from '#domain/result.ts';
import {
  captured,
  captureMaxMl,
  captureRefusal,
  HOLD_STALE_AFTER_MS,
  partOutcomes,
  reversed,
  soldQuantity,
  type Sale,
} from '#domain/sale/sale.ts';
import type { Fill } from '#protocol/bridge.ts';
import { currency } from '#protocol/shapes.ts';
import type { Core } from '../core.ts';
import type { Writing } from '../journal/journal.ts';
import { putBack } from '../lease/give-back.ts';
import { makeSerial } from '../serial.ts';
import { authorizeOffline, type OfflineAttempt } from './authorize-offline.ts';
import { authorizeOnline, reverseUnanswered } from './authorize-online.ts';
import { deskFacts } from './desk.ts';
import {
  fillByAskedId,
  fillById,
  fillsIn,
  putFill,
  recentFills,
  type FillRow,
} from './fill-store.ts';
import type { FillQuestion, Operator } from './question.ts';
import { nextSlipNumber } from './slip-number.ts';

/** The sales of this workstation: from the question to the capture or the reversal. */
export interface Sales {
  authorize(question: FillQuestion, operator: Operator): Promise<Result<Fill>>;
  capture(question: { saleId: string; volumeMl: number }): Result<Fill>;
  reverse(saleId: string): Result<{ done: true }>;
  open(): readonly Fill[];
  recent(limit: number): readonly Fill[];
  /** Reverses questions that a stopped process left without an answer. */
  recover(): void;
  /** Reverses questions without an answer that the disk had no room to reverse. */
  freePumps(): void;
}

export function makeSales(core: Core): Sales {
  const inOrder = makeSerial();
  /** Ids of questions that are on their way. */
  const asking = new Set<string>();
  const { journal, clock } = core;
  const changed = (): void => {
    core.events.emit('sale:changed', {});
    core.events.syncMoved();
  };
  // The driver has gone: what a hold must never wait for is done now.
  const ended = <T>(result: Result<T>): Result<T> => {
    if (result.ok) journal.settle();
    return result;
  };
  const freePumps = (): boolean => {
    const left = fillsIn(journal.db, 'asked').filter(({ askedId }) => !asking.has(askedId));
    return left.map((fill) => reverseUnanswered(core, fill, 'no-answer')).includes(true);
  };
  const finish = (result: Result<FillRow>): Result<Fill> => {
    if (!result.ok) return result;
    changed();
    return ok(shownFill(core, result.value));
  };
  return {
    // One question at a time per id and per card: the same id must find the fill of the one before,
    // leases and PIN tries of one must be settled before the next.
    authorize: (question, operator) =>
      inOrder(`sale ${question.saleId}`, () =>
        inOrder(`card ${question.cardId}`, async () => {
          asking.add(question.saleId);
          try {
            const first = await authorize(core, question, operator);
            const freed = !first.ok && first.code === 'PUMP_BUSY' && freePumps();
            return finish(freed ? await authorize(core, question, operator) : first);
          } finally {
            asking.delete(question.saleId);
          }
        }),
      ),
    capture: (question) => ended(finish(capture(core, question))),
    reverse(saleId) {
      const result = reverse(core, saleId);
      if (!result.ok) return result;
      changed();
      return ended(ok({ done: true }));
    },
    open: () => fillsIn(journal.db, 'held').map((fill) => shownFill(core, fill)),
    recent: (limit) => recentFills(journal.db, limit).map((fill) => shownFill(core, fill)),
    recover() {
      for (const fill of fillsIn(journal.db, 'asked')) reverseUnanswered(core, fill, 'restart');
      clock.nowMs();
    },
    freePumps: () => void freePumps(),
  };
}

async function authorize(
  core: Core,
  question: FillQuestion,
  operator: Operator,
): Promise<Result<FillRow>> {
  const before = fillByAskedId(core.journal.db, question.saleId);
  if (before !== null) return repeated(before, question);
  if (core.journal.facts.get('forked') === true) return refuse('JOURNAL_FORKED');
  const { cardId, productId, pumpNumber } = question;
  const facts = deskFacts(core, { cardId, productId, pumpNumber, atMs: core.clock.nowMs() });
  if (!facts.ok) return facts;
  const attempt = { question, askedId: question.saleId, facts: facts.value, operator };
  if (core.link.isUp() && operator.sessionToken !== null) {
    const online = await authorizeOnline(core, attempt);
    if (online.kind === 'answered') return online.result;
    // That id is reversed for good: the second try has its own (architecture §6).
    return offline(core, { ...attempt, question: { ...question, saleId: core.ids.uuid() } });
  }
  return offline(core, attempt);
}

/**
 * Who unlocked without the link can sell from leases only; with the link there, he signs in for
 * more.
 */
async function offline(core: Core, attempt: OfflineAttempt): Promise<Result<FillRow>> {
  const result = await authorizeOffline(core, attempt);
  const short =
    !result.ok && (result.code === 'LEASE_REQUIRED' || result.code === 'LEASE_EXCEEDED');
  const couldAsk = core.link.isUp() && attempt.operator.sessionToken === null;
  return short && couldAsk ? refuse('ONLINE_SIGNIN_REQUIRED') : result;
}

/** The same question again gets its fill; another one under its id gets nothing (I2). */
function repeated(fill: FillRow, question: FillQuestion): Result<FillRow> {
  const { saleId, cardId, pumpNumber } = question;
  const isOfSame = fill.cardId === cardId && fill.pumpNumber === pumpNumber;
  if (!isOfSame || (fill.sale !== null && !isHoldFor(fill.sale, question))) {
    return refuse('COMMAND_ID_REUSED', { commandId: saleId });
  }
  const answered = fill.state === 'held' || fill.state === 'captured';
  return answered ? ok(fill) : refuse('SALE_REVERSED');
}

/** Whether this question can have got this hold, as far as the hold tells. */
function isHoldFor(sale: Sale, { productId, ask }: FillQuestion): boolean {
  if (sale.productId !== productId) return false;
  // Less than was asked for may have been given.
  if (ask.by === 'full' || ask.partial === true) return true;
  return ask.by === 'volume'
    ? sale.holdVolumeMl === ask.volumeMl
    : sale.holdAmountMinor === ask.amountMinor;
}

function capture(core: Core, question: { saleId: string; volumeMl: number }): Result<FillRow> {
  const capturedAtMs = core.clock.nowMs();
  const { volumeMl } = question;
  const written = core.journal.write({ atMs: capturedAtMs, space: 'capture' }, (writing) => {
    const fill = fillById(writing.db, question.saleId);
    const sale = fill?.sale ?? null;
    if (fill === null || sale === null) return refuse('HOLD_NOT_FOUND');
    if (sale.state === 'captured' && sale.volumeMl === volumeMl) return ok(fill);
    const refusal = captureRefusal(sale, volumeMl);
    if (refusal !== null) {
      const { holdVolumeMl } = sale;
      return refuse(refusal, { holdVolumeMl, volumeMl, largestVolumeMl: captureMaxMl(sale) });
    }
    const slipNumber = nextSlipNumber(writing.facts);
    const done = captured(sale, { volumeMl, capturedAtMs, slipNumber });
    const { saleId, amountMinor, vatMinor } = done;
    const lastSeq = writing.append('sale.captured', {
      saleId,
      volumeMl,
      amountMinor,
      vatMinor,
      slipNumber,
    });
    giveRestBack(core, writing, done);
    const after: FillRow = { ...fill, state: 'captured', lastSeq, sale: done };
    putFill(writing.db, after);
    return ok(after);
  });
  return flat(written);
}

function reverse(core: Core, saleId: string): Result<FillRow> {
  const atMs = core.clock.nowMs();
  const written = core.journal.write({ atMs, space: 'capture' }, (writing) => {
    const fill = fillById(writing.db, saleId);
    const sale = fill?.sale ?? null;
    if (fill === null || sale === null) return refuse('HOLD_NOT_FOUND');
    if (sale.state === 'captured') return refuse('SALE_ALREADY_CAPTURED');
    if (sale.state === 'reversed') return ok(fill);
    const done = reversed(sale, atMs);
    const lastSeq = writing.append('sale.reversed', { saleId, reason: 'operator' });
    giveRestBack(core, writing, done);
    const after: FillRow = { ...fill, state: 'reversed', lastSeq, sale: done };
    putFill(writing.db, after);
    return ok(after);
  });
  return flat(written);
}

/** What was held and not sold goes back to the leases that it came from. */
function giveRestBack(core: Core, writing: Writing, sale: Sale): void {
  for (const { part, taken } of partOutcomes(sale.parts, soldQuantity(sale))) {
    const rest = part.held - taken;
    if (part.leaseId === null || rest === 0) continue;
    putBack(writing, { leaseId: part.leaseId, quantity: rest }, core.ids);
  }
}

/** A fill as windows see it. */
export function shownFill(core: Core, fill: FillRow): Fill {
  const { sale, paper } = fill;
  if (sale === null) throw new Error('only holds are shown');
  const acknowledgedSeq = core.journal.facts.get('acknowledged')?.seq ?? 0;
  const ageMs = core.clock.nowMs() - sale.authorizedAtMs;
  return {
    sale: { ...sale, parts: [...sale.parts], lines: [...sale.lines] },
    panMasked: paper.panMasked,
    productName: paper.productName,
    // The paper was written from a contract, whose currency is one of ours.
    currency: currency.parse(paper.currency),
    stale: sale.state === 'held' && ageMs > HOLD_STALE_AFTER_MS,
    sent: fill.lastSeq <= acknowledgedSeq,
  };
}
