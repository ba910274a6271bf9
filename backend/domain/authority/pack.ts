import { parseAllowanceKey, type AllowanceCounters } from '../limit/allowance.ts';
import { rulesAt, type KeptRules } from '../card/planned-rules.ts';
import type { OwnedRules } from '../card/purchase-rules.ts';
import type { Limit, LimitSubject } from '../limit/limit.ts';

/**
 * The deciding state of one owner of allowances, kept as one row: all limits of a card, a group or
 * a contract, and what is counted against them (architecture §6: packed counters, which the checker
 * rebuilds from sales and leases).
 */
export interface Pack {
  readonly ownerKey: string;
  readonly contractId: string;
  readonly limits: readonly Limit[];
  /** What the owner lets be bought, and will; null while nobody said anything. */
  readonly rules: KeptRules | null;
  /** By allowance key; a key that is not there counts nothing. Old windows go to an archive. */
  readonly counters: ReadonlyMap<string, AllowanceCounters>;
  /** The end of the newest window that went to the archive; null while none did. */
  readonly archivedThroughMs: number | null;
  /** The last authorization, for the pause between two; null while there was none. */
  readonly lastSaleAtMs: number | null;
}

/** A lookup of counters by allowance key; undefined stands for nothing counted. */
export interface CounterLookup {
  get(allowanceKey: string): AllowanceCounters | undefined;
}

/** Who owns an allowance: the row that its counters live in. */
export function ownerKey(kind: LimitSubject | 'points' | 'voucher', id: string): string {
  return `${kind}/${id}`;
}

/** The parts of an owner's key; `kind` is null for one that has no limits of its own. */
export function ownerParts(owner: string): { kind: LimitSubject | null; id: string } {
  const slash = owner.indexOf('/');
  const text = owner.slice(0, slash);
  const known = (['card', 'card-group', 'contract'] as const).find((one) => one === text);
  return { kind: known ?? null, id: owner.slice(slash + 1) };
}

/** The rules of these owners that are in force at an instant, of those that have any. */
export function rulesOf(packs: readonly Pack[], atMs: number): readonly OwnedRules[] {
  return packs.flatMap(({ ownerKey: owner, rules }) => {
    const { kind: ownerKind, id: ownerId } = ownerParts(owner);
    if (rules === null || ownerKind === null) return [];
    return [{ ownerKind, ownerId, rules: rulesAt(rules, atMs) }];
  });
}

/** The owner that a limit belongs to. */
export function ownerOfLimit(limit: Pick<Limit, 'subjectKind' | 'subjectId'>): string {
  return ownerKey(limit.subjectKind, limit.subjectId);
}

/** The owner of an allowance that is not a limit's window; null for a limit's. */
export function ownerOfAllowance(allowanceKey: string): string | null {
  const { contractId, pointsAccountId, voucherId } = parseAllowanceKey(allowanceKey);
  if (pointsAccountId !== null) return ownerKey('points', pointsAccountId);
  if (voucherId !== null) return ownerKey('voucher', voucherId);
  return contractId === null ? null : ownerKey('contract', contractId);
}

export function emptyPack(owner: string, contractId: string): Pack {
  const nothing = { limits: [], rules: null, archivedThroughMs: null, lastSaleAtMs: null };
  return { ownerKey: owner, contractId, counters: new Map(), ...nothing };
}
