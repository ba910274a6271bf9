import { describe, expect, it } from 'vitest';
import { NO_RULES } from '#domain/card/purchase-rules.ts';
import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import type { LimitRecord } from '#protocol/records.ts';
import { isOnSide } from '#features/cards/group/card-groups.ts';
import { noCheck, questionOf } from '#features/cards/card/check-question.ts';
import { templateOfCard } from '#features/cards/template/template-of-card.ts';

const limit: LimitRecord = {
  ...PLAIN_TERMS,
  limitId: 'l',
  subjectKind: 'card',
  subjectId: 'c1',
  scopeKind: 'all',
  scopeId: null,
  measure: 'volume',
  period: 'day',
  amount: 1000,
  scheduled: [{ fromMs: 1, terms: null }],
};

describe('a template that is made of a card', () => {
  it('[X-21] has what the card has of its own, without ids and plans', () => {
    const rules = { ...NO_RULES, tankCapacityMl: 60_000 };
    const body = templateOfCard('c1', {
      limits: [limit, { ...limit, subjectKind: 'contract', subjectId: 'k' }],
      rules: [
        { ownerKind: 'contract', ownerId: 'k', rules: NO_RULES },
        { ownerKind: 'card', ownerId: 'c1', rules },
      ],
    });
    const { scheduled: _none, ...terms } = PLAIN_TERMS;
    const shape = { scopeKind: 'all', scopeId: null, measure: 'volume', period: 'day' };
    expect(body).toEqual({ limits: [{ ...terms, ...shape, amount: 1000 }], rules });
  });

  it('[X-21] leaves out a limit whose time has not come', () => {
    const body = templateOfCard('c1', { limits: [{ ...limit, weekdays: 0 }], rules: [] });
    expect(body).toEqual({ limits: [], rules: null });
  });
});

describe('a card beside a group', () => {
  it('[X-20] is inside, or among the others', () => {
    const card = { groupId: 'g1' };
    expect(isOnSide(card, { groupId: 'g1', inside: true })).toBe(true);
    expect(isOnSide(card, { groupId: 'g1', inside: false })).toBe(false);
    expect(isOnSide({ groupId: null }, { groupId: 'g1', inside: false })).toBe(true);
    expect(isOnSide(card, null)).toBe(true);
  });
});

describe('a purchase that is tried', () => {
  const here = { ...noCheck, stationId: 's', productId: 'p', volumeMl: 5000 };

  it('[X-28] is asked for now, or at an hour of the contract’s day', () => {
    expect(questionOf(here, 'c1', 'Asia/Almaty')).not.toHaveProperty('forMs');
    const later = { ...here, when: 'later', date: '2026-12-01', minute: '90' } as const;
    const asked = questionOf(later, 'c1', 'Asia/Almaty');
    expect(asked).toMatchObject({ forMs: Date.UTC(2026, 10, 30, 20, 30) });
  });

  it('is not asked while the amount or the day is missing', () => {
    expect(questionOf({ ...here, volumeMl: 0 }, 'c1', 'Asia/Almaty')).toBeNull();
    expect(questionOf({ ...here, by: 'money' }, 'c1', 'Asia/Almaty')).toBeNull();
    expect(questionOf({ ...here, when: 'later' }, 'c1', 'Asia/Almaty')).toBeNull();
    expect(questionOf({ ...here, by: 'full' }, 'c1', 'Asia/Almaty')).toMatchObject({
      ask: { by: 'full' },
    });
  });
});
