import type { Contract } from '../contract/contract.ts';
import {
  countAllowance,
  limitAllowanceKey,
  moneyAllowance,
  moneyAllowanceKey,
  windowAllowance,
  ZERO_COUNTERS,
  type Allowance,
  type AllowanceCounters,
} from '../limit/allowance.ts';
import { windowAt } from '../time/window.ts';
import { assetAmount } from './asset/asset.ts';
import type { Facts } from './facts.ts';

/** The allowances of card and contract in the windows of one instant. */
export function allowancesAt(
  facts: Pick<Facts, 'limits' | 'counters'>,
  contract: Contract,
  atMs: number,
): readonly Allowance[] {
  const countersOf = (key: string): AllowanceCounters => facts.counters.get(key) ?? ZERO_COUNTERS;
  const ofLimits = facts.limits.map((limit) => {
    const window = windowAt(limit.period, atMs, contract.zone);
    const key = limitAllowanceKey(limit.limitId, window.key);
    return windowAllowance({ key, limit, window, counters: countersOf(key) });
  });
  return [...ofLimits, contractMoney(contract, facts)];
}

/** The money of a contract as these facts count it. */
export function contractMoney(contract: Contract, facts: Pick<Facts, 'counters'>): Allowance {
  const counters = facts.counters.get(moneyAllowanceKey(contract.contractId)) ?? ZERO_COUNTERS;
  return moneyAllowance({ ...contract, counters });
}

/**
 * The allowance of points or of a voucher, whatever its state; null for an unknown one. A voucher
 * that was given back or blocked allows nothing new, but what was taken of it still counts.
 */
export function assetAllowance(
  { look, counters }: Pick<Facts, 'look' | 'counters'>,
  key: string,
): Allowance | null {
  const asset = look.asset(key);
  const amount = asset === null ? null : assetAmount(asset);
  if (amount === null) return null;
  return countAllowance({ key, amount, counters: counters.get(key) ?? ZERO_COUNTERS });
}
