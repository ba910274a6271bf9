import type { RedemptionRecord } from '#protocol/routes/asset.ts';
import type { ReadableDb, WritableDb } from '#sqlite/open.ts';

/** asked: the backend was asked and has not answered. refused: it has, and nothing is held. */
export type RedemptionStep = 'asked' | 'held' | 'captured' | 'reversed' | 'refused';

/** Points or a voucher taken at this workstation. Rows are written with the journal's lines. */
export interface RedemptionRow {
  readonly redemptionId: string;
  /** The id that the window asked under; another one where the first try came to nothing. */
  readonly askedId: string;
  readonly step: RedemptionStep;
  readonly allowanceKey: string;
  readonly quantity: number;
  readonly atMs: number;
  readonly redemption: RedemptionRecord | null;
}

interface Raw {
  readonly redemption_id: string;
  readonly asked_id: string;
  readonly step: RedemptionStep;
  readonly allowance_key: string;
  readonly quantity: number;
  readonly at_ms: number;
  readonly redemption: string | null;
}

function toRow(raw: Raw): RedemptionRow {
  // Written by `putRedemption` and by nobody else.
  const redemption =
    raw.redemption === null ? null : (JSON.parse(raw.redemption) as RedemptionRecord);
  return {
    redemptionId: raw.redemption_id,
    askedId: raw.asked_id,
    step: raw.step,
    allowanceKey: raw.allowance_key,
    quantity: raw.quantity,
    atMs: raw.at_ms,
    redemption,
  };
}

export function putRedemption(db: WritableDb, row: RedemptionRow): void {
  db.prepare(
    `INSERT INTO redemption VALUES (@redemptionId, @askedId, @step, @allowanceKey, @quantity, @atMs,
       @redemption)
     ON CONFLICT (redemption_id) DO UPDATE SET step = excluded.step,
       redemption = excluded.redemption`,
  ).run({
    ...row,
    redemption: row.redemption === null ? null : JSON.stringify(row.redemption),
  });
}

export function redemptionById(db: ReadableDb, redemptionId: string): RedemptionRow | null {
  const raw = db
    .prepare<[string], Raw>('SELECT * FROM redemption WHERE redemption_id = ?')
    .get(redemptionId);
  return raw === undefined ? null : toRow(raw);
}

/** The last try under the id that a window asked with. */
export function redemptionByAskedId(db: ReadableDb, askedId: string): RedemptionRow | null {
  const raw = db
    .prepare<[string], Raw>(
      'SELECT * FROM redemption WHERE asked_id = ? ORDER BY at_ms DESC, rowid DESC LIMIT 1',
    )
    .get(askedId);
  return raw === undefined ? null : toRow(raw);
}

/** How many are neither captured nor taken back. */
export function openRedemptionCount(db: ReadableDb): number {
  const open = `SELECT count(*) AS count FROM redemption WHERE step IN ('asked', 'held')`;
  return db.prepare<[], { count: number }>(open).get()?.count ?? 0;
}

/** Questions that a stopped process left without an answer. */
export function askedRedemptions(db: ReadableDb): readonly RedemptionRow[] {
  return db.prepare<[], Raw>(`SELECT * FROM redemption WHERE step = 'asked'`).all().map(toRow);
}
