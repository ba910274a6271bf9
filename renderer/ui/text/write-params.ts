// Parameters of a refusal or a message, written for a person. The unit is read from the end of the
// name.
import type { Format } from '../format/format.ts';

export type ParamValue = string | number | boolean | null;

/**
 * `…Minor` becomes money in the sibling `currency`, `…Ml` litres, `…AtMs` a date and time, other
 * numbers are grouped. The key keeps its name, so a message says `{limitMl}` and reads «12,50 л».
 */
export function writeParams(
  params: Readonly<Record<string, ParamValue>>,
  format: Format,
): Record<string, string> {
  const currency = params['currency'];
  const entries = Object.entries(params).map(([name, value]): [string, string] => {
    if (typeof value !== 'number') return [name, value === null ? '—' : String(value)];
    if (name.endsWith('Ml')) return [name, format.litres(value)];
    if (name.endsWith('AtMs')) return [name, format.dateTime(value)];
    if (!name.endsWith('Minor')) return [name, format.integer(value)];
    return [name, format.money(value, typeof currency === 'string' ? currency : undefined)];
  });
  return Object.fromEntries(entries);
}
