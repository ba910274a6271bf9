import type { ClientUnderProgramme } from '#domain/client/client-account.ts';
import type { HandOverRecord } from '#protocol/records/client/account.ts';
import type { ClientContract } from '#protocol/records/client/client.ts';
import type { Account } from '../people/people-rows.ts';
import type { KeptClient } from './client-rows.ts';

/** What the use cases of clients need to read. */
export interface ClientPapers {
  client(clientId: string): Promise<KeptClient | null>;
  /** All contracts of a client, in the order of their numbers. */
  contractsOf(clientId: string): Promise<readonly ClientContract[]>;
  /** The account that is a client's own under a programme. */
  accountOf(of: ClientUnderProgramme): Promise<NamedAccount | null>;
  /** Whether a card of the contract was handed over with its act. */
  hasHandOver(contractId: string): Promise<boolean>;
  /** Cards of the contract that were handed over, the latest first. */
  handOversOf(contractId: string): Promise<readonly HandOverRecord[]>;
  /** Whether somebody of a client has an account under a programme, or is invited to one. */
  isUnder(of: ClientUnderProgramme): Promise<boolean>;
  /** A contract with whose it is; null when it is unknown. */
  contractPaper(contractId: string): Promise<ContractPaper | null>;
}

export type NamedAccount = Pick<Account, 'userId' | 'login' | 'displayName'>;

export interface ContractPaper extends ClientContract {
  readonly zone: string;
  readonly client: KeptClient;
}
