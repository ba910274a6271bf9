import type { Measure } from '../limit/measure.ts';

/**
 * The right of one workstation to spend part of one allowance without asking (architecture §7).
 * granted = spent + returned + what the workstation still may spend. At the authority a return may
 * be known before the capture that made it possible; spent + returned is then above granted for a
 * while.
 */
export interface Lease {
  readonly leaseId: string;
  readonly allowanceKey: string;
  readonly contractId: string;
  /**
   * Null for a lease on the contract's money or on a contract's limit: any card of the contract
   * spends it.
   */
  readonly cardId: string | null;
  readonly workstationId: string;
  readonly measure: Measure;
  readonly granted: number;
  readonly issuedAtMs: number;
  /** Start of its window when that lies ahead. */
  readonly validFromMs: number;
  readonly expiresAtMs: number;
}

/**
 * The authority's view of a lease: what its workstation has reported as held or captured, and given
 * back.
 */
export interface LeaseAccount extends Lease {
  readonly spent: number;
  readonly returned: number;
}

/** A lease lives at most this long, and never beyond its window (architecture §7). */
export const LEASE_LIFE_MS = 72 * 3_600_000;
/**
 * A workstation stops this long before the end, so that two clocks may differ by as much
 * (acceptance §4.1).
 */
export const LEASE_SKEW_MS = 60_000;

/** What the authority still counts as possibly spent by a workstation that has not said so. */
export function outstanding(lease: LeaseAccount): number {
  return Math.max(0, lease.granted - lease.spent - lease.returned);
}

/** Whether the workstation may spend the lease at this instant of its trusted clock. */
export function spendable(lease: Lease, atMs: number): boolean {
  return atMs >= lease.validFromMs && atMs < lease.expiresAtMs - LEASE_SKEW_MS;
}

/** A lease as a workstation keeps it: what is left of it here. */
export interface HeldLease extends Lease {
  readonly left: number;
}

export interface LeaseShare {
  readonly leaseId: string;
  readonly quantity: number;
}

/** What this workstation may spend of an allowance now, over all its leases on it. */
export function leasedHere(
  leases: readonly HeldLease[],
  allowanceKey: string,
  atMs: number,
): number {
  return leases
    .filter((lease) => lease.allowanceKey === allowanceKey && spendable(lease, atMs))
    .reduce((sum, lease) => sum + lease.left, 0);
}

/**
 * Takes `need` from the leases on an allowance, the one that ends first before the others.
 * Null when they do not cover it: nothing is taken then.
 */
export function takeFromLeases(
  leases: readonly HeldLease[],
  allowanceKey: string,
  need: number,
  atMs: number,
): readonly LeaseShare[] | null {
  const usable = leases
    .filter(
      (lease) => lease.allowanceKey === allowanceKey && lease.left > 0 && spendable(lease, atMs),
    )
    .toSorted((a, b) => a.expiresAtMs - b.expiresAtMs || (a.leaseId < b.leaseId ? -1 : 1));
  const shares: LeaseShare[] = [];
  let missing = need;
  for (const lease of usable) {
    if (missing === 0) break;
    const quantity = Math.min(missing, lease.left);
    shares.push({ leaseId: lease.leaseId, quantity });
    missing -= quantity;
  }
  return missing === 0 ? shares : null;
}
