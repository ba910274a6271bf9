import type { TemplateLimit } from '#protocol/records/limits.ts';
import type { LimitRecord, OwnedRulesRecord } from '#protocol/records.ts';

export interface TemplateBody {
  readonly limits: readonly TemplateLimit[];
  readonly rules: OwnedRulesRecord['rules'] | null;
}

/**
 * What a card has of its own, as a template gives it: without ids and plans. Limits of its group
 * and contract bind others too and stay where they are, and so does one whose time has not come.
 */
export function templateOfCard(
  cardId: string,
  card: { readonly limits: readonly LimitRecord[]; readonly rules: readonly OwnedRulesRecord[] },
): TemplateBody {
  const own = card.limits.filter(
    ({ subjectKind, subjectId, weekdays }) =>
      subjectKind === 'card' && subjectId === cardId && weekdays !== 0,
  );
  const limits = own.map(
    ({ limitId: _id, subjectKind: _kind, subjectId: _owner, scheduled: _plans, ...limit }) => limit,
  );
  const rules = card.rules.find(
    ({ ownerKind, ownerId }) => ownerKind === 'card' && ownerId === cardId,
  );
  return { limits, rules: rules?.rules ?? null };
}
