import type { HeldLease, LeaseShare } from '#domain/lease/lease.ts';
import { parseAllowanceKey } from '#domain/limit/allowance.ts';
import type { JournalBody } from '#protocol/journal.ts';
import type { Writing } from '../journal/journal.ts';
import type { Ids } from '../ports.ts';
import { refill, takeShares } from './lease-store.ts';

type Lefts = Pick<HeldLease, 'leaseId' | 'left'>;
type LimitLease = Lefts & Pick<HeldLease, 'allowanceKey'>;

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

/**
 * Puts what was held and not taken back into its lease, in the measure's unit. Call it after the
 * line that ends the hold: what comes back to a lease that was killed meanwhile goes on to the
 * backend. Not where this journal was found to be a restored copy: nobody knows what was spent.
 */
export function putBack({ db, facts, append }: Writing, share: LeaseShare, ids: Ids): void {
  const { state, issuedAtMs } = refill(db, share);
  if (state !== 'dead' || issuedAtMs <= (facts.get('leasesDoubtedAtMs') ?? -1)) return;
  append('lease.returned', { returnId: ids.uuid(), ...share });
}

/**
 * In each window of a limit, this one and those leased ahead, what these leases have of so much.
 */
export function sharesInEachWindow(
  leases: readonly LimitLease[],
  limitId: string,
  wanted: number,
): LeaseShare[] {
  const own = leases.filter(
    ({ allowanceKey }) => parseAllowanceKey(allowanceKey).limitId === limitId,
  );
  const windows = new Set(own.map(({ allowanceKey }) => allowanceKey));
  return [...windows].flatMap((window) =>
    sharesOf(
      own.filter(({ allowanceKey }) => allowanceKey === window),
      wanted,
    ),
  );
}

/** Shares that come to `wanted` together, or to all that these leases have left. */
export function sharesOf(leases: readonly Lefts[], wanted: number): LeaseShare[] {
  const shares: LeaseShare[] = [];
  let missing = wanted;
  for (const { leaseId, left } of leases) {
    const quantity = Math.min(left, missing);
    if (quantity === 0) continue;
    shares.push({ leaseId, quantity });
    missing -= quantity;
  }
  return shares;
}
