import type { Refund } from '#domain/sale/refund.ts';
import { refund as refundRecord } from '#protocol/records/sale.ts';
import type { ReadableDb, WritableDb } from '#sqlite/open.ts';
import { prepared } from '#sqlite/statements.ts';
import { fillById, putFill } from './fill-store.ts';

/**
 * A refund that was made here. refused: the backend did not book it, and nothing was given back.
 */
export interface RefundRow {
  /** Number of its line. */
  readonly seq: number;
  readonly state: 'made' | 'refused';
  readonly refund: Refund;
}

interface Raw {
  readonly seq: number;
  readonly state: RefundRow['state'];
  readonly refund: string;
}

function toRow({ seq, state, refund }: Raw): RefundRow {
  return { seq, state, refund: refundRecord.parse(JSON.parse(refund)) };
}

export function putRefund(db: WritableDb, { seq, state, refund }: RefundRow): void {
  prepared<[object]>(
    db,
    `INSERT INTO refund VALUES (@refundId, @seq, @state, @atMs, @text)
     ON CONFLICT (refund_id) DO UPDATE SET state = excluded.state`,
  ).run({
    refundId: refund.refundId,
    seq,
    state,
    atMs: refund.refundedAtMs,
    text: JSON.stringify(refund),
  });
}

export function refundById(db: ReadableDb, refundId: string): RefundRow | null {
  const raw = prepared<[string], Raw>(
    db,
    'SELECT seq, state, refund FROM refund WHERE refund_id = ?',
  ).get(refundId);
  return raw === undefined ? null : toRow(raw);
}

/** Refunds of a span of time that stand, for a statement that the backend has not seen yet. */
export function refundsBetween(db: ReadableDb, fromMs: number, toMs: number): readonly Refund[] {
  return prepared<[number, number], Raw>(
    db,
    `SELECT seq, state, refund FROM refund WHERE at_ms >= ? AND at_ms < ? AND state = 'made'
     ORDER BY at_ms, refund_id`,
  )
    .all(fromMs, toMs)
    .map((raw) => toRow(raw).refund);
}

/**
 * Takes back a refund that the backend did not book: its fill is as whole here as it is there. Call
 * it in the transaction that takes the backend's answer; a second answer changes nothing.
 */
export function undoRefund(db: WritableDb, seq: number): void {
  const raw = prepared<[number], Raw>(
    db,
    'SELECT seq, state, refund FROM refund WHERE seq = ?',
  ).get(seq);
  if (raw === undefined || raw.state === 'refused') return;
  const row = toRow(raw);
  putRefund(db, { ...row, state: 'refused' });
  const fill = fillById(db, row.refund.saleId);
  if (fill?.sale == null) return;
  const refundedMl = fill.sale.refundedMl - row.refund.volumeMl;
  putFill(db, { ...fill, sale: { ...fill.sale, refundedMl } });
}
