import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import type { LimitRecord, RemainderRecord } from '#protocol/records.ts';
import { limitForm, newLimit } from '#features/cards/limit/limit-form.ts';
import { limitRows, usedAbove } from '#features/cards/limit/limit-rows.ts';

const own: LimitRecord = {
  ...PLAIN_TERMS,
  limitId: 'own',
  subjectKind: 'card',
  subjectId: 'card-1',
  scopeKind: 'all',
  scopeId: null,
  measure: 'volume',
  amount: 100_000,
  period: 'day',
};
const ofContract: LimitRecord = {
  ...own,
  limitId: 'c',
  subjectKind: 'contract',
  subjectId: 'ct-1',
};
const subject = { kind: 'card', id: 'card-1' } as const;

function left(limit: LimitRecord, used: number): RemainderRecord {
  const { limitId, subjectKind, scopeKind, scopeId, measure, amount, period } = limit;
  const rest = { used, left: Math.max(0, amount - used), total: amount, nextResetAtMs: null };
  const named = { allowanceKey: `limit/${limitId}/day:2026-11-22`, owner: subjectKind, limitId };
  const terms = { action: 'decline', countsNow: true } as const;
  return { ...named, ...terms, scopeKind, scopeId, measure, period, ...rest };
}

describe('limits with what is left of them', () => {
  it('stand own ones first, and only those may be changed here', () => {
    const rows = limitRows({
      limits: [ofContract, own],
      remainders: [left(own, 30_000)],
      waiting: [],
      subject,
    });
    expect(rows.map(({ key, isOwn, used, left: rest }) => ({ key, isOwn, used, rest }))).toEqual([
      { key: 'own', isOwn: true, used: 30_000, rest: 70_000 },
      { key: 'c', isOwn: false, used: 0, rest: 100_000 },
    ]);
  });

  it('[N-16] exactly what is used is no excess, one unit less is told', () => {
    const quantity = fc.integer({ min: 0, max: 1_000_000_000 });
    fc.assert(
      fc.property(quantity, quantity, (used, amount) => {
        const [row] = limitRows({
          limits: [own],
          remainders: [left(own, used)],
          waiting: [],
          subject,
        });
        const above = row === undefined ? null : usedAbove(row, amount);
        expect(above).toBe(amount >= used ? 0 : used - amount);
      }),
    );
  });
});

describe('the form of a limit', () => {
  const amount = 50_000;

  it('takes a scope with its id, everything without one, and no other pair', () => {
    const passes = (values: object): boolean =>
      limitForm.safeParse({ ...newLimit, amount, ...values }).success;
    expect(passes({})).toBe(true);
    expect(passes({ scopeKind: 'product' })).toBe(false);
    expect(passes({ scopeKind: 'product', scopeId: 'p-95' })).toBe(true);
    expect(passes({ scopeId: 'p-95' })).toBe(false);
  });

  it('[N-16] refuses what is negative, broken or missing', () => {
    const passes = (typed: unknown): boolean =>
      limitForm.safeParse({ ...newLimit, amount: typed }).success;
    expect([0, amount, -1, 0.5, null, '5'].map(passes)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
