import type { Facts } from '../journal/facts.ts';

/** The next number of a slip of this workstation; call it in the transaction that uses it. */
export function nextSlipNumber(facts: Facts): number {
  const slipNumber = (facts.get('slipNumber') ?? 0) + 1;
  facts.set('slipNumber', slipNumber);
  return slipNumber;
}
