import type { ContractRecord, RemainderRecord } from '#protocol/records.ts';

/**
 * A contract's money now, minor units: what was paid in, lent, gone or kept for fills, and left.
 */
export interface ContractMoney {
  readonly depositsMinor: number;
  readonly creditLimitMinor: number;
  readonly usedMinor: number;
  readonly availableMinor: number;
}

/** From the remainder of the contract's money allowance; null where the answer carries none. */
export function contractMoney(
  { depositsMinor, creditLimitMinor }: ContractRecord,
  remainders: readonly RemainderRecord[],
): ContractMoney | null {
  const money = remainders.find(({ limitId, measure }) => limitId === null && measure === 'money');
  if (money === undefined) return null;
  const { used: usedMinor, left: availableMinor } = money;
  return { depositsMinor, creditLimitMinor, usedMinor, availableMinor };
}

/** The client's own money, without what is lent to him; below zero it is his debt. */
export function balanceMinor({ depositsMinor, usedMinor }: ContractMoney): number {
  return depositsMinor - usedMinor;
}

/** What would be left with another credit or after a payment; never below zero, as fills see it. */
export function availableWith(
  money: ContractMoney,
  change: { readonly creditLimitMinor?: number; readonly topUpMinor?: number },
): number {
  const creditMinor = change.creditLimitMinor ?? money.creditLimitMinor;
  const amountMinor = money.depositsMinor + (change.topUpMinor ?? 0) + creditMinor;
  return Math.max(0, amountMinor - money.usedMinor);
}
