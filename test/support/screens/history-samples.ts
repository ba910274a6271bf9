// Years of operations of an invented network: sums by month, and what a search finds.
import type { BridgeAnswer } from '#protocol/bridge.ts';
import type { FoundOperation, MonthRecord } from '#protocol/records/history.ts';
import { contractStatement, products } from './office-samples.ts';
import { nowMs } from './samples.ts';

const months = Array.from({ length: 11 }, (_, index) => String(index + 1).padStart(2, '0'));

function monthRow(number: string, part: MonthRecord['partId'], size: number): MonthRecord {
  const sales = 180 + size * 37 + Number(number) * 11;
  return {
    month: `2026-${number}`,
    currency: 'KZT',
    partId: part,
    partName: products.rows.find(({ productId }) => productId === part)?.name ?? null,
    saleCount: sales,
    volumeMl: sales * 41_370,
    saleMinor: sales * 9_308_250,
    refundCount: size === 0 ? 2 : 0,
    refundVolumeMl: size === 0 ? 18_250 : 0,
    refundMinor: size === 0 ? 4_106_250 : 0,
    feeMinor: size === 1 ? 1_250_000 : 0,
    discountMinor: sales * 84_000,
    vatMinor: sales * 997_312,
  };
}

export function monthsOf(by: string): readonly MonthRecord[] {
  if (by === 'none') return months.map((number) => monthRow(number, null, 0));
  return months.flatMap((number) =>
    products.rows.map(({ productId }, size) => monthRow(number, productId, size)),
  );
}

const owner = {
  contractId: 'ct-1',
  contractNumber: 'Д-1041/26',
  clientName: 'ТОО «Жетісу Логистик»',
  currency: 'KZT',
  zone: 'Asia/Almaty',
} as const;

const operations = contractStatement.lines
  .slice(0, 120)
  .map((line): FoundOperation => ({ ...line, ...owner }))
  .toSorted((left, right) => right.atMs - left.atMs);

/** Those of whose words the search has all, as the backend would find them. */
export function foundOperations(
  search: string,
  only: 'alerted' | undefined,
): BridgeAnswer<'operation:search'> {
  const words = search.toLowerCase().split(/\s+/u);
  const rows = operations.filter((row) => {
    if (only === 'alerted' && row.alerts.length === 0) return false;
    const text = JSON.stringify(row).toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return { rows, nextCursor: null, cut: search === '00', asOfMs: nowMs - 2000 };
}
