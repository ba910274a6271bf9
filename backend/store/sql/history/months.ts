import type { MonthRecord } from '#protocol/records/history.ts';
import type { MonthPart, MonthQuestion, MonthSubject } from '#service/history-ports.ts';
import { SUM_NAMES } from '../month/add-months.ts';
import type { Sql } from '../sql.ts';

const OF_SUBJECT: Readonly<Record<MonthSubject, string>> = {
  contract: 'kept.contract_id = @subjectId',
  client: 'kept.contract_id IN (SELECT contract_id FROM contract WHERE client_id = @subjectId)',
  station: 'kept.station_id = @subjectId',
  network: '1 = 1',
};

interface Part {
  readonly id: string;
  readonly name: string;
  readonly join: string;
}

const PARTS: Readonly<Record<MonthPart, Part>> = {
  none: { id: 'NULL', name: 'NULL', join: '' },
  product: {
    id: 'kept.product_id',
    name: 'min(product.name)',
    join: 'LEFT JOIN product ON product.product_id = kept.product_id',
  },
  station: {
    id: 'kept.station_id',
    name: 'min(station.name)',
    join: 'LEFT JOIN station ON station.station_id = kept.station_id',
  },
  contract: {
    id: 'kept.contract_id',
    name: `min(contract.number || ' ' || client.name)`,
    join: 'JOIN client ON client.client_id = contract.client_id',
  },
};

const SUMS = Object.entries(SUM_NAMES)
  .map(([column, name]) => `sum(kept.${column}) AS ${name}`)
  .join(', ');

/**
 * Sums of months by their key: a row per month, currency and part. A contract's months without
 * stations are read where they are kept so.
 */
export async function readMonths(
  sql: Sql,
  question: MonthQuestion,
): Promise<readonly MonthRecord[]> {
  const { subjectKind, subjectId, by, months, limit } = question;
  const hasStations = subjectKind === 'station' || by === 'station';
  const { id, name, join } = PARTS[by];
  const isWide = subjectKind === 'network' || subjectKind === 'station';
  const currency = isWide ? await onlyCurrency(sql) : null;
  // Rows of one currency need no look at their contracts.
  const isPlain = currency !== null && by !== 'contract';
  const money = isPlain ? 'CAST(@currency AS TEXT)' : 'contract.currency';
  const text = `
    SELECT kept.month AS month, ${money} AS currency, ${id} AS partId,
      ${name} AS partName, ${SUMS}
    FROM ${hasStations ? 'station_month' : 'sale_month'} AS kept
    ${isPlain ? '' : CONTRACT} ${join}
    WHERE ${sql.dialect.among('kept.month', '@months')} AND ${OF_SUBJECT[subjectKind]}
    GROUP BY kept.month${isPlain ? '' : ', contract.currency'}${by === 'none' ? '' : `, ${id}`}
    ORDER BY 1, 2, 3 LIMIT @limit`;
  const values = { subjectId, months: JSON.stringify(months), limit, currency };
  return sql.all<MonthRecord>(text, values);
}

const CONTRACT = 'JOIN contract ON contract.contract_id = kept.contract_id';

/** The currency of all contracts; null when they have several. */
async function onlyCurrency(sql: Sql): Promise<string | null> {
  const found = await sql.get<{ first: string; last: string }>(
    'SELECT min(currency) AS first, max(currency) AS last FROM contract',
  );
  return found !== undefined && found.first === found.last ? found.first : null;
}
