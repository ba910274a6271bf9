import type { ContractClosingRecord } from '#protocol/records.ts';

/** Who the clients are, whose a contract or a limit is, and how it ended (row N-07). */
export interface ClientStore {
  /** True when there is such a client. */
  hasClient(clientId: string): Promise<boolean>;
  /**
   * Whether a client had contracts and none of them is in force any more: a drawn one lets nobody
   * in. Under a programme that he has contracts under, those alone count (row N-07).
   */
  isClientClosed(of: ClosedQuestion): Promise<boolean>;
  /** Client of a contract; null when the contract is unknown. */
  clientOfContract(contractId: string): Promise<string | null>;
  /** Contract that a limit is of, or was before it was removed; null for one there never was. */
  contractOfLimit(limitId: string): Promise<string | null>;
  /** Who ended the contract, and why; null for one that was not ended. */
  contractClosing(contractId: string): Promise<ContractClosingRecord | null>;
}

export interface ClosedQuestion {
  readonly clientId: string;
  /** At whose door the account in question is; null for one at none. */
  readonly programmeId: string | null;
}
