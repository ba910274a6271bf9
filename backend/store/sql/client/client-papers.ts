import type { ClientUnderProgramme } from '#domain/client/client-account.ts';
import type { HandOverRecord } from '#protocol/records/client/account.ts';
import type { ClientContract } from '#protocol/records/client/client.ts';
import type { ClientPapers, ContractPaper, NamedAccount } from '#service/client/client-papers.ts';
import type { KeptClient } from '#service/client/client-rows.ts';
import { CLIENT_COLUMNS } from '../rows.ts';
import type { SqlDatabase } from '../sql.ts';

const CONTRACT = `
  contract_id AS contractId, number, state, programme_id AS programmeId`;

const SQL = {
  client: `
    SELECT ${CLIENT_COLUMNS}, client_type AS type, kpp, revision FROM client
    WHERE client_id = @clientId`,
  contracts: `
    SELECT ${CONTRACT} FROM contract WHERE client_id = @clientId ORDER BY number, contract_id`,
  account: `
    SELECT user_account.user_id AS userId, login, display_name AS displayName
    FROM client_account JOIN user_account ON user_account.user_id = client_account.user_id
    WHERE client_account.programme_id = @programmeId AND client_account.client_id = @clientId`,
  handOver: `SELECT 1 AS one FROM card_hand_over WHERE contract_id = @contractId LIMIT 1`,
  handOvers: `
    SELECT card_hand_over.card_id AS cardId, pan_masked AS panMasked, act_number AS actNumber,
      signed_on AS signedOn, receiver_name AS receiverName, at_ms AS atMs
    FROM card_hand_over JOIN card ON card.card_id = card_hand_over.card_id
    WHERE card_hand_over.contract_id = @contractId ORDER BY at_ms DESC, card_hand_over.card_id`,
  under: `
    SELECT 1 AS one FROM user_account
    WHERE client_id = @clientId AND programme_id = @programmeId
    UNION ALL
    SELECT 1 AS one FROM invitation
    WHERE client_id = @clientId AND programme_id = @programmeId AND state = 'active' LIMIT 1`,
  contract: `
    SELECT ${CONTRACT}, client_id AS clientId, zone FROM contract
    WHERE contract_id = @contractId`,
};

type PaperRow = ClientContract & { readonly clientId: string; readonly zone: string };

/** Clients and their contracts as the office draws them up. */
export class SqlClientPapers implements ClientPapers {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  async client(clientId: string): Promise<KeptClient | null> {
    return (await this.#db.get<KeptClient>(SQL.client, { clientId })) ?? null;
  }

  contractsOf(clientId: string): Promise<readonly ClientContract[]> {
    return this.#db.all<ClientContract>(SQL.contracts, { clientId });
  }

  async accountOf(of: ClientUnderProgramme): Promise<NamedAccount | null> {
    return (await this.#db.get<NamedAccount>(SQL.account, of)) ?? null;
  }

  async hasHandOver(contractId: string): Promise<boolean> {
    return (await this.#db.get(SQL.handOver, { contractId })) !== undefined;
  }

  handOversOf(contractId: string): Promise<readonly HandOverRecord[]> {
    return this.#db.all<HandOverRecord>(SQL.handOvers, { contractId });
  }

  async isUnder(of: ClientUnderProgramme): Promise<boolean> {
    return (await this.#db.get(SQL.under, of)) !== undefined;
  }

  contractPaper(contractId: string): Promise<ContractPaper | null> {
    return this.#db.read(async (sql) => {
      const row = await sql.get<PaperRow>(SQL.contract, { contractId });
      if (row === undefined) return null;
      const { clientId, ...paper } = row;
      const client = await sql.get<KeptClient>(SQL.client, { clientId });
      return client === undefined ? null : { ...paper, client };
    });
  }
}
