import { z } from 'zod';
import * as r from '../records.ts';
import * as s from '../shapes.ts';

/** Most limits, cards or rules of one command. */
export const LIMITS_MAX = 10_000;

export const limitSubject = z.strictObject({ subjectKind: r.limitOwner, subjectId: s.key });

/** A limit without an owner: what a template gives to each. */
export const templateLimit = r.limit.omit({
  limitId: true,
  subjectKind: true,
  subjectId: true,
  scheduled: true,
});
export type TemplateLimit = z.infer<typeof templateLimit>;

/** A named set of limits and rules, of one contract or of the whole network. */
export const limitTemplate = z.strictObject({
  templateId: s.key,
  contractId: s.key.nullable(),
  name: s.name,
  limits: z.array(templateLimit).max(50),
  rules: r.purchaseRules.nullable(),
});
export type LimitTemplateRecord = z.infer<typeof limitTemplate>;

/** The same limits and rules for each of many owners. */
export const spread = z.strictObject({
  subjects: z.array(limitSubject).min(1).max(LIMITS_MAX),
  limits: z.array(templateLimit).max(50),
  rules: r.purchaseRules.nullable().default(null),
});
export type Spread = z.infer<typeof spread>;

/** From which terms the change of a limit was worked out; no terms where there must be no limit. */
export const seenTerms = z.strictObject({
  limitId: s.key,
  terms: z.array(r.limitTerms).max(50),
});

/** What changes, whether it is done or only looked at. */
export const limitsChange = {
  contractId: s.key,
  limits: z.array(r.limit).max(LIMITS_MAX).default([]),
  removals: z.array(s.key).max(LIMITS_MAX).default([]),
  /** Compared with what is in force; a row that is not named is changed whatever stands there. */
  seen: z
    .array(seenTerms)
    .max(2 * LIMITS_MAX)
    .optional(),
  rules: z.array(r.ownedRules).max(LIMITS_MAX).default([]),
  /** Compared with the rules that stand; an owner that is not named gets the new ones anyhow. */
  rulesSeen: z.array(r.ownedRules).max(LIMITS_MAX).optional(),
  spread: spread.nullable().default(null),
  /** From when it applies; null at once. */
  fromMs: s.atMs.nullable().default(null),
  /** What the parts must not exceed: a limit of the contract, or (null) the money it has left. */
  budget: z.strictObject({ limitId: s.key.nullable() }).nullable().default(null),
};

const effect = z.enum(['new', 'changed', 'same', 'planned', 'removed', 'invalid']);

export const limitRowPreview = z.strictObject({
  limitId: s.key,
  subjectKind: r.limitOwner.nullable(),
  subjectId: s.key.nullable(),
  /** What it counts; null where nobody knows the limit. */
  scopeKind: r.limit.shape.scopeKind.nullable().default(null),
  scopeId: s.key.nullable().default(null),
  measure: s.measure.nullable().default(null),
  period: s.period.nullable().default(null),
  effect,
  beforeAmount: s.total.nullable(),
  afterAmount: z.int().nullable(),
  used: s.total,
  belowUsed: z.boolean(),
  code: z.string().max(60).nullable(),
  field: z.string().max(60).nullable(),
});

export const limitsResult = z.strictObject({
  counts: z.record(effect, s.count),
  belowUsedCount: s.count,
  /** Owners whose purchase rules change, are so already, or stay as somebody else made them. */
  rules: z
    .strictObject({ changed: s.count, same: s.count, stale: s.count })
    .default({ changed: 0, same: 0, stale: 0 }),
  /** All of them in a preview; of a change only those that were left out. */
  rows: z.array(limitRowPreview),
});

export const limitsPreview = z.strictObject({
  result: limitsResult,
  /** By how much the parts exceed their budget; null when they do not. */
  overBudget: s.params.nullable(),
  /** What the owners whose rules would change let be bought now; this is what takes it back. */
  rulesBefore: z.array(r.ownedRules).default([]),
});

export const limitVersion = z.strictObject({
  limitId: s.key,
  fromMs: s.atMs,
  terms: r.limitTerms.nullable(),
  atMs: s.atMs,
  userName: s.name.nullable(),
});
export type LimitVersionRecord = z.infer<typeof limitVersion>;

export const cardGroup = z.strictObject({ groupId: s.key, contractId: s.key, name: s.name });
export const listedGroup = cardGroup.extend({ cardCount: s.count });
export type ListedGroup = z.infer<typeof listedGroup>;

/** «Can this purchase pass?» with every remainder that counts it (acceptance §4.9). */
export const purchasePreview = z.strictObject({
  passes: z.boolean(),
  code: z.string().max(60).nullable(),
  params: s.params,
  given: z.strictObject({ amountMinor: s.total, volumeMl: s.total, count: s.count }).nullable(),
  largest: z.strictObject({ volumeMl: s.total, amountMinor: s.total }).nullable(),
  priceMinorPerLitre: s.amountMinor.nullable(),
  alerts: z.array(s.key),
  remainders: z.array(r.remainder),
});
