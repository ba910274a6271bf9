import type { ContractClosingRecord } from '#protocol/records.ts';

/** What is known of contracts that were ended (row N-07). */
export interface ClosingStore {
  /** Who ended the contract, and why; null for one that was not ended. */
  contractClosing(contractId: string): Promise<ContractClosingRecord | null>;
  /** Whether every contract of a client is closed; false for a client who never had one. */
  isClientClosed(clientId: string): Promise<boolean>;
}
