// Tax identifiers of clients: ИНН (RU), БИН/ИИН (KZ), IČO (CZ, SK). Only length and check digits
// are judged: whether the number is registered is the tax service's knowledge. Fictitious numbers
// for demonstration pass these checks too, and cannot belong to anyone.

import { assert } from '../assert.ts';
import type { Country } from '../money/vat-rates.ts';

const INN_10 = [2, 4, 10, 3, 5, 9, 4, 6, 8];
const INN_12_FIRST = [7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const INN_12_SECOND = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
const BIN_FIRST = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const BIN_SECOND = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];
const ICO = [8, 7, 6, 5, 4, 3, 2];

const TAX_ID_LENGTHS: Readonly<Record<Country, readonly number[]>> = {
  RU: [10, 12],
  KZ: [12],
  CZ: [8],
  SK: [8],
};

/**
 * True when `digits` is a tax id of the country by length and check digits (O-02). The country
 * decides: twelve digits may pass as ИНН and as БИН alike (O-06).
 */
export function taxIdValid(country: Country, digits: string): boolean {
  if (!/^[0-9]+$/.test(digits) || /^0+$/.test(digits)) return false;
  switch (country) {
    case 'RU':
      return innValid(digits);
    case 'KZ':
      return digits.length === 12 && binCheck(digits.slice(0, 11)) === Number(digits[11]);
    case 'CZ':
    case 'SK':
      return digits.length === 8 && icoCheck(digits.slice(0, 7)) === Number(digits[7]);
  }
}

/** True for digits alone, as many as a tax id of the country has: one that may be mistyped. */
export function looksLikeTaxId(country: Country, digits: string): boolean {
  return /^[0-9]+$/.test(digits) && TAX_ID_LENGTHS[country].includes(digits.length);
}

/** True for the shape of a КПП: inspection (4 digits), reason (2 digits or A–Z), number (3). */
export function kppValid(text: string): boolean {
  return /^[0-9]{4}[0-9A-Z]{2}[0-9]{3}$/.test(text);
}

/**
 * A fictitious ИНН of a legal person: right check digit, region 00, which does not exist.
 * @param n 1 … 9 999 999; different `n` give different numbers
 */
export function fictitiousInn(n: number): string {
  assert(Number.isInteger(n) && n >= 1 && n <= 9_999_999, 'n must be 1 … 9999999');
  const body = `00${String(n).padStart(7, '0')}`;
  return `${body}${innCheck(body, INN_10)}`;
}

/**
 * A fictitious БИН of a legal person: right check digit, registered in month 13 of 1999.
 * @param n 0 … 99 999; different `n` give different numbers
 */
export function fictitiousBin(n: number): string {
  assert(Number.isInteger(n) && n >= 0 && n <= 99_999, 'n must be 0 … 99999');
  const serial = String(n).padStart(5, '0');
  // Some bodies have no check digit; the division digit then moves on, and always finds one.
  for (const division of ['0', '1', '2', '3']) {
    const body = `99134${division}${serial}`;
    const check = binCheck(body);
    if (check !== null) return `${body}${check}`;
  }
  throw new Error('one of two neighbouring bodies has a check digit');
}

function innValid(digits: string): boolean {
  if (digits.length === 10) return innCheck(digits.slice(0, 9), INN_10) === Number(digits[9]);
  if (digits.length !== 12) return false;
  const first = innCheck(digits.slice(0, 10), INN_12_FIRST) === Number(digits[10]);
  return first && innCheck(digits.slice(0, 11), INN_12_SECOND) === Number(digits[11]);
}

function innCheck(body: string, weights: readonly number[]): number {
  return (weightedSum(body, weights) % 11) % 10;
}

/** Check digit of БИН and ИИН, or null where the rule gives none. */
function binCheck(body: string): number | null {
  const first = weightedSum(body, BIN_FIRST) % 11;
  if (first < 10) return first;
  const second = weightedSum(body, BIN_SECOND) % 11;
  return second < 10 ? second : null;
}

function icoCheck(body: string): number {
  return (11 - (weightedSum(body, ICO) % 11)) % 10;
}

function weightedSum(body: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(body[index]), 0);
}
