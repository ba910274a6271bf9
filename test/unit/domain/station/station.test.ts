import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptedAt, hasPump } from '#domain/station/station.ts';

describe('acceptedAt', () => {
  it('serves everywhere without a list, nowhere with an empty one', () => {
    expect(acceptedAt(null, { stationId: 'st-1' })).toBe(true);
    expect(acceptedAt([], { stationId: 'st-1' })).toBe(false);
  });

  it('serves exactly at the stations of the list', () => {
    fc.assert(
      fc.property(fc.array(fc.uuid()), fc.uuid(), (stationIds, stationId) => {
        expect(acceptedAt(stationIds, { stationId })).toBe(stationIds.includes(stationId));
        expect(acceptedAt([...stationIds, stationId], { stationId })).toBe(true);
      }),
    );
  });
});

describe('hasPump', () => {
  it('counts pumps from 1', () => {
    expect([0, 1, 8, 9, 1.5, Number.NaN].map((pump) => hasPump({ pumpCount: 8 }, pump))).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
