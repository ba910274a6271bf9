import { Temporal } from 'temporal-polyfill';
import type { Evidence, PaperSlip, Violation } from './evidence.ts';
import type { LedgerTables, SaleRow } from './tables/ledger-tables.ts';

/** Of every station of the simulated network. */
const STATION_ZONE = 'Europe/Moscow';

/**
 * I2: a paper slip is in the books once, whoever enters it and however often, and as it was
 * written. A slip is one by its station, its day there and its number (architecture §7).
 */
export function paperSlips({ slips }: Evidence, { sales, entries }: LedgerTables): Violation[] {
  if (entries.size === 0) return [];
  const found: string[] = [];
  const bookedAs = new Map<string, string>();
  for (const sale of sales) {
    const tried = entries.get(sale.sale_id);
    if (tried === undefined) continue;
    const slip = tried
      .flatMap(({ command_id }) => slips.get(command_id) ?? [])
      .find((one) => isOf(sale, one));
    if (slip === undefined) {
      found.push(`nobody wrote what sale ${sale.sale_id} was entered as`);
      continue;
    }
    const key = keyOf(slip);
    const before = bookedAs.get(key);
    if (before !== undefined) found.push(`slip ${key} is ${before} and ${sale.sale_id}`);
    bookedAs.set(key, sale.sale_id);
  }
  return found.map((what) => ({ invariant: 'I2', what }));
}

function isOf(sale: SaleRow, { cardId, productId, volumeMl, filledAtMs }: PaperSlip): boolean {
  return (
    sale.card_id === cardId &&
    sale.product_id === productId &&
    sale.volume_ml === volumeMl &&
    sale.authorized_at_ms === filledAtMs
  );
}

function keyOf({ stationId, filledAtMs, slipNumber }: PaperSlip): string {
  const local = Temporal.Instant.fromEpochMilliseconds(filledAtMs).toZonedDateTimeISO(STATION_ZONE);
  return `${slipNumber} of ${local.toPlainDate().toString()} at ${stationId}`;
}
