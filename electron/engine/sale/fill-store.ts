import { z } from 'zod';
import type { Sale } from '#domain/sale/sale.ts';
import { remainder } from '#protocol/records.ts';
import { sale as saleRecord } from '#protocol/records/sale.ts';
import * as s from '#protocol/shapes.ts';
import type { ReadableDb, WritableDb } from '#sqlite/open.ts';
import { prepared } from '#sqlite/statements.ts';

/** What a slip says beside the sale itself, as it stood when the hold was given. */
export const paper = z.strictObject({
  sellerName: s.name,
  sellerTaxId: z.string().max(20).nullable(),
  stationName: s.name,
  stationAddress: s.shortText.nullable(),
  zone: s.zone,
  workstationName: s.name,
  panMasked: z.string().max(30),
  contractNumber: s.name,
  productName: s.name,
  currency: s.currency,
  operatorName: s.name,
  /** Before the hold. */
  remainders: z.array(remainder),
});
export type Paper = z.infer<typeof paper>;

/** asked: the backend was asked and has not answered. refused: it has, and nothing is held. */
export type FillState = 'asked' | 'held' | 'captured' | 'reversed' | 'refused';

export interface FillRow {
  readonly saleId: string;
  /** The id that the window asked under; another one where the first try came to nothing. */
  readonly askedId: string;
  readonly state: FillState;
  readonly pumpNumber: number;
  readonly cardId: string;
  readonly atMs: number;
  /** The last journal line about it. */
  readonly lastSeq: number;
  readonly sale: Sale | null;
  readonly paper: Paper;
}

interface Raw {
  readonly sale_id: string;
  readonly asked_id: string;
  readonly state: FillState;
  readonly pump_number: number;
  readonly card_id: string;
  readonly at_ms: number;
  readonly last_seq: number;
  readonly sale: string | null;
  readonly paper: string;
}

function toFill(raw: Raw): FillRow {
  return {
    saleId: raw.sale_id,
    askedId: raw.asked_id,
    state: raw.state,
    pumpNumber: raw.pump_number,
    cardId: raw.card_id,
    atMs: raw.at_ms,
    lastSeq: raw.last_seq,
    sale: raw.sale === null ? null : saleRecord.parse(JSON.parse(raw.sale)),
    paper: paper.parse(JSON.parse(raw.paper)),
  };
}

const PUT = `INSERT INTO fill VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (sale_id) DO UPDATE SET state = excluded.state, last_seq = excluded.last_seq,
    sale = excluded.sale, paper = excluded.paper`;

export function putFill(db: WritableDb, fill: FillRow): void {
  const { saleId, askedId, state, pumpNumber, cardId, atMs, lastSeq, sale } = fill;
  const what = [saleId, askedId, state, pumpNumber, cardId, atMs, lastSeq];
  const texts = [sale === null ? null : JSON.stringify(sale), JSON.stringify(fill.paper)];
  prepared(db, PUT).run(...what, ...texts);
}

/**
 * Open ones are few and found by their pump, those that ended by state and time.
 */
const OPEN = `SELECT * FROM fill WHERE state IN ('asked', 'held')`;
const DONE = `SELECT * FROM fill WHERE state IN ('captured', 'reversed')`;
const LATEST = `${DONE} AND sale IS NOT NULL`;

export function fillById(db: ReadableDb, saleId: string): FillRow | null {
  const raw = prepared<[string], Raw>(db, 'SELECT * FROM fill WHERE sale_id = ?').get(saleId);
  return raw === undefined ? null : toFill(raw);
}

/** The last try under the id that a window asked with; the first has that id itself. */
export function fillByAskedId(db: ReadableDb, askedId: string): FillRow | null {
  const raw = prepared<[string, string, string], Raw>(
    db,
    `SELECT * FROM (SELECT * FROM fill WHERE asked_id = ? AND asked_id <> sale_id
       ORDER BY last_seq DESC LIMIT 1)
     UNION ALL SELECT * FROM fill WHERE sale_id = ? AND asked_id = ? LIMIT 1`,
  ).get(askedId, askedId, askedId);
  return raw === undefined ? null : toFill(raw);
}

export function openFillOnPump(db: ReadableDb, pumpNumber: number): FillRow | null {
  const raw = prepared<[number], Raw>(db, `${OPEN} AND pump_number = ?`).get(pumpNumber);
  return raw === undefined ? null : toFill(raw);
}

export function fillsIn(db: ReadableDb, state: 'asked' | 'held'): readonly FillRow[] {
  return prepared<[FillState], Raw>(db, `${OPEN} AND state = ? ORDER BY at_ms, sale_id`)
    .all(state)
    .map(toFill);
}

export function countFillsIn(db: ReadableDb, state: 'asked' | 'held'): number {
  return fillsIn(db, state).length;
}

/** Fills that came to something, the latest first. */
export function recentFills(db: ReadableDb, limit: number): readonly FillRow[] {
  return prepared<[number, number, number], Raw>(
    db,
    `SELECT * FROM (${LATEST} AND state = 'captured' ORDER BY at_ms DESC, sale_id DESC LIMIT ?)
       UNION ALL
       SELECT * FROM (${LATEST} AND state = 'reversed' ORDER BY at_ms DESC, sale_id DESC LIMIT ?)
       UNION ALL ${OPEN} AND sale IS NOT NULL
     ORDER BY at_ms DESC, sale_id DESC LIMIT ?`,
  )
    .all(limit, limit, limit)
    .map(toFill);
}

/** The last fill of a card that was given here and not taken back; null when there was none. */
export function lastFillAtMs(db: ReadableDb, cardId: string): number | null {
  const row = prepared<[string, string], { readonly atMs: number | null }>(
    db,
    `SELECT max(at) AS atMs FROM (
       SELECT max(at_ms) AS at FROM fill WHERE card_id = ? AND state = 'captured'
       UNION ALL SELECT max(at_ms) FROM fill
         WHERE state IN ('asked', 'held') AND card_id = ? AND state = 'held')`,
  ).get(cardId, cardId);
  return row?.atMs ?? null;
}

/** Captured fills of a card since an instant, for what its next ones will need. */
export function capturedOn(db: ReadableDb, cardId: string, sinceMs: number): readonly Sale[] {
  return prepared<[string, number], Raw>(
    db,
    `SELECT * FROM fill WHERE card_id = ? AND at_ms >= ? AND state = 'captured'
     ORDER BY at_ms DESC LIMIT 20`,
  )
    .all(cardId, sinceMs)
    .flatMap((raw) => toFill(raw).sale ?? []);
}

/** Captured fills in a span of time, for a statement that the backend has not seen yet. */
export function capturedBetween(db: ReadableDb, fromMs: number, toMs: number): readonly FillRow[] {
  return prepared<[number, number], Raw>(
    db,
    `${DONE} AND at_ms >= ? AND at_ms < ? AND state = 'captured' ORDER BY at_ms, sale_id`,
  )
    .all(fromMs, toMs)
    .map(toFill);
}

export function cardsSoldSince(db: ReadableDb, sinceMs: number): readonly string[] {
  return prepared<[number, number], { card_id: string }>(
    db,
    `SELECT card_id FROM (${LATEST} AND at_ms >= ?
       UNION ALL ${OPEN} AND sale IS NOT NULL AND at_ms >= ?)
     GROUP BY card_id ORDER BY max(at_ms) DESC LIMIT 500`,
  )
    .all(sinceMs, sinceMs)
    .map((row) => row.card_id);
}
