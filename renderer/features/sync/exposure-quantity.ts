import type { ExposureLine } from '#domain/lease/exposure.ts';
import type { Format } from '#ui/format/format.ts';

/** A quantity as the measure of its exposure has it: money, litres, or a plain count. */
export function exposureQuantity(
  format: Format,
  { measure, currency }: Pick<ExposureLine, 'measure' | 'currency'>,
  quantity: number,
): string {
  if (quantity === 0) return '—';
  if (measure === 'money') return format.money(quantity, currency);
  return measure === 'volume' ? format.litres(quantity) : format.integer(quantity);
}
