import type { ClientContract } from '#protocol/records/client.ts';
import type { KeptClient } from './client-rows.ts';

/** What the use cases of clients need to read. */
export interface ClientPapers {
  client(clientId: string): Promise<KeptClient | null>;
  /** All contracts of a client, in the order of their numbers. */
  contractsOf(clientId: string): Promise<readonly ClientContract[]>;
  /** A contract with whose it is; null when it is unknown. */
  contractPaper(contractId: string): Promise<ContractPaper | null>;
}

export interface ContractPaper extends ClientContract {
  readonly zone: string;
  readonly client: KeptClient;
}
