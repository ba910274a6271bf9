import type pg from 'pg';
import { factKeys } from '#domain/authority/facts.ts';
import type { AuthorityRequest } from '#service/ports.ts';
import { LOCK, lockNumber } from '../locks.ts';

const LOCK_WORKSTATIONS = {
  name: 'lock-workstations',
  text: `
    SELECT count(*) FROM (SELECT 1 FROM workstation WHERE workstation_id = ANY ($1)
      ORDER BY workstation_id FOR UPDATE) AS locked`,
};

const LOCK_CONTRACTS = {
  name: 'lock-contracts',
  // The condition on 'taken' names no column, so it is judged before any row is looked for.
  text: `
    WITH ids AS MATERIALIZED (
      SELECT count(pg_advisory_xact_lock(${LOCK.id}, number)) AS taken
      FROM (SELECT DISTINCT unnest($1::integer[]) AS number ORDER BY number) AS numbers)
    SELECT contract_id AS id FROM contract
    WHERE (SELECT taken FROM ids) >= 0 AND contract_id IN (
      SELECT contract_id FROM card WHERE card_id = ANY ($2)
      UNION SELECT contract_id FROM sale WHERE sale_id = ANY ($3)
      UNION SELECT contract_id FROM lease WHERE lease_id = ANY ($4)
      UNION SELECT contract_id FROM limit_place WHERE limit_id = ANY ($5)
      UNION SELECT unnest($6::text[]))
    ORDER BY contract_id FOR UPDATE`,
};

/**
 * Takes everything that a batch may decide about, in an order that is the same for all: the
 * workstations whose journals grow, then ids of sales and whatever else is shared (a reversal of an
 * unseen one races with its authorization, and need not know a contract), then contracts. Two
 * batches on one contract wait for each other, others do not. Which contracts are meant is read as
 * it stood before the ids were waited for: what has changed since is found when the rows are
 * loaded. `also`: contracts that an earlier try found to be concerned.
 */
export async function lockContracts(
  client: pg.ClientBase,
  requests: readonly AuthorityRequest[],
  also: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const keys = requests.flatMap(({ command }) => (command === null ? [] : [factKeys(command)]));
  const workstationIds = distinct(requests.map(({ line }) => line?.workstationId ?? null));
  const saleIds = distinct(keys.map(({ saleId }) => saleId));
  const cardIds = distinct(keys.map(({ cardId }) => cardId));
  const leaseIds = distinct(keys.flatMap((one) => one.leaseIds));
  const limitIds = distinct(keys.map(({ limitId }) => limitId));
  const given = distinct([...keys.map(({ contractId }) => contractId), ...also]);
  const sharedIds = distinct(keys.flatMap((one) => one.sharedIds));
  const numbers = [...saleIds, ...sharedIds].map(lockNumber);
  const values = [numbers, cardIds, saleIds, leaseIds, limitIds, given];
  // In one message, so that what is asked next is answered when the last lock is taken.
  const [, locked] = await Promise.all([
    workstationIds.length === 0
      ? null
      : client.query({ ...LOCK_WORKSTATIONS, values: [workstationIds] }),
    client.query<{ id: string }>({ ...LOCK_CONTRACTS, values }),
  ]);
  return new Set(locked.rows.map(({ id }) => id));
}

function distinct(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter((id) => id !== null))];
}
