// Parameters of a refusal or a message, written for a person. The unit is read from the end of the
// name.
import type { Format } from '../format/format.ts';

export type ParamValue = string | number | boolean | null;

const units = /(?:Minor|Ml|AtMs|Ms|Bytes|Count)$/;

/**
 * `…Minor` becomes money in the sibling `currency`, `…Ml` litres, `…AtMs` a date and time, `…Ms` a
 * wait, `…Bytes` megabytes, `…Month` the name of a month, other numbers are grouped, nothing is a
 * dash. A parameter with a unit is also there without it, so that a message says `{left}` whether a
 * limit counts money or litres.
 */
export function writeParams(
  params: Readonly<Record<string, ParamValue>>,
  format: Format,
): Record<string, string> {
  const currency = params['currency'];
  const sign = typeof currency === 'string' ? currency : undefined;
  const entries = Object.entries(params).flatMap(([name, value]): [string, string][] => {
    const text = writeParam(name, value, format, sign);
    const bare = name.replace(units, '');
    return bare === name || bare === ''
      ? [[name, text]]
      : [
          [name, text],
          [bare, text],
        ];
  });
  return Object.fromEntries(entries);
}

function writeParam(
  name: string,
  value: ParamValue,
  format: Format,
  currency: string | undefined,
): string {
  if (value === null) return '—';
  if (typeof value === 'string' && name.endsWith('Month')) return format.month(value);
  if (typeof value !== 'number') return String(value);
  switch (units.exec(name)?.[0]) {
    case 'Minor':
      return format.money(value, currency);
    case 'Ml':
      return format.litres(value);
    case 'AtMs':
      return format.dateTime(value);
    case 'Ms':
      return format.duration(value);
    case 'Bytes':
      return format.megabytes(value);
    default:
      return format.integer(value);
  }
}
