import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Limit, ScheduledTerms } from '#domain/limit/limit.ts';
import {
  leastAmount,
  limitFault,
  limitsInForce,
  startingLater,
  termsDue,
  termsOf,
  withScheduled,
} from '#domain/limit/scheduled-terms.ts';
import { limitOf } from '../../../support/facts.ts';

const terms = fc
  .record({ amount: fc.integer({ min: 0, max: 1_000_000 }), alert: fc.boolean() })
  .map(({ amount, alert }) => ({
    ...termsOf(limitOf({ amount })),
    action: alert ? ('alert' as const) : ('decline' as const),
  }));
const plans = fc
  .uniqueArray(fc.integer({ min: 1, max: 1000 }), { maxLength: 6 })
  .chain((times) =>
    fc.tuple(
      fc.constant(times.toSorted((a, b) => a - b)),
      fc.array(terms, { minLength: times.length, maxLength: times.length }),
      fc.boolean(),
    ),
  )
  .map(([times, all, ends]): ScheduledTerms[] =>
    times.map((fromMs, index) => {
      const isEnd = ends && index === times.length - 1;
      return { fromMs, terms: isEnd ? null : (all[index] ?? null) };
    }),
  );
const limits = plans.map((scheduled): Limit => limitOf({ scheduled }));
const instants = fc.integer({ min: 0, max: 1100 });

describe('terms that come into force by themselves', () => {
  it('change at their instant and not a millisecond before', () => {
    const next = termsOf(limitOf({ amount: 500 }));
    const limit = limitOf({ amount: 100, scheduled: [{ fromMs: 1000, terms: next }] });
    expect(termsDue(limit, 999)).toBe(limit);
    expect(termsDue(limit, 1000)).toMatchObject({ amount: 500, scheduled: [] });
  });

  it('end a limit at theirs', () => {
    const limit = limitOf({ scheduled: [{ fromMs: 1000, terms: null }] });
    expect(limitsInForce([limit], 999)).toEqual([limit]);
    expect(limitsInForce([limit], 1000)).toEqual([]);
  });

  it('are the same whether they are looked at often or once', () => {
    fc.assert(
      fc.property(limits, fc.array(instants, { maxLength: 5 }), instants, (limit, looks, atMs) => {
        const stepped = looks
          .filter((lookMs) => lookMs <= atMs)
          .toSorted((a, b) => a - b)
          .reduce<Limit | null>((now, lookMs) => now && termsDue(now, lookMs), limit);
        expect(stepped && termsDue(stepped, atMs)).toEqual(termsDue(limit, atMs));
      }),
    );
  });

  it('keep what is planned later', () => {
    fc.assert(
      fc.property(limits, instants, (limit, atMs) => {
        const now = termsDue(limit, atMs);
        if (now === null) return;
        expect(now.scheduled).toEqual(limit.scheduled.filter(({ fromMs }) => fromMs > atMs));
      }),
    );
  });
});

describe('the amount that a lease may be sized by', () => {
  it('is the least that is in force at any instant of its life', () => {
    fc.assert(
      fc.property(limits, instants, instants, (limit, oneMs, otherMs) => {
        const fromMs = Math.min(oneMs, otherMs);
        const untilMs = Math.max(oneMs, otherMs) + 1;
        const amounts = Array.from({ length: untilMs - fromMs }, (_, index) =>
          termsDue(limit, fromMs + index),
        ).flatMap((now) => now?.amount ?? []);
        expect(leastAmount(limit, fromMs, untilMs)).toBe(
          amounts.length === 0 ? 0 : Math.min(...amounts),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('is not bound by a limit that counts on no day yet', () => {
    const limit = startingLater(limitOf({ amount: 700 }), 1000);
    expect(leastAmount(limit, 0, 1000)).toBe(0);
    expect(leastAmount(limit, 0, 1001)).toBe(700);
  });
});

describe('a planned change', () => {
  it('takes the place of one for the same instant', () => {
    fc.assert(
      fc.property(limits, terms, fc.integer({ min: 1, max: 1000 }), (limit, next, fromMs) => {
        const planned = withScheduled(limit, { fromMs, terms: next });
        const endsBefore = limit.scheduled.some((one) => one.terms === null && one.fromMs < fromMs);
        if (endsBefore) {
          expect(planned).toBeNull();
          return;
        }
        expect(planned?.scheduled.filter((one) => one.fromMs === fromMs)).toHaveLength(1);
        expect(planned && limitFault(planned)).toBeNull();
        expect(planned && termsDue(planned, fromMs)).toMatchObject(next);
      }),
    );
  });

  it('that ends a limit takes away what was planned after it', () => {
    fc.assert(
      fc.property(limits, fc.integer({ min: 1, max: 1000 }), (limit, fromMs) => {
        const ended = withScheduled(limit, { fromMs, terms: null });
        if (ended === null) return;
        expect(termsDue(ended, fromMs)).toBeNull();
        expect(termsDue(ended, 5000)).toBeNull();
      }),
    );
  });

  it('beyond fifty is refused', () => {
    const scheduled = Array.from({ length: 50 }, (_, index) => ({
      fromMs: index + 1,
      terms: termsOf(limitOf()),
    }));
    const full = limitOf({ scheduled });
    expect(withScheduled(full, { fromMs: 51, terms: termsOf(full) })).toBeNull();
    expect(withScheduled(full, { fromMs: 50, terms: termsOf(full) })).not.toBeNull();
  });
});

describe('the shape of a limit', () => {
  it.each([
    [{ amount: -1 }, 'amount'],
    [{ amount: 0.5 }, 'amount'],
    [{ amount: Number.NaN }, 'amount'],
    [{ scopeKind: 'group' as const }, 'scopeId'],
    [{ period: 'days:1:2026-01-01' as const }, 'period'],
    [{ weekdays: 200 }, 'weekdays'],
  ])('[N-16] %j is none', (patch, fault) => {
    expect(limitFault(limitOf(patch))).toBe(fault);
  });

  it('[N-16] plans out of order are none', () => {
    const next = termsOf(limitOf());
    const at = (...times: number[]) =>
      limitFault(limitOf({ scheduled: times.map((fromMs) => ({ fromMs, terms: next })) }));
    expect(at(1, 2)).toBeNull();
    expect(at(2, 1)).toBe('scheduled');
    expect(at(1, 1)).toBe('scheduled');
  });
});
