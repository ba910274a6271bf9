import { assert, assertSafeInteger } from '../assert.ts';

/** Currencies a contract may be kept in (ISO 4217), with the number of minor digits. */
export const currencies = {
  RUB: { code: 'RUB', minorDigits: 2 },
  KZT: { code: 'KZT', minorDigits: 2 },
  EUR: { code: 'EUR', minorDigits: 2 },
  CZK: { code: 'CZK', minorDigits: 2 },
} as const;

export type Currency = keyof typeof currencies;

/** True for a currency code this product keeps accounts in. */
export function isCurrency(code: string): code is Currency {
  return Object.hasOwn(currencies, code);
}

/**
 * Stands for "no bound on volume" (a million m³). Far above any sale, and small enough that price
 * times volume and sums of volumes stay exact.
 */
export const VOLUME_MAX_ML = 1_000_000_000_000;

const ML_PER_LITRE = 1000n;
const HALF_LITRE_ML = 500n;

/**
 * Price × volume, rounded half up once (architecture §4).
 * @param priceMinorPerLitre price of one litre in minor units
 * @param volumeMl volume in millilitres
 * @returns amount in minor units
 * @throws on negative or unsafe numbers: a bug of the caller
 */
export function amountOf(priceMinorPerLitre: number, volumeMl: number): number {
  assertAmount(priceMinorPerLitre, 'priceMinorPerLitre');
  assertAmount(volumeMl, 'volumeMl');
  const exact = BigInt(priceMinorPerLitre) * BigInt(volumeMl);
  const amountMinor = Number((exact + HALF_LITRE_ML) / ML_PER_LITRE);
  assertSafeInteger(amountMinor, 'amountMinor');
  return amountMinor;
}

/**
 * The largest volume whose `amountOf` does not exceed `amountMinor`: what a refusal offers, and
 * what "for 1000 roubles" means.
 * @returns volume in millilitres, at most `VOLUME_MAX_ML`; exactly that when the price is 0
 * @throws on negative or unsafe numbers: a bug of the caller
 */
export function volumeFor(amountMinor: number, priceMinorPerLitre: number): number {
  assertAmount(amountMinor, 'amountMinor');
  assertAmount(priceMinorPerLitre, 'priceMinorPerLitre');
  if (priceMinorPerLitre === 0) return VOLUME_MAX_ML;
  // Half up gives `amountMinor` for every price × volume below amountMinor + ½, hence the 499.
  const exactMax = BigInt(amountMinor) * ML_PER_LITRE + HALF_LITRE_ML - 1n;
  const volumeMl = exactMax / BigInt(priceMinorPerLitre);
  return volumeMl > BigInt(VOLUME_MAX_ML) ? VOLUME_MAX_ML : Number(volumeMl);
}

const FULL_BP = 10_000n;

/**
 * A share of an amount, rounded half up once.
 * @param amountMinor amount in minor units
 * @param rateBp the share in basis points (100 = 1 %)
 * @returns amount in minor units
 * @throws on negative or unsafe numbers: a bug of the caller
 */
export function shareOf(amountMinor: number, rateBp: number): number {
  assertAmount(amountMinor, 'amountMinor');
  assertAmount(rateBp, 'rateBp');
  const part = (2n * BigInt(amountMinor) * BigInt(rateBp) + FULL_BP) / (2n * FULL_BP);
  assertSafeInteger(Number(part), 'part');
  return Number(part);
}

/** Throws unless `value` is a safe integer of 0 or more. */
function assertAmount(value: number, name: string): void {
  assertSafeInteger(value, name);
  assert(value >= 0, `${name} must not be negative`);
}
