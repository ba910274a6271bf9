import type { Measure } from '../limit/measure.ts';

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
