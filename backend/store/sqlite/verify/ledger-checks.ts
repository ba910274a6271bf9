/**
 * One thing that must hold for every row; `sql` finds the rows where it does not, and says what
 * is wrong.
 */
interface LedgerCheck {
  readonly rule: string;
  readonly sql: string;
}

/**
 * Every counter as a row of `counter`: those in packs, and those of old windows that no pack took
 * back since.
 */
export const COUNTERS = `
  counter AS (
    SELECT each.key AS allowance_key, pack.contract_id AS contract_id,
      each.value ->> 0 AS captured, each.value ->> 1 AS held, each.value ->> 2 AS leased
    FROM pack, json_each(pack.counters) AS each
    UNION ALL
    SELECT allowance_key, contract_id, captured, held, leased FROM window_archive
    WHERE NOT EXISTS (
      SELECT 1 FROM limit_place JOIN pack USING (owner_key)
      WHERE limit_id = substr(allowance_key, 7, instr(substr(allowance_key, 7), '/') - 1)
        AND json_type(pack.counters, '$."' || allowance_key || '"') IS NOT NULL))`;

export const LEDGER_CHECKS: readonly LedgerCheck[] = [
  {
    rule: 'a sale and its transfer tell the same',
    sql: `
      SELECT 'sale ' || sale_id AS what FROM sale
      LEFT JOIN transfer ON transfer_id = sale_id
      WHERE transfer_id IS NULL
        OR debit_account_id <> 'contract/' || sale.contract_id
        OR pending_minor <> hold_amount_minor
        OR transfer.amount_minor <> sale.amount_minor
        OR transfer.state <> CASE sale.state WHEN 'held' THEN 'pending'
          WHEN 'captured' THEN 'posted' ELSE 'voided' END`,
  },
  {
    rule: 'a transfer from a contract is a sale',
    sql: `
      SELECT 'transfer ' || transfer_id AS what FROM transfer
      LEFT JOIN sale ON sale_id = transfer_id
      WHERE debit_account_id <> 'bank' AND sale_id IS NULL`,
  },
  {
    rule: 'deposits are the payments',
    sql: `
      SELECT 'contract ' || contract.contract_id || ' has ' || deposits_minor || ', paid was '
        || coalesce(paid, 0) AS what
      FROM contract
      LEFT JOIN (
        SELECT contract_id, sum(amount_minor) AS paid FROM transfer
        WHERE debit_account_id = 'bank' GROUP BY contract_id) AS payments
        ON payments.contract_id = contract.contract_id
      WHERE deposits_minor <> coalesce(paid, 0)`,
  },
  {
    rule: 'the money counter is the account',
    sql: `
      WITH ${COUNTERS}, account AS (
        SELECT debit_account_id AS account_id,
          sum(iif(state = 'posted', amount_minor, 0)) AS posted,
          sum(iif(state = 'pending', pending_minor, 0)) AS pending
        FROM transfer GROUP BY debit_account_id)
      SELECT 'contract ' || contract.contract_id || ' counts ' || coalesce(captured, 0) || '/'
        || coalesce(held, 0) || ', its account ' || coalesce(posted, 0) || '/'
        || coalesce(pending, 0) AS what
      FROM contract
      LEFT JOIN account ON account_id = 'contract/' || contract.contract_id
      LEFT JOIN counter ON allowance_key = 'money/' || contract.contract_id
      WHERE coalesce(captured, 0) <> coalesce(posted, 0)
        OR coalesce(held, 0) <> coalesce(pending, 0)`,
  },
  {
    rule: 'a lease gave back what its returns say',
    sql: `
      SELECT 'lease ' || lease.lease_id AS what FROM lease
      LEFT JOIN (
        SELECT lease_id, sum(quantity) AS quantity FROM lease_return GROUP BY lease_id) AS back
        ON back.lease_id = lease.lease_id
      JOIN workstation ON workstation.workstation_id = lease.workstation_id
      WHERE returned < coalesce(quantity, 0)
        -- What a lost workstation had left was taken from it.
        OR (returned > coalesce(quantity, 0) AND workstation.state <> 'lost')`,
  },
  {
    rule: 'leased is what leases leave',
    sql: `
      WITH ${COUNTERS}
      SELECT 'allowance ' || allowance_key || ' counts ' || coalesce(leased, 0)
        || ' leased, its leases leave ' || coalesce(outstanding, 0) AS what
      FROM (
        SELECT allowance_key, sum(leased) AS leased, sum(outstanding) AS outstanding FROM (
          SELECT allowance_key, leased, 0 AS outstanding FROM counter WHERE leased > 0
          UNION ALL
          SELECT allowance_key, 0, max(0, granted - spent - returned) FROM lease)
        GROUP BY allowance_key)
      WHERE leased <> outstanding`,
  },
];
