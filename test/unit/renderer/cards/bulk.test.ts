import { describe, expect, it } from 'vitest';
import { NO_RULES } from '#domain/card/purchase-rules.ts';
import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import type { LimitRowPreview } from '#domain/limit/limits-result.ts';
import type { LimitRecord } from '#protocol/records.ts';
import {
  type ChangeValues,
  changeOf,
  NEW_SHAPE,
  noChange,
} from '#features/cards/bulk/change-form.ts';
import {
  reverseOf,
  secondOnes,
  shapeKey,
  shapesOf,
  type Subject,
  templateChange,
} from '#features/cards/bulk/plan.ts';

const { scheduled: _none, ...PLAIN } = PLAIN_TERMS;

const limitOf = (limitId: string, patch: Partial<LimitRecord> = {}): LimitRecord => ({
  ...PLAIN_TERMS,
  limitId,
  subjectKind: 'card',
  subjectId: limitId,
  scopeKind: 'all',
  scopeId: null,
  measure: 'volume',
  period: 'day',
  amount: 1000,
  ...patch,
});
const cards = (...ids: string[]): Subject[] =>
  ids.map((subjectId) => ({ subjectKind: 'card', subjectId }));
const limits = [limitOf('c1'), limitOf('c2', { amount: 2000 }), limitOf('c3', { period: 'week' })];
const daily = limitOf('c1');
const before = { limits, rules: [] };

function asked(values: Partial<ChangeValues>, subjects = cards('c1', 'c2', 'c4')) {
  const context = { limits, subjects, templates: [], shape: daily, zone: 'Asia/Almaty' };
  return changeOf({ ...noChange, shape: shapeKey(daily), ...values }, context);
}

const rowOf = (limitId: string, effect: LimitRowPreview['effect']): LimitRowPreview => ({
  ...limitOf(limitId),
  effect,
  beforeAmount: 1000,
  afterAmount: 1100,
  used: 0,
  belowUsed: false,
  code: null,
  field: null,
});

describe('a change of many limits', () => {
  it('[O-16] offers the limits that the chosen ones have, the most frequent first', () => {
    expect(shapesOf(limits).map(({ shape, count }) => [shape.period, count])).toEqual([
      ['day', 2],
      ['week', 1],
    ]);
  });

  it('[O-16] raises and lowers by a share or by a quantity what is met, and nothing else', () => {
    const amounts = (values: Partial<ChangeValues>) =>
      asked(values)?.limits.map(({ limitId, amount }) => [limitId, amount]);
    const raised = [
      ['c1', 1100],
      ['c2', 2200],
    ];
    expect(amounts({ deed: 'raise', by: 'share', shareBp: 1000 })).toEqual(raised);
    expect(amounts({ deed: 'lower', by: 'amount', amount: 1500 })).toEqual([
      ['c1', 0],
      ['c2', 500],
    ]);
  });

  it('[O-16] gives the limit also to those without it when that was asked for', () => {
    const change = asked({ deed: 'set', amount: 70, addMissing: true });
    expect(change?.limits.map(({ amount }) => amount)).toEqual([70, 70]);
    expect(change?.spread).toMatchObject({ subjects: cards('c4'), limits: [{ amount: 70 }] });
    expect(asked({ deed: 'set', amount: 70 })?.spread).toBeNull();
  });

  it('[O-16] gives a limit that nobody has, and changes those that have it', () => {
    const change = asked({ deed: 'set', shape: NEW_SHAPE, amount: 5 });
    expect(change?.limits).toMatchObject([{ amount: 5 }, { amount: 5 }]);
    expect(change?.spread?.subjects).toEqual(cards('c4'));
  });

  it('[O-16] applies from the beginning of a day of the contract', () => {
    const change = asked({ deed: 'end', fromDate: '2026-12-01' });
    expect(change).toMatchObject({ removals: ['c1', 'c2'], fromMs: Date.UTC(2026, 10, 30, 19) });
  });

  it('asks for nothing while something is missing', () => {
    expect(asked({ deed: 'raise', shareBp: null })).toBeNull();
    expect(asked({ deed: 'set', amount: null })).toBeNull();
    expect(asked({ deed: 'template', templateId: 'gone' })).toBeNull();
    expect(asked({ deed: 'raise', shareBp: 10 }, [])).toBeNull();
  });

  it('[O-16] is taken back: old amounts come again, new limits go, what was left out stays', () => {
    const rows = [rowOf('c1', 'changed'), rowOf('new', 'new'), rowOf('c2', 'invalid')];
    const raise = asked({ deed: 'raise', by: 'amount', amount: 100 });
    const back = reverseOf(rows, before, raise ?? expect.fail());
    expect(back.limits.map(({ limitId, amount }) => [limitId, amount])).toEqual([['c1', 1000]]);
    expect(back.removals).toEqual(['new']);
  });
});

describe('a template that brings rules', () => {
  const brought = { ...NO_RULES, tankCapacityMl: 60_000 };
  const own = (ownerId: string, transactionMaxMl: number | null) => {
    const rules = { ...NO_RULES, transactionMaxMl };
    return { ownerKind: 'card', ownerId, rules } as const;
  };

  it('[X-21] is taken back with its rules, only where they still stand', () => {
    const rules = [own('c1', 40_000), own('c2', null)];
    const template = { limits: [], rules: brought };
    const given = templateChange(cards('c1', 'c2'), template, null);
    const back = reverseOf([], { limits, rules }, given);
    expect(back.rules).toEqual(rules);
    expect(back.rulesSeen).toEqual(rules.map((owned) => ({ ...owned, rules: brought })));
  });

  it('gives back no rules where it brought none', () => {
    const given = templateChange(cards('c1'), { limits: [], rules: null }, null);
    const back = reverseOf([], { limits, rules: [own('c1', 40_000)] }, given);
    expect(back).toMatchObject({ rules: [], rulesSeen: [] });
  });
});

describe('a change that is worked out from what was read', () => {
  const seen = (values: Partial<ChangeValues>) =>
    asked(values)?.seen?.map(({ limitId, terms }) => [limitId, terms.map(({ amount }) => amount)]);
  const both = [
    ['c1', [1000]],
    ['c2', [2000]],
  ];

  it('[O-16] says from which amount, whether it raises, ends or takes back', () => {
    expect(seen({ deed: 'raise', by: 'share', shareBp: 1000 })).toEqual(both);
    expect(seen({ deed: 'end' })).toEqual(both);
    const raise = asked({ deed: 'raise', by: 'share', shareBp: 1000 }) ?? expect.fail();
    const back = reverseOf([rowOf('c1', 'changed')], before, raise);
    expect(back.seen).toMatchObject([{ limitId: 'c1', terms: [{ amount: 1100 }] }]);
    const end = asked({ deed: 'end' }) ?? expect.fail();
    const gone = { ...rowOf('c1', 'removed'), afterAmount: null };
    expect(reverseOf([gone], before, end).seen).toEqual([{ limitId: 'c1', terms: [] }]);
    const give = asked({ deed: 'set', amount: 70, addMissing: true }) ?? expect.fail();
    const added = { ...rowOf('n', 'new'), subjectId: 'c4', afterAmount: 70 };
    const taken = reverseOf([added], before, give);
    expect(taken).toMatchObject({
      removals: ['n'],
      seen: [{ terms: [{ amount: 70 }] }],
    });
  });

  it('[O-16] from a later day raises what is planned to be in force by then', () => {
    const fromMs = Date.UTC(2026, 10, 29);
    const planned = limitOf('c1', {
      scheduled: [{ fromMs, terms: { ...PLAIN, amount: 500 } }],
    });
    const context = {
      limits: [planned],
      subjects: cards('c1'),
      templates: [],
      shape: daily,
    };
    const later = {
      deed: 'raise',
      by: 'share',
      shareBp: 1000,
      fromDate: '2026-12-01',
    } as const;
    const values = { ...noChange, shape: shapeKey(daily), ...later };
    const change = changeOf(values, { ...context, zone: 'Asia/Almaty' });
    expect(change?.limits).toMatchObject([{ amount: 550, scheduled: [] }]);
    expect(change?.seen).toMatchObject([{ limitId: 'c1', terms: [{ amount: 500 }] }]);
  });
});

describe('a new limit beside one that counts the same', () => {
  it('[X-21] is told in the preview, and one of another kind or of another card is not', () => {
    const own = { subjectId: 'c1' };
    const rows = [
      { ...rowOf('second', 'new'), ...own },
      { ...rowOf('weekly', 'new'), ...own, period: 'week' as const },
      { ...rowOf('money', 'new'), ...own, measure: 'money' as const },
      { ...rowOf('other', 'new'), subjectId: 'c9' },
      { ...rowOf('c1', 'changed'), ...own },
    ];
    expect(secondOnes(rows, limits)).toEqual(new Set(['second']));
  });
});
