import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, paired, percentile } from '#test/bench/table/statistics.ts';

const values = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1, maxLength: 60 });

describe('median', () => {
  it('is the middle value, or the mean of the two in the middle', () => {
    expect(median([7])).toBe(7);
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('has as many values below as above', () => {
    fc.assert(
      fc.property(values, (all) => {
        const middle = median(all);
        const below = all.filter((value) => value < middle).length;
        const above = all.filter((value) => value > middle).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(all.length / 2);
      }),
    );
  });

  it('of nothing is no figure', () => {
    expect(() => median([])).toThrow('no values');
  });
});

describe('percentile', () => {
  it('takes the nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile(hundred, 1)).toBe(100);
    expect(percentile([8, 3], 0.99)).toBe(8);
  });

  it('is a measured value that at least that share does not exceed, and no smaller one is', () => {
    const share = fc.double({ min: 0.001, max: 1, noNaN: true });
    fc.assert(
      fc.property(values, share, (all, part) => {
        const found = percentile(all, part);
        const notAbove = (limit: number): number => all.filter((value) => value <= limit).length;
        expect(all).toContain(found);
        expect(notAbove(found)).toBeGreaterThanOrEqual(part * all.length);
        const smaller = all.filter((value) => value < found);
        expect(smaller.length).toBeLessThan(part * all.length);
      }),
    );
  });

  it.each([0, -1, 1.01, Number.NaN])('refuses %s as a share', (share) => {
    expect(() => percentile([1], share)).toThrow(RangeError);
  });
});

describe('paired', () => {
  it('takes the ratio inside each round, not of the medians', () => {
    const rounds = [
      { product: 2, reference: 1 },
      { product: 30, reference: 10 },
      { product: 80, reference: 20 },
    ];
    expect(paired(rounds)).toEqual({
      product: 30,
      reference: 10,
      ratio: 3,
      ratioMin: 2,
      ratioMax: 4,
    });
  });
});
