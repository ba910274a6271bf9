import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountOf, currencies, isCurrency, VOLUME_MAX_ML, volumeFor } from '#domain/money/money.ts';

const prices = fc.integer({ min: 1, max: 10_000_000 });
const volumes = fc.integer({ min: 0, max: 900_000_000 });
const amounts = fc.integer({ min: 0, max: 1_000_000_000_000 });

/** Half up by schoolbook: quotient, remainder, one more when the remainder is half or above. */
function reference(price: number, volumeMl: number): bigint {
  const product = BigInt(price) * BigInt(volumeMl);
  const remainder = product % 1000n;
  return product / 1000n + (remainder >= 500n ? 1n : 0n);
}

describe('amountOf', () => {
  it.each([
    [5_650, 10_000, 56_500],
    [5_650, 1, 6],
    [499, 1, 0],
    [500, 1, 1],
    [1_500, 1, 2],
    [0, 50_000, 0],
    [5_650, 0, 0],
  ])('%i per litre × %i ml is %i', (price, volumeMl, amountMinor) => {
    expect(amountOf(price, volumeMl)).toBe(amountMinor);
  });

  it('agrees with exact arithmetic for every price and volume', () => {
    fc.assert(
      fc.property(prices, volumes, (price, volumeMl) => {
        expect(BigInt(amountOf(price, volumeMl))).toBe(reference(price, volumeMl));
      }),
    );
  });

  it('never falls when the volume grows', () => {
    fc.assert(
      fc.property(prices, volumes, (price, volumeMl) => {
        expect(amountOf(price, volumeMl + 1)).toBeGreaterThanOrEqual(amountOf(price, volumeMl));
      }),
    );
  });

  it('stays exact where a product of numbers would not', () => {
    expect(amountOf(9_007_199_254_740_991, 1_000)).toBe(9_007_199_254_740_991);
  });

  it('throws on negative, fractional and unsafe numbers, and on an unsafe amount', () => {
    expect(() => amountOf(-1, 1)).toThrow('priceMinorPerLitre');
    expect(() => amountOf(1, -1)).toThrow('volumeMl');
    expect(() => amountOf(1.5, 1)).toThrow('priceMinorPerLitre');
    expect(() => amountOf(1, 2 ** 53)).toThrow('volumeMl');
    expect(() => amountOf(2 ** 52, 3_000)).toThrow('amountMinor');
  });
});

describe('volumeFor', () => {
  it('fits the amount, and one millilitre more does not', () => {
    fc.assert(
      fc.property(amounts, prices, (amountMinor, price) => {
        const volumeMl = volumeFor(amountMinor, price);
        expect(amountOf(price, volumeMl)).toBeLessThanOrEqual(amountMinor);
        if (volumeMl < VOLUME_MAX_ML) {
          expect(amountOf(price, volumeMl + 1)).toBeGreaterThan(amountMinor);
        }
      }),
    );
  });

  it('gives at least the volume that cost the amount', () => {
    fc.assert(
      fc.property(prices, volumes, (price, volumeMl) => {
        expect(volumeFor(amountOf(price, volumeMl), price)).toBeGreaterThanOrEqual(volumeMl);
      }),
    );
  });

  it('has no bound at price 0, and never gives more than the bound', () => {
    expect(volumeFor(0, 0)).toBe(VOLUME_MAX_ML);
    expect(volumeFor(Number.MAX_SAFE_INTEGER, 1)).toBe(VOLUME_MAX_ML);
  });

  it('throws on negative numbers', () => {
    expect(() => volumeFor(-1, 1)).toThrow('amountMinor');
    expect(() => volumeFor(1, -1)).toThrow('priceMinorPerLitre');
  });
});

describe('currencies', () => {
  it('knows its four and nothing an object brings along', () => {
    expect(Object.keys(currencies)).toEqual(['RUB', 'KZT', 'EUR', 'CZK']);
    for (const code of Object.keys(currencies)) expect(isCurrency(code)).toBe(true);
    for (const code of ['rub', 'USD', '', 'toString', '__proto__']) {
      expect(isCurrency(code)).toBe(false);
    }
  });
});
