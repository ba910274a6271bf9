import type { OwnedRules } from '#domain/card/purchase-rules.ts';
import type { Limit } from '#domain/limit/limit.ts';
import type { Spread, TemplateLimit } from '#protocol/records/limits.ts';
import { derivedId } from '../authority/derived-id.ts';
import type { Service } from '../service.ts';

export interface SpreadOut {
  readonly limits: readonly Limit[];
  readonly rules: readonly OwnedRules[];
}

/**
 * The same limits for each owner. Their ids follow from owner and shape, so that spreading again
 * changes the limits of the first time instead of adding others beside them.
 */
export function spreadOut(
  { digests }: Service,
  { subjects, limits, rules }: Pick<Spread, 'subjects' | 'limits' | 'rules'>,
): SpreadOut {
  const all = subjects.flatMap(({ subjectKind, subjectId }) =>
    limits.map((limit): Limit => {
      const limitId = derivedId(digests, 'limit', subjectKind, subjectId, ...shapeOf(limit));
      return { ...limit, limitId, subjectKind, subjectId, scheduled: [] };
    }),
  );
  const owned = subjects.map(({ subjectKind: ownerKind, subjectId: ownerId }) => {
    return rules === null ? [] : [{ ownerKind, ownerId, rules }];
  });
  return { limits: all, rules: owned.flat() };
}

/** Weekdays and hours tell limits of one template apart: a quota for each day is several limits. */
function shapeOf(limit: TemplateLimit): readonly string[] {
  const { scopeKind, scopeId, measure, period, weekdays, fromMinute, toMinute } = limit;
  const time = [weekdays, fromMinute ?? '', toMinute ?? ''].map(String);
  return [scopeKind, scopeId ?? '', measure, period, ...time];
}
