import { z } from 'zod';
import type { OwnedRules } from '#domain/card/purchase-rules.ts';
import type { Limit } from '#domain/limit/limit.ts';
import { limit, ownedRules, type LimitRecord, type OwnedRulesRecord } from '#protocol/records.ts';

/** What is known of a card beside its leases: the limits that count, and the rules that stop. */
export interface KnownTerms {
  readonly limits: readonly Limit[];
  readonly rules: readonly OwnedRules[];
}

interface TermsRecord {
  readonly limits: LimitRecord[];
  readonly rules: OwnedRulesRecord[];
}

const limits = z.array(limit);
const both = z.strictObject({ limits, rules: z.array(ownedRules) });
// Before there were rules a list of limits stood here alone.
const shape = z.union([limits.transform((list) => ({ limits: list, rules: [] })), both]);

/** Reads what `termsText` wrote, in this version or before it. */
export function termsFrom(text: string): TermsRecord {
  return shape.parse(JSON.parse(text));
}

export function termsText({ limits: list, rules }: KnownTerms): string {
  return JSON.stringify({ limits: list, rules });
}
