import { flat, ok, refuse, type Result } from '#domain/result.ts';
import { refunded, refundMaxMl, refundRefusal, type Refund } from '#domain/sale/refund.ts';
import type { Sale } from '#domain/sale/sale.ts';
import type { BridgeAnswer, BridgeInput } from '#protocol/bridge.ts';
import type { Core } from '../core.ts';
import type { Writing } from '../journal/journal.ts';
import { localCard } from './desk.ts';
import { fillById, putFill } from './fill-store.ts';
import { nextSlipNumber } from './slip-number.ts';
import type { Operator } from './question.ts';
import { putRefund, refundById, type RefundRow } from './refund-store.ts';

type Asked = BridgeInput<'refund:make'>;
type Answer = BridgeAnswer<'refund:make'>;

/** Has the authority itself give back. */
type AskAuthority = (input: Asked, operator: Operator) => Promise<Result<Refund>>;

/**
 * Gives part of a fill back: one of this workstation through its journal, with the link or without,
 * any other one at the authority, while it answers.
 */
export async function refundSale(
  core: Core,
  ask: AskAuthority,
  ...[asked, operator]: readonly [Asked, Operator]
): Promise<Result<Answer>> {
  if (fillById(core.journal.db, asked.saleId) !== null) {
    const made = makeRefund(core, asked, operator);
    return made.ok ? refundState(core, asked.commandId) : made;
  }
  const answer = await ask(asked, operator);
  if (!answer.ok) return answer;
  const refund = { ...answer.value, lines: [...answer.value.lines] };
  return ok({ refund, state: 'booked', code: null });
}

/**
 * Gives part of an own fill back, with the link or without (acceptance §4.11): one durable line,
 * and the authority books it once when it comes. What a refund frees is freed there, in the window
 * of the sale; the leases here stay spent until it has. The same id again is the same refund.
 * Refused with HOLD_NOT_FOUND, SALE_NOT_CAPTURED, VOLUME_INVALID, REFUND_ABOVE_SALE, CARD_OTHER,
 * REFUND_TO_ACCOUNT, COMMAND_ID_REUSED, JOURNAL_FORKED or DISK_FULL.
 */
function makeRefund(core: Core, asked: Asked, operator: Operator): Result<RefundRow> {
  if (core.journal.facts.get('forked') === true) return refuse('JOURNAL_FORKED');
  const atMs = core.clock.nowMs();
  const written = core.journal.write({ atMs }, (writing): Result<RefundRow> => {
    const before = refundById(writing.db, asked.commandId);
    if (before !== null) return repeated(before, asked);
    const fill = fillById(writing.db, asked.saleId);
    if (fill?.sale == null) return refuse('HOLD_NOT_FOUND');
    const refusal = refusalOf(core, fill.sale, asked);
    if (refusal !== null) return refusal;
    const slipNumber = nextSlipNumber(writing.facts);
    const { sale, refund } = refundOf(fill.sale, { asked, operator, atMs, slipNumber });
    const row = { seq: appendRefund(writing, refund), state: 'made', refund } as const;
    putRefund(writing.db, row);
    putFill(writing.db, { ...fill, sale, lastSeq: row.seq });
    return ok(row);
  });
  const made = flat(written);
  if (!made.ok) return made;
  core.events.emit('sale:changed', {});
  core.events.syncMoved();
  return made;
}

/** How far a refund has come: on its way, booked, or not accepted and why. */
export function refundState(core: Core, refundId: string): Result<Answer> {
  const { db, facts } = core.journal;
  const row = refundById(db, refundId);
  if (row === null) return refuse('NOT_FOUND');
  const refund = { ...row.refund, lines: [...row.refund.lines] };
  if (row.state === 'refused') return ok({ refund, state: 'refused', code: whyRefused(core, row) });
  const isBooked = row.seq <= (facts.get('acknowledged')?.seq ?? 0);
  return ok({ refund, state: isBooked ? 'booked' : 'queued', code: null });
}

function whyRefused(core: Core, { seq }: RefundRow): string | null {
  const item = core.journal.db
    .prepare<[number], { code: string | null }>('SELECT code FROM attention WHERE seq = ?')
    .get(seq);
  return item?.code ?? null;
}

/** The same question again gets its refund; another one under its id gets nothing (I2). */
function repeated(row: RefundRow, { commandId, saleId, volumeMl, to }: Asked): Result<RefundRow> {
  const { refund } = row;
  const same = refund.saleId === saleId && refund.volumeMl === volumeMl && refund.to === to;
  return same ? ok(row) : refuse('COMMAND_ID_REUSED', { commandId });
}

/** As the authority would refuse, by what is known here. */
function refusalOf(core: Core, sale: Sale, asked: Asked): Result<never> | null {
  const { volumeMl, to, cardId } = asked;
  const code = refundRefusal(sale, volumeMl);
  if (code !== null) return refuse(code, { volumeMl, largestVolumeMl: refundMaxMl(sale) });
  if (to === 'account') return null;
  if (cardId !== sale.cardId) return refuse('CARD_OTHER');
  return localCard(core, cardId)?.state === 'active' ? null : refuse('REFUND_TO_ACCOUNT');
}

interface Making {
  readonly asked: Asked;
  readonly operator: Operator;
  readonly atMs: number;
  readonly slipNumber: number;
}

function refundOf(sale: Sale, { asked, operator, atMs, slipNumber }: Making) {
  const { sale: after, usageBack: _usageBack, ...amounts } = refunded(sale, asked.volumeMl);
  const { saleId, contractId, cardId, stationId, workstationId } = sale;
  const { commandId: refundId, to, reason, volumeMl } = asked;
  const refund: Refund = {
    refundId,
    saleId,
    contractId,
    cardId,
    stationId,
    workstationId,
    operatorId: operator.userId,
    to,
    reason,
    volumeMl,
    slipNumber,
    ...amounts,
    refundedAtMs: atMs,
    bookedAtMs: atMs,
  };
  return { sale: after, refund };
}

function appendRefund({ append }: Writing, refund: Refund): number {
  const { refundId, saleId, to, reason, volumeMl, operatorId, amountMinor, vatMinor } = refund;
  return append('sale.refunded', {
    refundId,
    saleId,
    cardId: to === 'card' ? refund.cardId : null,
    to,
    reason,
    volumeMl,
    operatorId,
    amountMinor,
    vatMinor,
    slipNumber: refund.slipNumber ?? 0,
  });
}
