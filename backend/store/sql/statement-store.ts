import { closingMinor } from '#domain/statement/totals.ts';
import type * as r from '#protocol/records.ts';
import type { StatementQuestion, StatementStore } from '#service/ports.ts';
import type { Sql, SqlDatabase } from './sql.ts';

type StatementPage = Pick<
  r.Statement,
  'lines' | 'totals' | 'openingMinor' | 'closingMinor' | 'nextCursor'
>;

interface Span {
  readonly subjectId: string;
  readonly fromMs: number;
  readonly toMs: number;
}

interface Place {
  readonly atMs: number;
  readonly lineId: string;
}

interface SaleSums {
  readonly saleCount: number;
  readonly volumeMl: number;
  readonly saleAmountMinor: number;
  readonly vatMinor: number;
}

/** Before every line of the period. */
const START: Place = { atMs: -1, lineId: '' };

type Subject = Pick<r.Statement, 'title' | 'zone' | 'currency'>;

const NO_SALES: SaleSums = {
  saleCount: 0,
  volumeMl: 0,
  saleAmountMinor: 0,
  vatMinor: 0,
};

/** Both subjects ask the same of their own index. */
function ofSubject(column: 'card_id' | 'contract_id') {
  const where = `
    sale.${column} = @subjectId AND sale.state = 'captured'
    AND sale.authorized_at_ms >= @fromMs AND sale.authorized_at_ms < @toMs`;
  return {
    sums: `
      SELECT count(*) AS saleCount, coalesce(sum(volume_ml), 0) AS volumeMl,
        coalesce(sum(amount_minor), 0) AS saleAmountMinor, coalesce(sum(vat_minor), 0) AS vatMinor
      FROM sale WHERE ${where}`,
    sales: `
      SELECT sale.sale_id AS lineId, 'sale' AS kind, sale.authorized_at_ms AS atMs,
        sale.card_id AS cardId, card.pan_masked AS panMasked,
        sale.station_id AS stationId, station.name AS stationName,
        sale.product_id AS productId, product.name AS productName,
        sale.pump_number AS pumpNumber, sale.volume_ml AS volumeMl,
        sale.price_minor_per_litre AS priceMinorPerLitre, -sale.amount_minor AS amountMinor,
        sale.vat_rate_bp AS vatRateBp, sale.vat_minor AS vatMinor, sale.mode,
        sale.slip_number AS slipNumber
      FROM sale
      JOIN card ON card.card_id = sale.card_id
      JOIN product ON product.product_id = sale.product_id
      LEFT JOIN station ON station.station_id = sale.station_id
      WHERE ${where} AND (sale.authorized_at_ms, sale.sale_id) > (@atMs, @lineId)
      ORDER BY sale.authorized_at_ms, sale.sale_id LIMIT @take`,
  };
}

const TOP_UPS = `
  contract_id = @subjectId AND debit_account_id = 'bank'
  AND at_ms >= @fromMs AND at_ms < @toMs`;

const SQL = {
  card: {
    ...ofSubject('card_id'),
    subject: `
      SELECT pan_masked || coalesce(' ' || holder, '') AS title, zone, currency
      FROM card JOIN contract USING (contract_id) WHERE card_id = @subjectId`,
  },
  contract: {
    ...ofSubject('contract_id'),
    subject: `
      SELECT number || ' ' || client.name AS title, zone, currency
      FROM contract JOIN client USING (client_id) WHERE contract_id = @subjectId`,
  },
  topUpSum: `SELECT coalesce(sum(amount_minor), 0) AS topUpMinor FROM transfer WHERE ${TOP_UPS}`,
  topUps: `
    SELECT transfer_id AS lineId, 'top-up' AS kind, at_ms AS atMs, NULL AS cardId,
      NULL AS panMasked, NULL AS stationId, NULL AS stationName, NULL AS productId,
      NULL AS productName, NULL AS pumpNumber, 0 AS volumeMl, NULL AS priceMinorPerLitre,
      amount_minor AS amountMinor, NULL AS vatRateBp, 0 AS vatMinor, NULL AS mode,
      NULL AS slipNumber
    FROM transfer WHERE ${TOP_UPS} AND (at_ms, transfer_id) > (@atMs, @lineId)
    ORDER BY at_ms, transfer_id LIMIT @take`,
};

/**
 * Statements of a card or a contract: captured sales and payments, in the order of their
 * instants. A sale stands at the instant of its authorization, as in its limits' windows
 * (architecture §4). Totals are those of domain/statement.
 */
export class SqlStatementStore implements StatementStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  async subject(
    subjectKind: 'card' | 'contract',
    subjectId: string,
  ): Promise<Pick<r.Statement, 'title' | 'zone' | 'currency'> | null> {
    return (await this.#db.get<Subject>(SQL[subjectKind].subject, { subjectId })) ?? null;
  }

  statement(question: StatementQuestion): Promise<StatementPage> {
    return this.#db.read((sql) => readStatement(sql, question));
  }
}

async function readStatement(sql: Sql, question: StatementQuestion): Promise<StatementPage> {
  const { subjectKind, subjectId, fromMs, toMs, cursor, limit } = question;
  const span = { subjectId, fromMs, toMs };
  const page = await readLines(sql, subjectKind, {
    span,
    after: placeFrom(cursor),
    limit,
  });
  const sales = (await sql.get<SaleSums>(SQL[subjectKind].sums, span)) ?? NO_SALES;
  if (subjectKind === 'card') {
    return {
      ...page,
      totals: { ...sales, topUpMinor: 0 },
      openingMinor: null,
      closingMinor: null,
    };
  }
  const topUpMinor = await paid(sql, span);
  const before = { subjectId, fromMs: 0, toMs: fromMs };
  const soldBefore = await sql.get<SaleSums>(SQL.contract.sums, before);
  const openingMinor = (await paid(sql, before)) - (soldBefore?.saleAmountMinor ?? 0);
  const totals = { ...sales, topUpMinor };
  return {
    ...page,
    totals,
    openingMinor,
    closingMinor: closingMinor(openingMinor, totals),
  };
}

async function paid(sql: Sql, span: Span): Promise<number> {
  return (await sql.get<{ topUpMinor: number }>(SQL.topUpSum, span))?.topUpMinor ?? 0;
}

async function readLines(
  sql: Sql,
  subjectKind: 'card' | 'contract',
  { span, after, limit }: { span: Span; after: Place | null; limit: number },
): Promise<Pick<StatementPage, 'lines' | 'nextCursor'>> {
  if (after === null) return { lines: [], nextCursor: null };
  const values = { ...span, ...after, take: limit + 1 };
  const sales = await sql.all<r.StatementLine>(SQL[subjectKind].sales, values);
  const payments =
    subjectKind === 'contract' ? await sql.all<r.StatementLine>(SQL.topUps, values) : [];
  const merged = [...sales, ...payments].toSorted(byPlace);
  const lines = merged.slice(0, limit);
  const last = merged.length > limit ? lines.at(-1) : undefined;
  return {
    lines,
    nextCursor: last === undefined ? null : `${last.atMs}:${last.lineId}`,
  };
}

function byPlace(a: Place, b: Place): number {
  return a.atMs - b.atMs || (a.lineId < b.lineId ? -1 : 1);
}

/** Null for a cursor that no page of ours ended with: nothing comes after it. */
function placeFrom(cursor: string | null): Place | null {
  if (cursor === null) return START;
  const [, atMs, lineId] = /^(\d{1,15}):(.+)$/u.exec(cursor) ?? [];
  return atMs === undefined || lineId === undefined ? null : { atMs: Number(atMs), lineId };
}
