import { free, type Allowance } from '../limit/allowance.ts';
import { decideAuthorize, type AuthorizeQuestion } from '../sale/authorize.ts';

/** What has to come back from leases on one allowance before a fill can pass. */
export interface RecallNeed {
  readonly allowanceKey: string;
  /** In the unit of the allowance's measure. */
  readonly quantity: number;
}

/**
 * What a refused fill would need back from leases: nothing when it is refused for another reason,
 * or when all leases together would not do. Nothing is recalled for a fill that fails all the same.
 */
export function recallNeeds(question: AuthorizeQuestion): readonly RecallNeed[] {
  const withLeases = (allowance: Allowance): number =>
    Math.max(0, free(allowance) + outstandingOf(allowance));
  const could = decideAuthorize({ ...question, available: withLeases });
  if (!could.ok) return [];
  return could.value.needs.flatMap(({ allowance, need }) => {
    const quantity = need - question.available(allowance);
    return quantity > 0 ? [{ allowanceKey: allowance.key, quantity }] : [];
  });
}

/** What is leased, less what stands above the amount already: that part frees nothing. */
function outstandingOf({ amount, counters }: Allowance): number {
  const { captured, held, leased } = counters;
  const above = Math.max(0, captured + held + leased - amount);
  return Math.max(0, leased - above);
}
