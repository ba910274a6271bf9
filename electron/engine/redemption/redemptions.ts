import { leasedHere, takeFromLeases } from '#domain/lease/lease.ts';
import { parseAllowanceKey } from '#domain/limit/allowance.ts';
import { flat, ok, refuse, type Result } from '#domain/result.ts';
import type { RedemptionRecord } from '#protocol/routes/asset.ts';
import { record } from '../cache/registers.ts';
import type { Core } from '../core.ts';
import type { Writing } from '../journal/journal.ts';
import { tellGeneration } from '../lease/generation.ts';
import { putBack } from '../lease/give-back.ts';
import { leaseFault } from '../lease/lease-fault.ts';
import { leasesOn, takeShares } from '../lease/lease-store.ts';
import { makeSerial } from '../serial.ts';
import { endAsked, type Asked } from '../sale/asked.ts';
import type { Operator } from '../sale/question.ts';
import {
  askedRedemptions,
  putRedemption,
  redemptionByAskedId,
  redemptionById,
  type RedemptionRow,
} from './redemption-store.ts';
import { reserve } from './reserve.ts';
import { isJudgedHere, judgeVoucher } from './voucher-terms.ts';

export interface RedeemQuestion {
  readonly redemptionId: string;
  /** `points/<id>` or `voucher/<id>`. */
  readonly allowanceKey: string;
  readonly quantity: number;
  readonly productId: string | null;
}

/** Points and vouchers at this desk: with the link the authority decides, without it the leases. */
export interface Redemptions {
  /** Asks for the right to redeem without the link: some points, or one voucher. */
  reserve(allowanceKey: string, wanted: number): Promise<Result<{ leased: number }>>;
  redeem(question: RedeemQuestion, operator: Operator): Promise<Result<RedemptionRecord>>;
  capture(question: { redemptionId: string; volumeMl: number | null }): Result<RedemptionRecord>;
  reverse(redemptionId: string): Result<{ done: true }>;
  /** Reverses questions that a stopped process left without an answer. */
  recover(): void;
}

export function makeRedemptions(core: Core): Redemptions {
  const inOrder = makeSerial();
  return {
    reserve: (allowanceKey, wanted) => reserve(core, allowanceKey, wanted),
    redeem: (question, operator) =>
      inOrder(question.allowanceKey, () => redeem(core, question, operator)),
    capture: (question) => told(core, capture(core, question)),
    reverse(redemptionId) {
      const result = told(core, reverse(core, redemptionId));
      return result.ok ? ok({ done: true }) : result;
    },
    recover() {
      for (const row of askedRedemptions(core.journal.db)) takeBack(core, row, 'restart');
    },
  };
}

function told<T>(core: Core, result: Result<T>): Result<T> {
  if (result.ok) core.events.syncMoved();
  return result;
}

async function redeem(
  core: Core,
  question: RedeemQuestion,
  operator: Operator,
): Promise<Result<RedemptionRecord>> {
  const before = redemptionByAskedId(core.journal.db, question.redemptionId);
  if (before !== null) return repeated(before, question);
  if (core.journal.facts.get('forked') === true) return refuse('JOURNAL_FORKED');
  const { redemptionId: askedId } = question;
  const held = leasedHere(
    leasesOn(core.journal.db, [question.allowanceKey]),
    question.allowanceKey,
    core.clock.nowMs(),
  );
  // What lies here can be taken here, link or no link, while nobody has stopped it.
  const liesHere =
    held >= question.quantity && isJudgedHere(core.journal.facts, question.allowanceKey);
  const stopped = liesHere ? await stoppedSince(core, question) : null;
  if (stopped !== null) return stopped;
  const mayAsk = core.link.isUp() && operator.sessionToken !== null && !liesHere;
  if (!mayAsk) return told(core, offline(core, question, { askedId, operator }));
  const online = await redeemOnline(core, question, operator);
  if (online.kind === 'answered' && !(await isHereUnheard(core, question, online.result))) {
    return told(core, online.result);
  }
  const again = { ...question, redemptionId: core.ids.uuid() };
  return told(core, offline(core, again, { askedId, operator }));
}

/** What was stopped for good after it was reserved; anything else may be a line still untold. */
const STOPPED: ReadonlySet<string> = new Set([
  'VOUCHER_BLOCKED',
  'VOUCHER_RETURNED',
  'CONTRACT_CLOSED',
]);

/**
 * The refusal of a voucher in reserve that the office has stopped and this desk has not heard of:
 * with the link it is asked for again, and refused from the moment that the authority knows (I5).
 * Null for one that is good, and where nobody answers: then its lease decides.
 */
async function stoppedSince(
  core: Core,
  { allowanceKey, quantity }: RedeemQuestion,
): Promise<Result<never> | null> {
  const isVoucher = parseAllowanceKey(allowanceKey).voucherId !== null;
  if (!isVoucher || !core.link.isUp()) return null;
  const again = await reserve(core, allowanceKey, quantity);
  return !again.ok && STOPPED.has(again.code) ? again : null;
}

/** Whether a voucher is reserved for this very desk, by a grant whose answer was lost. */
async function isHereUnheard(
  core: Core,
  { allowanceKey, quantity }: RedeemQuestion,
  answer: Result<RedemptionRecord>,
): Promise<boolean> {
  if (answer.ok || answer.code !== 'VOUCHER_RESERVED') return false;
  const reserved = await reserve(core, allowanceKey, quantity);
  return reserved.ok && reserved.value.leased >= quantity;
}

function repeated(row: RedemptionRow, question: RedeemQuestion): Result<RedemptionRecord> {
  const same = row.allowanceKey === question.allowanceKey && row.quantity === question.quantity;
  if (!same) return refuse('COMMAND_ID_REUSED', { commandId: question.redemptionId });
  const { redemption } = row;
  return redemption === null || row.step === 'reversed'
    ? refuse('REDEMPTION_REVERSED')
    : ok(redemption);
}

async function redeemOnline(
  core: Core,
  { redemptionId, allowanceKey, quantity, productId }: RedeemQuestion,
  operator: Operator,
): Promise<Asked<RedemptionRecord>> {
  const atMs = core.clock.nowMs();
  const base = { redemptionId, askedId: redemptionId, allowanceKey, quantity, atMs };
  const asked: RedemptionRow = { ...base, step: 'asked', redemption: null };
  const noted = core.journal.write({ atMs, space: 'hold' }, ({ db }) => putRedemption(db, asked));
  if (!noted.ok) return { kind: 'answered', result: noted };
  const input = { redemptionId, allowanceKey, quantity, productId, recall: true };
  const answer = await core.link.call('asset.redeem', input, operator.sessionToken);
  return endAsked(answer, {
    isIts: (redemption) => redemption.redemptionId === redemptionId,
    held: (redemption) => writeHeld(core, asked, redemption),
    refused() {
      core.journal.write({ atMs }, ({ db }) => putRedemption(db, { ...asked, step: 'refused' }));
    },
    takenBack: () => takeBack(core, asked, 'no-answer'),
  });
}

function writeHeld(
  core: Core,
  asked: RedemptionRow,
  redemption: RedemptionRecord,
): Result<RedemptionRecord> {
  const written = core.journal.write({ atMs: core.clock.nowMs(), space: 'capture' }, (writing) => {
    writing.append('redemption.held', heldBody(redemption));
    putRedemption(writing.db, { ...asked, step: 'held', redemption });
    return redemption;
  });
  if (!written.ok) takeBack(core, asked, 'no-answer');
  return written;
}

interface OfflineAttempt {
  readonly askedId: string;
  readonly operator: Operator;
}

/** Lease down, journal line, on the disk; only then is it accepted (architecture §7). */
function offline(
  core: Core,
  { redemptionId, allowanceKey, quantity, productId }: RedeemQuestion,
  { askedId, operator }: OfflineAttempt,
): Result<RedemptionRecord> {
  const fault = leaseFault(core);
  if (fault !== null) return fault;
  const judged = judgeVoucher(core.journal.facts, { allowanceKey, productId });
  if (!judged.ok) return judged;
  const atMs = core.clock.nowMs();
  const written = core.journal.write({ atMs, space: 'hold' }, (writing) => {
    const leases = leasesOn(writing.db, [allowanceKey]);
    // One lease pays for the whole: what is redeemed offline belongs to one grant.
    const paying = leases.filter(({ left }) => left >= quantity);
    const shares = takeFromLeases(paying, allowanceKey, quantity, atMs);
    const lease = paying.find(({ leaseId }) => leaseId === shares?.[0]?.leaseId);
    if (shares === null || shares.length !== 1 || lease === undefined) {
      return refuse('ONLINE_REQUIRED');
    }
    // What a reversal has just put back is not given back to the backend yet.
    if (record(core.cache.db, 'contract', lease.contractId)?.state === 'closed') {
      return refuse('CONTRACT_CLOSED');
    }
    takeShares(writing, shares);
    const redemption: RedemptionRecord = {
      redemptionId,
      allowanceKey,
      contractId: lease.contractId,
      stationId: core.identity.stationId,
      workstationId: core.identity.workstationId,
      operatorId: operator.userId,
      quantity,
      leaseId: lease.leaseId,
      mode: 'offline',
      state: 'held',
      heldAtMs: atMs,
      closedAtMs: null,
      volumeMl: null,
    };
    writing.append('redemption.held', heldBody(redemption));
    const row = { redemptionId, askedId, allowanceKey, quantity, atMs, redemption };
    putRedemption(writing.db, { ...row, step: 'held' });
    return ok(redemption);
  });
  tellGeneration(core);
  return flat(written);
}

function heldBody(redemption: RedemptionRecord) {
  const { redemptionId, mode, allowanceKey, contractId, stationId, operatorId } = redemption;
  const { quantity, leaseId, heldAtMs } = redemption;
  const who = { redemptionId, mode, allowanceKey, contractId, stationId, operatorId };
  return { ...who, quantity, leaseId, heldAtMs };
}

function capture(
  core: Core,
  { redemptionId, volumeMl }: { redemptionId: string; volumeMl: number | null },
): Result<RedemptionRecord> {
  const atMs = core.clock.nowMs();
  const written = core.journal.write({ atMs, space: 'capture' }, (writing) => {
    const row = redemptionById(writing.db, redemptionId);
    const redemption = row?.redemption ?? null;
    if (row === null || redemption === null) return refuse('HOLD_NOT_FOUND');
    if (row.step === 'captured') return ok(redemption);
    if (row.step !== 'held') return refuse('REDEMPTION_REVERSED');
    const done = { ...redemption, state: 'captured', closedAtMs: atMs, volumeMl } as const;
    const { contractId } = redemption;
    writing.append('redemption.captured', { redemptionId, contractId, volumeMl });
    putRedemption(writing.db, { ...row, step: 'captured', redemption: done });
    return ok(done);
  });
  return flat(written);
}

function reverse(core: Core, redemptionId: string): Result<RedemptionRow> {
  const atMs = core.clock.nowMs();
  const written = core.journal.write({ atMs, space: 'capture' }, (writing) => {
    const row = redemptionById(writing.db, redemptionId);
    if (row?.redemption == null) return refuse('HOLD_NOT_FOUND');
    if (row.step === 'captured') return refuse('REDEMPTION_CAPTURED');
    if (row.step === 'reversed') return ok(row);
    return ok(reversedIn(core, writing, row));
  });
  return flat(written);
}

function reversedIn(core: Core, writing: Writing, row: RedemptionRow): RedemptionRow {
  const { redemption, redemptionId, quantity } = row;
  const leaseId = redemption?.leaseId ?? null;
  const contractId = redemption?.contractId ?? '-';
  const told = { redemptionId, contractId, leaseId, reason: 'operator' } as const;
  writing.append('redemption.reversed', told);
  if (leaseId !== null) putBack(writing, { leaseId, quantity }, core.ids);
  const after: RedemptionRow = { ...row, step: 'reversed' };
  putRedemption(writing.db, after);
  return after;
}

/** Takes a question back whose answer nobody has seen; false where the disk has no room for it. */
function takeBack(core: Core, row: RedemptionRow, reason: 'no-answer' | 'restart'): boolean {
  const { redemptionId } = row;
  const atMs = core.clock.nowMs();
  const written = core.journal.write({ atMs, space: 'capture' }, ({ db, append }) => {
    // Nobody told its contract; the backend knows it by the id alone.
    append('redemption.reversed', { redemptionId, contractId: '-', leaseId: null, reason });
    putRedemption(db, { ...row, step: 'reversed' });
  });
  if (!written.ok) core.log.error({ redemptionId }, 'a redemption could not be taken back');
  return written.ok;
}
