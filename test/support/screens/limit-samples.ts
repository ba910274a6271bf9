// Groups, templates and limits of many cards, as the office of an invented network sees them.
import { changedAmount } from '#domain/limit/amount-change.ts';
import { NO_RULES } from '#domain/card/purchase-rules.ts';
import { PLAIN_TERMS } from '#domain/limit/limit.ts';
import type { BridgeAnswer, BridgeInput } from '#protocol/bridge.ts';
import type { LimitTemplateRecord, ListedGroup } from '#protocol/records/limits.ts';
import type { LimitRecord } from '#protocol/records.ts';
import { nowMs } from './samples.ts';

const { scheduled: _none, ...terms } = PLAIN_TERMS;

export const groups: readonly ListedGroup[] = [
  { groupId: 'g-1', contractId: 'ct-1', name: 'Легковые офиса', cardCount: 24 },
  { groupId: 'g-2', contractId: 'ct-1', name: 'Рефрижераторы', cardCount: 61 },
  { groupId: 'g-3', contractId: 'ct-1', name: 'Тягачи', cardCount: 107 },
];

export const templates: readonly LimitTemplateRecord[] = [
  {
    templateId: 't-1',
    contractId: null,
    name: 'Легковой: 40 л в день, 600 л в месяц',
    limits: [
      {
        ...terms,
        scopeKind: 'all',
        scopeId: null,
        measure: 'volume',
        amount: 40_000,
        period: 'day',
      },
      {
        ...terms,
        scopeKind: 'all',
        scopeId: null,
        measure: 'volume',
        amount: 600_000,
        period: 'month',
      },
    ],
    rules: null,
  },
  {
    templateId: 't-2',
    contractId: 'ct-1',
    name: 'Тягач в рейсе',
    limits: [
      {
        ...terms,
        scopeKind: 'group',
        scopeId: 'g-diesel',
        measure: 'money',
        amount: 30_000_000,
        period: 'week',
        weekdays: 31,
      },
    ],
    rules: { ...NO_RULES, tankCapacityMl: 800_000 },
  },
];

export const manyLimits: readonly LimitRecord[] = Array.from({ length: 260 }, (_, index) => ({
  ...terms,
  limitId: `many-${index + 1}`,
  subjectKind: 'card',
  subjectId: `card-${index + 1}`,
  scopeKind: 'all',
  scopeId: null,
  measure: 'volume',
  amount: 40_000 + (index % 4) * 20_000,
  period: 'day',
  scheduled: [],
}));

/**
 * What a preview of these limits would say: every ninth is below what is used, every 20th is gone.
 */
export function previewOf(
  asked: Pick<BridgeInput<'limit:previewMany'>, 'limits' | 'removals' | 'fromMs'>,
): BridgeAnswer<'limit:previewMany'> {
  const before = new Map(manyLimits.map((limit) => [limit.limitId, limit]));
  const rows = asked.limits.map((limit, index) => {
    const { limitId, subjectKind, subjectId, scopeKind, scopeId, measure, period } = limit;
    const isGone = index % 20 === 13;
    return {
      limitId,
      subjectKind,
      subjectId,
      scopeKind,
      scopeId,
      measure,
      period,
      effect: isGone ? ('invalid' as const) : ('changed' as const),
      beforeAmount: before.get(limitId)?.amount ?? null,
      afterAmount: limit.amount,
      used: index % 9 === 4 ? changedAmount(limit.amount, { kind: 'share', bp: 500 }) : 12_500,
      belowUsed: !isGone && index % 9 === 4,
      code: isGone ? 'CARD_NOT_FOUND' : null,
      field: null,
    };
  });
  const invalid = rows.filter(({ effect }) => effect === 'invalid').length;
  const counts = {
    new: 0,
    changed: rows.length - invalid,
    same: 0,
    planned: 0,
    removed: 0,
    invalid,
  };
  const belowUsedCount = rows.filter(({ belowUsed }) => belowUsed).length;
  const rules = { changed: 0, same: 0, stale: 0 };
  return { result: { counts, belowUsedCount, rules, rows }, overBudget: null, rulesBefore: [] };
}

export const asOfMs = nowMs - 2000;
