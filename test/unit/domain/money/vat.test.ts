import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayStart } from '#domain/time/local-date.ts';
import { isCountry, vatOf, vatRateBp } from '#domain/money/vat.ts';
import { vatRates, type Country } from '#domain/money/vat-rates.ts';

const amounts = fc.integer({ min: 0, max: 1_000_000_000_000 });
const rates = fc.constantFrom(0, 1200, 1600, 1800, 2000, 2100, 2200, 2300);

describe('vatOf', () => {
  it.each([
    [12_000, 2000, 2_000],
    [12_200, 2200, 2_200],
    [11_600, 1600, 1_600],
    [100, 0, 0],
    [3, 2000, 1],
    [2, 2000, 0],
  ])('%i with %i bp inside holds %i', (amountMinor, rateBp, vatMinor) => {
    expect(vatOf(amountMinor, rateBp)).toBe(vatMinor);
  });

  it('is the nearest minor unit to the exact share, half up', () => {
    fc.assert(
      fc.property(amounts, rates, (amountMinor, rateBp) => {
        const vat = BigInt(vatOf(amountMinor, rateBp));
        const base = 10_000n + BigInt(rateBp);
        const twiceError = 2n * (BigInt(amountMinor) * BigInt(rateBp) - vat * base);
        expect(twiceError >= -base && twiceError < base).toBe(true);
      }),
    );
  });

  it('is never more than its amount, so that net and VAT make the amount again', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(amounts, rates), { maxLength: 30 }), (lines) => {
        const vats = lines.map(([amountMinor, rateBp]) => vatOf(amountMinor, rateBp));
        const nets = lines.map(([amountMinor], index) => amountMinor - (vats[index] ?? 0));
        expect(nets.every((netMinor) => netMinor >= 0)).toBe(true);
        const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
        expect(total(nets) + total(vats)).toBe(total(lines.map(([amountMinor]) => amountMinor)));
      }),
    );
  });

  it('throws on negative numbers', () => {
    expect(() => vatOf(-1, 2000)).toThrow();
    expect(() => vatOf(1, -1)).toThrow();
  });
});

describe('vatRateBp', () => {
  it.each<[Country, string, string, number, number]>([
    ['RU', 'Europe/Moscow', '2019-01-01', 1800, 2000],
    ['RU', 'Asia/Kamchatka', '2026-01-01', 2000, 2200],
    ['KZ', 'Asia/Almaty', '2026-01-01', 1200, 1600],
    ['SK', 'Europe/Bratislava', '2025-01-01', 2000, 2300],
    ['CZ', 'Europe/Prague', '2026-01-01', 2100, 2100],
  ])('in %s (%s) changes at the first instant of %s', (country, zone, date, before, after) => {
    const changeMs = dayStart(date, zone);
    expect(vatRateBp(country, changeMs - 1, zone)).toBe(before);
    expect(vatRateBp(country, changeMs, zone)).toBe(after);
  });

  it('judges the date in the station’s zone: one instant, two rates', () => {
    const instantMs = dayStart('2026-01-01', 'Asia/Kamchatka');
    expect(vatRateBp('RU', instantMs, 'Asia/Kamchatka')).toBe(2200);
    expect(vatRateBp('RU', instantMs, 'Europe/Moscow')).toBe(2000);
  });

  it('throws before the table begins rather than guessing', () => {
    expect(() => vatRateBp('KZ', dayStart('2008-12-31', 'Asia/Almaty'), 'Asia/Almaty')).toThrow();
  });

  it('has a table in order of date for every country', () => {
    for (const [country, lines] of Object.entries(vatRates)) {
      expect(isCountry(country)).toBe(true);
      const dates = lines.map((line) => line.fromDate);
      expect(dates).toEqual([...new Set(dates)].sort());
    }
    expect(isCountry('DE')).toBe(false);
    expect(isCountry('constructor')).toBe(false);
  });
});
