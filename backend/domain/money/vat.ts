import { assert, assertSafeInteger } from '../assert.ts';
import { localDate } from '../time/local-date.ts';
import { vatRates, type Country } from './vat-rates.ts';

const FULL_BP = 10_000n;

/** True for a country with a table of VAT rates. */
export function isCountry(code: string): code is Country {
  return Object.hasOwn(vatRates, code);
}

/**
 * VAT contained in an amount (the amount includes it), half up per line (architecture §4).
 * @param amountMinor amount with VAT, minor units
 * @param rateBp rate in basis points (2000 = 20 %)
 * @returns VAT in minor units; totals sum these, they never recompute
 * @throws on negative or unsafe numbers: a bug of the caller
 */
export function vatOf(amountMinor: number, rateBp: number): number {
  assertSafeInteger(amountMinor, 'amountMinor');
  assertSafeInteger(rateBp, 'rateBp');
  assert(amountMinor >= 0 && rateBp >= 0, 'amount and rate must not be negative');
  const rate = BigInt(rateBp);
  const base = FULL_BP + rate;
  return Number((2n * BigInt(amountMinor) * rate + base) / (2n * base));
}

/**
 * The general VAT rate in force in `country` on the local date of `atMs` in the station's zone.
 * @returns basis points
 * @throws when the table does not reach so far back: a bug of the caller
 */
export function vatRateBp(country: Country, atMs: number, zone: string): number {
  const date = localDate(atMs, zone);
  const rate = vatRates[country].findLast((line) => line.fromDate <= date);
  assert(rate !== undefined, 'no VAT rate is known for this date');
  return rate.rateBp;
}
