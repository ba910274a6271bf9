import type { ContractClosingRecord } from '#protocol/records.ts';

/** Who the clients are, whose a contract or a limit is, and how it ended (row N-07). */
export interface ClientStore {
  /** True when there is such a client. */
  hasClient(clientId: string): Promise<boolean>;
  /** Whether every contract of a client is closed; false for a client who never had one. */
  isClientClosed(clientId: string): Promise<boolean>;
  /** Client of a contract; null when the contract is unknown. */
  clientOfContract(contractId: string): Promise<string | null>;
  /** Contract that a limit is of, or was before it was removed; null for one there never was. */
  contractOfLimit(limitId: string): Promise<string | null>;
  /** Who ended the contract, and why; null for one that was not ended. */
  contractClosing(contractId: string): Promise<ContractClosingRecord | null>;
}
