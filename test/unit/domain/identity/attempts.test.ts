import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  errorsAsOf,
  heardFromMs,
  isLocking,
  NO_ERRORS,
  signInWaitUntilMs,
  staffDoor,
  withErrors,
  type SignInErrors,
} from '#domain/identity/attempts.ts';

const counts = fc.integer({ min: 0, max: 10_000 });
const instants = fc.integer({ min: 0, max: 4_000_000_000_000 });
const someErrors: fc.Arbitrary<SignInErrors> = fc.record({
  errorCount: counts,
  lastErrorAtMs: instants,
});
const wait = (errorCount: number) =>
  signInWaitUntilMs({ errorCount, lastErrorAtMs: 1_000 }) - 1_000;

describe('signInWaitUntilMs', () => {
  it('[P-18] three errors cost nothing, then the delay doubles up to 15 minutes', () => {
    expect([0, 1, 2, 3].map(wait)).toEqual([0, 0, 0, 0]);
    expect([4, 5, 6, 7].map(wait)).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(wait(11)).toBe(640_000);
    expect(wait(12)).toBe(900_000);
  });

  it('[P-18] never shrinks with more errors and never locks for good', () => {
    fc.assert(
      fc.property(someErrors, (errors) => {
        const { errorCount, lastErrorAtMs } = errors;
        const untilMs = signInWaitUntilMs(errors);
        expect(untilMs).toBeGreaterThanOrEqual(lastErrorAtMs);
        expect(untilMs).toBeLessThanOrEqual(lastErrorAtMs + 900_000);
        const more = { errorCount: errorCount + 1, lastErrorAtMs };
        expect(signInWaitUntilMs(more)).toBeGreaterThanOrEqual(untilMs);
      }),
    );
  });

  it('throws on a count that cannot be', () => {
    expect(() => signInWaitUntilMs({ errorCount: -1, lastErrorAtMs: 0 })).toThrow('errors');
  });
});

describe('errorsAsOf', () => {
  it('[P-18] a clock that was set back lets nobody wait for longer than any wait', () => {
    fc.assert(
      fc.property(someErrors, instants, (errors, nowMs) => {
        const now = errorsAsOf(errors, nowMs);
        expect(now.errorCount).toBe(errors.errorCount);
        expect(signInWaitUntilMs(now) - nowMs).toBeLessThanOrEqual(1_800_000);
        if (errors.lastErrorAtMs <= nowMs) expect(now).toEqual(errors);
      }),
    );
  });
});

describe('a door', () => {
  const rules = fc.integer({ min: 1, max: 20 });

  it('[P-18] locks at exactly the error of its rule and stays locked', () => {
    const door = { lockAtError: 4 };
    const locks = [0, 1, 2, 3, 4, 5].map((errorCount) =>
      isLocking(door, { errorCount, lastErrorAtMs: 0 }),
    );
    expect(locks).toEqual([false, false, false, false, true, true]);
    fc.assert(
      fc.property(rules, someErrors, (lockAtError, errors) => {
        expect(isLocking({ lockAtError }, errors)).toBe(errors.errorCount >= lockAtError);
      }),
    );
  });

  it('[P-18] either locks or lets wait, never both', () => {
    fc.assert(
      fc.property(rules, someErrors, (lockAtError, errors) => {
        expect(heardFromMs({ lockAtError }, errors)).toBe(0);
        expect(heardFromMs(staffDoor, errors)).toBe(signInWaitUntilMs(errors));
        expect(isLocking(staffDoor, errors)).toBe(false);
      }),
    );
  });
});

describe('withErrors', () => {
  it('[P-18] errors told later are added, in whatever order they come, and none is lost', () => {
    fc.assert(
      fc.property(fc.array(someErrors, { maxLength: 6 }), (told) => {
        const forth = told.reduce(withErrors, NO_ERRORS);
        expect(told.toReversed().reduce(withErrors, NO_ERRORS)).toEqual(forth);
        expect(forth.errorCount).toBe(told.reduce((sum, { errorCount }) => sum + errorCount, 0));
        expect(told.every(({ lastErrorAtMs }) => forth.lastErrorAtMs >= lastErrorAtMs)).toBe(true);
      }),
    );
  });
});
