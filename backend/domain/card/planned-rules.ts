import { NO_RULES, type OwnedRules, type PurchaseRules } from './purchase-rules.ts';

/** Rules that come into force at an instant, all of them in place of those before. */
interface PlannedRules {
  readonly fromMs: number;
  readonly rules: PurchaseRules;
}

/** An owner's rules with what is planned after them, in the order of time. */
export interface KeptRules extends PurchaseRules {
  readonly scheduled?: readonly PlannedRules[];
}

/** Kept rules with the one whom they belong to. */
export interface OwnedKeptRules extends OwnedRules {
  readonly rules: KeptRules;
}

/** The rules that are in force at an instant, without what is planned after them. */
export function rulesAt(kept: KeptRules, atMs: number): PurchaseRules {
  // As with nearly everybody: this is asked for every owner of every decision.
  if (kept.scheduled === undefined) return kept;
  const { scheduled, ...rules } = kept;
  const due = scheduled.findLast(({ fromMs }) => fromMs <= atMs);
  return due === undefined ? rules : { ...NO_RULES, ...due.rules };
}

/** When other rules come into force after an instant; null where none are planned. */
export function nextRulesMs({ scheduled = [] }: KeptRules, afterMs: number): number | null {
  return scheduled.find(({ fromMs }) => fromMs > afterMs)?.fromMs ?? null;
}

/**
 * The rules with others from an instant on; what is planned of that very instant is replaced, and
 * what is planned later stays, as with limits.
 */
export function withRules(
  kept: KeptRules | null,
  rules: PurchaseRules,
  { atMs, fromMs }: { readonly atMs: number; readonly fromMs: number | null },
): KeptRules {
  const before: KeptRules = kept ?? NO_RULES;
  const planned = (before.scheduled ?? []).filter((one) => one.fromMs > atMs);
  if (fromMs === null || fromMs <= atMs) return keptAs(rules, planned);
  const others = planned.filter((one) => one.fromMs !== fromMs);
  const scheduled = [...others, { fromMs, rules }].toSorted((a, b) => a.fromMs - b.fromMs);
  return keptAs(rulesAt(before, atMs), scheduled);
}

function keptAs(rules: PurchaseRules, scheduled: readonly PlannedRules[]): KeptRules {
  return scheduled.length === 0 ? rules : { ...rules, scheduled };
}
