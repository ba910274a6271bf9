import type { JournalBody } from '#protocol/journal.ts';
import type { Writing } from '../journal/journal.ts';
import { takeShares } from './lease-store.ts';

/**
 * Lowers leases here, durably with the lines that say so, before anybody else may count on what
 * they held. `tellGeneration` has to follow.
 */
export function giveBack(
  writing: Writing,
  leaseReturns: readonly JournalBody<'lease.returned'>[],
): void {
  takeShares(writing, leaseReturns);
  for (const leaseReturn of leaseReturns) writing.append('lease.returned', leaseReturn);
}
