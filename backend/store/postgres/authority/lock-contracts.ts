import type pg from 'pg';
import { factKeys } from '#domain/authority/facts.ts';
import type { AuthorityRequest } from '#service/ports.ts';
import { LOCK, lockNumber } from '../locks.ts';

const SQL = {
  ids: `
    SELECT count(pg_advisory_xact_lock(${LOCK.id}, number))
    FROM (SELECT DISTINCT unnest($1::integer[]) AS number ORDER BY number) AS numbers`,
  workstations: `
    SELECT count(*) FROM (SELECT 1 FROM workstation WHERE workstation_id = ANY ($1)
      ORDER BY workstation_id FOR UPDATE) AS locked`,
  named: `
    SELECT contract_id AS id FROM card WHERE card_id = ANY ($1)
    UNION SELECT contract_id FROM sale WHERE sale_id = ANY ($2)
    UNION SELECT contract_id FROM lease WHERE lease_id = ANY ($3)
    UNION SELECT contract_id FROM limit_place WHERE limit_id = ANY ($4)`,
  contracts: `
    SELECT contract_id AS id FROM contract WHERE contract_id = ANY ($1)
    ORDER BY contract_id FOR UPDATE`,
};

/**
 * Takes everything that a batch may decide about, in an order that is the same for all: ids of
 * sales (a reversal of an unseen sale races with its authorization, and neither knows a contract),
 * then the workstations whose journals grow, then contracts. Two batches on one contract wait for
 * each other, others do not. `also`: contracts that an earlier try found to be concerned.
 */
export async function lockContracts(
  client: pg.ClientBase,
  requests: readonly AuthorityRequest[],
  also: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const keys = requests.flatMap(({ command }) => (command === null ? [] : [factKeys(command)]));
  const saleIds = distinct(keys.map(({ saleId }) => saleId));
  if (saleIds.length > 0) {
    const numbers = saleIds.map(lockNumber);
    await client.query({ name: 'lock-ids', text: SQL.ids, values: [numbers] });
  }
  const workstationIds = distinct(requests.map(({ line }) => line?.workstationId ?? null));
  if (workstationIds.length > 0) {
    const values = [workstationIds];
    await client.query({ name: 'lock-workstations', text: SQL.workstations, values });
  }
  const cardIds = distinct(keys.map(({ cardId }) => cardId));
  const leaseIds = distinct(keys.flatMap((one) => one.leaseIds));
  const limitIds = distinct(keys.map(({ limitId }) => limitId));
  const values = [cardIds, saleIds, leaseIds, limitIds];
  const named = await client.query<{ id: string }>({ name: 'named', text: SQL.named, values });
  const given = distinct(keys.map(({ contractId }) => contractId));
  const wanted = [...new Set([...named.rows.map(({ id }) => id), ...given, ...also])];
  const locked = await client.query<{ id: string }>({
    name: 'lock-contracts',
    text: SQL.contracts,
    values: [wanted],
  });
  return new Set(locked.rows.map(({ id }) => id));
}

function distinct(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}
