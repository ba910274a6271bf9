import { parseAllowanceKey } from '../limit/allowance.ts';
import type { Measure } from '../limit/measure.ts';
import { LEASE_LIFE_MS, type Lease } from './lease.ts';

/**
 * So long after its lease's end a lost workstation may still bring the redemption of a voucher.
 * Chosen by us: as long as it could have sold without the link.
 */
export const VOUCHER_REPORT_MS = LEASE_LIFE_MS;

/** What a lost workstation could still spend of a lease: named, and counted no more (I1, I5). */
export interface LostLease {
  readonly leaseId: string;
  readonly contractId: string;
  readonly allowanceKey: string;
  readonly workstationId: string;
  readonly measure: Measure;
  /** Outstanding when it was declared. */
  readonly quantity: number;
  /** The most that it may come to have spent in all; less what it reports, that is what is open. */
  readonly reach: number;
  readonly atMs: number;
}

/**
 * Whether a lease of a lost workstation is taken away at an instant. Money, fuel and points are
 * free at once: what comes late is named as exposure. A voucher is redeemed at most once (I6), and
 * nothing that is named afterwards mends a second time: it stays kept for whoever may have taken it
 * already, as long as that may be told in time. It cannot be kept for ever: a workstation that
 * comes back even later is heard all the same, and a voucher that somebody else has had since is
 * then redeemed twice and named as exposure.
 */
export function isForfeit(
  { allowanceKey, expiresAtMs }: Pick<Lease, 'allowanceKey' | 'expiresAtMs'>,
  atMs: number,
): boolean {
  const { voucherId } = parseAllowanceKey(allowanceKey);
  return voucherId === null || atMs >= expiresAtMs + VOUCHER_REPORT_MS;
}
