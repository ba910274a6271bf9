import { describe, expect, it } from 'vitest';
import { DUPLICATE_WITHIN_MS, duplicateOf, type FillAsked } from '#domain/sale/duplicate.ts';
import { NOON_MS } from '#test/support/facts.ts';

const fill = {
  saleId: 's1',
  stationId: 'station-1',
  pumpNumber: 3,
  volumeMl: 20_000,
  amountMinor: 590_000,
  authorizedAtMs: NOON_MS,
};

const asked = (patch: Partial<FillAsked> = {}): FillAsked => ({
  stationId: 'station-1',
  pumpNumber: 3,
  volumeMl: 20_000,
  amountMinor: null,
  atMs: NOON_MS + 60_000,
  ...patch,
});

describe('the same fill a second time', () => {
  it('[C7] same pump and litres or money within a quarter of an hour is asked about', () => {
    expect(duplicateOf([fill], asked())).toBe(fill);
    expect(duplicateOf([fill], asked({ volumeMl: null, amountMinor: 590_000 }))).toBe(fill);
    expect(duplicateOf([fill], asked({ volumeMl: null }))).toBe(fill);
    expect(duplicateOf([fill], asked({ atMs: NOON_MS + DUPLICATE_WITHIN_MS }))).toBe(fill);
  });

  it('[C7] another pump, amount or time is another fill', () => {
    expect(duplicateOf([fill], asked({ pumpNumber: 4 }))).toBeNull();
    expect(duplicateOf([fill], asked({ stationId: 'station-2' }))).toBeNull();
    expect(duplicateOf([fill], asked({ volumeMl: 20_001 }))).toBeNull();
    expect(duplicateOf([fill], asked({ atMs: NOON_MS + DUPLICATE_WITHIN_MS + 1 }))).toBeNull();
  });
});
