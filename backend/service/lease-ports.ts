import type { LeaseAccount } from '#domain/lease/lease.ts';
import type { Voucher } from '#domain/voucher/voucher.ts';
import type {
  ExposureEntryRecord,
  ExposureGroup,
  ExposureLeaseRecord,
  ExposureShareRecord,
} from '#protocol/records/exposure.ts';
import type { Page, PageQuestion } from './page-ports.ts';

/** Leases that are out, as the office and a recall look at them. Reads never block a decision. */
export interface LeaseStore {
  /** Who holds something on these allowances that has not ended yet. */
  holders(allowanceKeys: readonly string[], atMs: number): Promise<readonly LeaseHolder[]>;
  /**
   * The contract that a points account, a voucher or a redemption belongs to; null when unknown.
   */
  assetContract(assetKey: string): Promise<string | null>;
  /** A voucher by its allowance's key; null for points, and where there is none. */
  voucher(allowanceKey: string): Promise<Voucher | null>;
  /** Leases of a workstation with something outstanding, in the order of their ids. */
  openLeases(
    workstationId: string,
    page: { after: string; limit: number },
  ): Promise<readonly OpenLease[]>;
  /** What is out, by whom, with names. */
  shares(
    question: Omit<PageQuestion, 'search'> & { group: ExposureGroup },
  ): Promise<Page<ExposureShareRecord>>;
  /** The same line by line: by workstation and by whose allowance it is on. */
  lines(question: Omit<PageQuestion, 'search'>): Promise<Page<ExposureLeaseRecord>>;
  /** Every excess that was named and every lost lease, the newest first. */
  entries(question: Omit<PageQuestion, 'search'>): Promise<Page<ExposureEntryRecord>>;
}

export type OpenLease = Pick<
  LeaseAccount,
  'leaseId' | 'contractId' | 'allowanceKey' | 'expiresAtMs'
>;

export interface LeaseHolder {
  readonly workstationId: string;
  readonly allowanceKey: string;
  /** In the unit of the allowance's measure. */
  readonly outstanding: number;
}
