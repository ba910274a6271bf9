import { fold } from '#domain/text/fold.ts';
import type { ClientChange } from '#service/people/changes/client-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { KeptClient, NewContract } from '#service/client/client-rows.ts';
import type { SqlWrite } from '../sql.ts';

const SQL = {
  add: `
    INSERT INTO client (client_id, name, country, tax_id, segment, contact_name, phone, email,
      search, client_type, kpp, revision)
    VALUES (@clientId, @name, @country, @taxId, @segment, @contactName, @phone, @email, @search,
      @type, @kpp, @revision)
    ON CONFLICT (client_id) DO NOTHING`,
  put: `
    UPDATE client SET name = @name, country = @country, tax_id = @taxId, segment = @segment,
      contact_name = @contactName, phone = @phone, email = @email, search = @search,
      client_type = @type, kpp = @kpp, revision = revision + 1
    WHERE client_id = @clientId AND revision = @revision`,
  contracts: `SELECT contract_id AS contractId, number FROM contract WHERE client_id = @clientId`,
  rename: `UPDATE contract SET search = @search WHERE contract_id = @contractId`,
  addContract: `
    INSERT INTO contract (contract_id, client_id, number, currency, zone, state,
      credit_limit_minor, deposits_minor, search, programme_id)
    SELECT @contractId, client_id, @number, @currency, @zone, 'draft', 0, 0, @search, @programmeId
    FROM client WHERE client_id = @clientId
    ON CONFLICT (contract_id) DO NOTHING`,
  numbered: `
    SELECT 1 AS one FROM contract WHERE number = @number AND contract_id <> @contractId LIMIT 1`,
  setProgramme: `
    UPDATE contract SET programme_id = @programmeId
    WHERE contract_id = @contractId AND state <> 'closed'
      AND COALESCE(programme_id, '') = COALESCE(@before, '')`,
  handOver: `
    INSERT INTO card_hand_over (contract_id, card_id, act_number, signed_on, receiver_name, user_id,
      at_ms)
    VALUES (@contractId, @cardId, @actNumber, @signedOn, @receiverName, @userId, @atMs)
    ON CONFLICT (contract_id, card_id) DO NOTHING`,
  nameAccount: `
    INSERT INTO client_account (programme_id, client_id, user_id)
    VALUES (@programmeId, @clientId, @userId)
    ON CONFLICT (programme_id, client_id) DO NOTHING`,
  leaveAccount: `DELETE FROM client_account WHERE user_id = @userId`,
  nameOf: `SELECT name FROM client WHERE client_id = @clientId`,
};

/** Clients and contracts in draft. Lists find a contract by its number and its client's name. */
export async function applyClient(sql: SqlWrite, change: ClientChange): Promise<CommitOutcome> {
  switch (change.kind) {
    case 'client.add':
      return (await sql.run(SQL.add, rowOf(change.client))) === 1 ? 'done' : 'stale';
    case 'client.put': {
      if ((await sql.run(SQL.put, rowOf(change.client))) === 0) return 'stale';
      await rename(sql, change.client);
      return 'done';
    }
    case 'contract.add':
      return addContract(sql, change.contract);
    case 'contract.set-programme':
      await sql.lock({ contractId: change.contractId });
      return (await sql.run(SQL.setProgramme, change)) === 1 ? 'done' : 'stale';
    case 'card.hand-over':
      return (await sql.run(SQL.handOver, change.handOver)) === 1 ? 'done' : 'stale';
    case 'client-account.name':
      return (await sql.run(SQL.nameAccount, change)) === 1 ? 'done' : 'stale';
    case 'client-account.leave':
      await sql.run(SQL.leaveAccount, change);
      return 'done';
  }
}

function rowOf(client: KeptClient) {
  return { ...client, search: fold(client.name, client.clientId, client.taxId) };
}

/** Workstations show the client's name beside his contracts. */
async function rename(sql: SqlWrite, { clientId, name }: KeptClient): Promise<void> {
  const contracts = await sql.all<{ contractId: string; number: string }>(SQL.contracts, {
    clientId,
  });
  for (const { contractId, number } of contracts) {
    await sql.lock({ contractId });
    await sql.run(SQL.rename, { contractId, search: fold(number, name) });
    await sql.touch('contract', contractId);
  }
}

async function addContract(sql: SqlWrite, contract: NewContract): Promise<CommitOutcome> {
  const { contractId, clientId, number } = contract;
  await sql.lock('registers');
  if ((await sql.get(SQL.numbered, { number, contractId })) !== undefined) return 'taken';
  const name = (await sql.get<{ name: string }>(SQL.nameOf, { clientId }))?.name ?? null;
  const added = await sql.run(SQL.addContract, { ...contract, search: fold(number, name) });
  if (added === 0) return 'stale';
  await sql.touch('contract', contractId);
  return 'done';
}
