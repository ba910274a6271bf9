import { outstanding } from '../lease/lease.ts';
import { isForfeit, type LostLease } from '../lease/lost-lease.ts';
import type { Decision } from './change.ts';
import type { DeclareLostCommand } from './command.ts';
import { DONE, refused } from './decision.ts';
import { Draft } from './draft.ts';
import type { Facts } from './facts.ts';

/**
 * Gives the capacity of a lost workstation's leases free and names what it could still spend. Its
 * late journal is booked all the same; what then stands above an amount is exposure (architecture
 * §7). A voucher stays kept for it until `VOUCHER_REPORT_MS` after its lease's end; what is told
 * even later is named exposure as well, also where somebody else has had that voucher meanwhile
 * (I6). Doing it again finds nothing else outstanding.
 */
export function decideDeclareLost(command: DeclareLostCommand, facts: Facts): Decision {
  const { contractId, lostWorkstationId, atMs } = command;
  // Not before its key is revoked: it must not be given new leases in the meantime.
  if (facts.workstation?.state !== 'lost') {
    return refused('WORKSTATION_UNKNOWN');
  }
  const draft = new Draft(facts, contractId);
  for (const lease of facts.leases) {
    const { leaseId, allowanceKey, workstationId, measure, granted, returned } = lease;
    const quantity = outstanding(lease);
    if (workstationId !== lostWorkstationId || lease.contractId !== contractId) continue;
    if (quantity === 0 || !isForfeit(lease, atMs)) continue;
    draft.putLease(lease);
    const named = { leaseId, contractId, allowanceKey, workstationId, measure };
    const lost: LostLease = { ...named, quantity, reach: granted - returned, atMs };
    draft.push({ kind: 'lease.lost', lost });
  }
  return { outcome: DONE, changes: draft.changes() };
}
