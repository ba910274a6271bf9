import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedAmount } from '#domain/limit/amount-change.ts';

const amounts = fc.integer({ min: 0, max: 1_000_000_000_000 });

describe('the amount of a limit that changes with many others', () => {
  it('[O-16] is set, moved by a quantity, and never falls below zero', () => {
    expect(changedAmount(50, { kind: 'set', quantity: 70 })).toBe(70);
    expect(changedAmount(50, { kind: 'by', quantity: 20 })).toBe(70);
    expect(changedAmount(50, { kind: 'by', quantity: -70 })).toBe(0);
    expect(changedAmount(50, { kind: 'share', bp: -20_000 })).toBe(0);
  });

  it('[O-16] a share of any amount is exact to the unit, half up', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: -10_000, max: 100_000 }), (amount, bp) => {
        const exact = (BigInt(amount) * BigInt(10_000 + bp) + 5000n) / 10_000n;
        expect(BigInt(changedAmount(amount, { kind: 'share', bp }))).toBe(exact);
      }),
    );
  });
});
