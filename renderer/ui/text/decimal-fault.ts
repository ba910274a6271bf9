import type { DecimalFault } from '../format/decimal.ts';

/** Message key of what is wrong with a typed number; undefined while nothing is. */
export function decimalFaultKey(fault: DecimalFault | null): string | undefined {
  return fault === null ? undefined : `ui.decimal.${fault}`;
}
