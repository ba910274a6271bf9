import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signInWaitUntilMs } from '#domain/identity/attempts.ts';

const errors = fc.integer({ min: 0, max: 10_000 });
const instants = fc.integer({ min: 0, max: 4_000_000_000_000 });
const wait = (count: number) => signInWaitUntilMs(count, 1_000) - 1_000;

describe('signInWaitUntilMs', () => {
  it('[P-18] three errors cost nothing, then the delay doubles up to 15 minutes', () => {
    expect([0, 1, 2, 3].map(wait)).toEqual([0, 0, 0, 0]);
    expect([4, 5, 6, 7].map(wait)).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(wait(11)).toBe(640_000);
    expect(wait(12)).toBe(900_000);
  });

  it('[P-18] never shrinks with more errors and never locks for good', () => {
    fc.assert(
      fc.property(errors, instants, (count, lastMs) => {
        const untilMs = signInWaitUntilMs(count, lastMs);
        expect(untilMs).toBeGreaterThanOrEqual(lastMs);
        expect(untilMs).toBeLessThanOrEqual(lastMs + 900_000);
        expect(signInWaitUntilMs(count + 1, lastMs)).toBeGreaterThanOrEqual(untilMs);
      }),
    );
  });

  it('throws on a count that cannot be', () => {
    expect(() => signInWaitUntilMs(-1, 0)).toThrow('errors');
  });
});
