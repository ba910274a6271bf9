import type { FoundOperation } from '#protocol/records/history.ts';
import type { Format } from '#ui/format/format.ts';
import { lineTexts } from '../line-words.ts';

export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly strong?: boolean;
}

/** An operation fact by fact, in the format of its contract's zone; what it has not is left out. */
export function operationFacts(
  operation: FoundOperation,
  format: Format,
  t: (key: string) => string,
): readonly Fact[] {
  const texts = lineTexts(format, t);
  const { currency, discountMinor, effectiveAtMs, atMs, linkedId, text } = operation;
  const money = (amountMinor: number | null): string | null =>
    amountMinor === null ? null : format.money(amountMinor, currency);
  const named = (key: keyof typeof texts, isThere: boolean): string | null =>
    isThere ? texts[key](operation) : null;
  const happened = effectiveAtMs === null || effectiveAtMs === atMs ? null : effectiveAtMs;
  const facts: readonly (readonly [name: string, value: string | null])[] = [
    ['statement.operations.booked', format.dateTimeZone(atMs)],
    ['statement.operations.happened', happened === null ? null : format.dateTimeZone(happened)],
    ['statement.column.card', operation.panMasked],
    ['statement.column.station', operation.stationName],
    ['statement.column.pump', named('pump', operation.pumpNumber !== null)],
    ['statement.column.product', operation.productName],
    ['statement.column.volume', operation.volumeMl > 0 ? format.litres(operation.volumeMl) : null],
    ['statement.column.price', money(operation.priceMinorPerLitre)],
    ['statement.operations.discount', discountMinor > 0 ? money(discountMinor) : null],
    ['statement.column.amount', money(operation.amountMinor)],
    ['statement.column.vatRate', named('vatRate', operation.vatRateBp !== null)],
    ['statement.column.vat', operation.vatRateBp === null ? null : money(operation.vatMinor)],
    ['statement.column.mode', named('mode', operation.mode !== null)],
    ['statement.operations.enteredBy', operation.enteredBy],
    ['statement.column.slip', named('slip', operation.slipNumber !== null)],
    ['statement.operations.note', text],
    ['statement.operations.linked', linkedId],
    ['statement.operations.id', operation.lineId],
  ];
  return facts.flatMap(([name, value]) =>
    value === null ? [] : [{ name: t(name), value, strong: name === 'statement.column.amount' }],
  );
}
