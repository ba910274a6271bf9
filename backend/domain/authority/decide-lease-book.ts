import type { Lease } from '../lease/lease.ts';
import { moneyAllowanceKey, parseAllowanceKey } from '../limit/allowance.ts';
import type { Contract } from '../contract/contract.ts';
import { assetContractId } from './asset/asset.ts';
import type { Decision } from './change.ts';
import type { BookLeasesCommand } from './command.ts';
import { DONE, refused } from './decision.ts';
import { Draft } from './draft.ts';
import type { Facts } from './facts.ts';

/**
 * Counts leases that a workstation tells it has. One that is known changes nothing. One that was
 * granted in a time that a restored backup has lost is outstanding again, whatever it does to its
 * allowance: it may be spent already, so the excess is exposure (architecture §8).
 */
export function decideLeaseBook(command: BookLeasesCommand, facts: Facts): Decision {
  const { contract } = facts;
  if (contract === null) return refused('CONTRACT_NOT_FOUND');
  const known = new Set(facts.leases.map(({ leaseId }) => leaseId));
  const draft = new Draft(facts, contract.contractId);
  for (const lease of command.leases) {
    if (known.has(lease.leaseId) || !canBe(lease, facts, contract)) continue;
    const { workstationId } = command;
    draft.putLease({ ...lease, workstationId, spent: 0, returned: 0 });
  }
  const cause = { ...command, saleId: null };
  return { outcome: DONE, changes: draft.changesWithExposure(cause) };
}

/**
 * On the money, a limit, points or a voucher of this very contract and card, in the measure that is
 * counted there.
 */
function canBe(lease: Lease, { limits, look }: Facts, { contractId }: Contract): boolean {
  if (lease.contractId !== contractId || lease.granted <= 0) return false;
  const { allowanceKey, measure } = lease;
  if (allowanceKey === moneyAllowanceKey(contractId)) return measure === 'money';
  const { limitId, pointsAccountId, voucherId } = parseAllowanceKey(allowanceKey);
  if (pointsAccountId !== null || voucherId !== null) {
    const asset = look.asset(allowanceKey);
    return measure === 'count' && asset !== null && assetContractId(asset) === contractId;
  }
  return limits.some((limit) => limit.limitId === limitId && limit.measure === measure);
}
