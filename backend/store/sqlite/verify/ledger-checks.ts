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

const SUM_COLUMNS = [
  ...['sale_count', 'volume_ml', 'sale_minor', 'refund_count', 'refund_volume_ml'],
  ...['refund_minor', 'fee_minor', 'discount_minor', 'vat_minor'],
];

const SUMS = (sign: '' | '-'): string =>
  SUM_COLUMNS.map((name) => `${sign}${name} AS ${name}`).join(', ');

export const LEDGER_CHECKS: readonly LedgerCheck[] = [
  {
    rule: 'a hold reserves what it may come to',
    sql: `
      SELECT 'sale ' || sale_id || ' holds ' || hold_amount_minor || ', reserved is '
        || coalesce(pending_minor, 'nothing') AS what
      FROM sale LEFT JOIN transfer ON transfer_id = sale_id
      WHERE transfer_id IS NULL OR kind <> 'sale'
        OR debit_account_id <> 'contract/' || sale.contract_id
        OR pending_minor <> hold_amount_minor
        OR transfer.state <> CASE WHEN voided = 1 THEN 'voided' WHEN sale.state = 'held'
          THEN 'pending' WHEN sale.state = 'captured' THEN 'posted' ELSE 'voided' END`,
  },
  {
    rule: 'a sale is what its transfers moved',
    sql: `
      WITH moved AS (
        SELECT coalesce(linked_id, transfer_id) AS sale_id, sum(amount_minor) AS amount,
          sum(iif(kind = 'fee', amount_minor, 0)) AS fee
        FROM transfer WHERE kind IN ('sale', 'fee', 'overrun') AND state = 'posted'
        GROUP BY coalesce(linked_id, transfer_id))
      SELECT 'sale ' || sale.sale_id || ' is ' || amount_minor || ' with ' || fee_minor
        || ' of fees, moved were ' || coalesce(amount, 0) || ' with ' || coalesce(fee, 0) AS what
      FROM sale LEFT JOIN moved USING (sale_id)
      WHERE amount_minor <> coalesce(amount, 0) OR fee_minor <> coalesce(fee, 0)`,
  },
  {
    rule: 'a refund is what its transfers moved',
    sql: `
      WITH moved AS (
        SELECT linked_id AS sale_id, sum(amount_minor) AS amount FROM transfer
        WHERE kind = 'refund' AND state = 'posted' GROUP BY linked_id),
      given AS (
        SELECT sale_id, sum(amount_minor) AS amount, sum(volume_ml) AS volume_ml
        FROM refund GROUP BY sale_id)
      SELECT 'sale ' || sale.sale_id || ' was refunded ' || refunded_ml || ' ml, its refunds are '
        || coalesce(given.volume_ml, 0) || ' ml and ' || coalesce(given.amount, 0)
        || ', moved were ' || coalesce(moved.amount, 0) AS what
      FROM sale LEFT JOIN given USING (sale_id) LEFT JOIN moved USING (sale_id)
      WHERE refunded_ml <> coalesce(given.volume_ml, 0)
        OR coalesce(given.amount, 0) <> coalesce(moved.amount, 0)
        OR coalesce(given.amount, 0) > amount_minor`,
  },
  {
    rule: 'every transfer belongs to something',
    sql: `
      SELECT 'transfer ' || transfer.transfer_id || ' (' || transfer.kind || ')' AS what
      FROM transfer
      LEFT JOIN sale ON sale.sale_id = coalesce(transfer.linked_id, transfer.transfer_id)
      LEFT JOIN refund ON refund.refund_id = transfer.linked_id
      LEFT JOIN transfer AS origin ON origin.transfer_id = transfer.linked_id
      WHERE CASE transfer.kind
        WHEN 'top-up' THEN transfer.debit_account_id <> 'bank'
          OR transfer.credit_account_id <> 'contract/' || transfer.contract_id
        WHEN 'storno' THEN origin.transfer_id IS NULL OR origin.kind <> 'top-up'
          OR origin.amount_minor <> transfer.amount_minor
          OR origin.credit_account_id <> transfer.debit_account_id
        WHEN 'voucher' THEN transfer.debit_account_id <> 'contract/' || transfer.contract_id
          OR transfer.credit_account_id <> 'voucher/' || transfer.contract_id
        WHEN 'owed' THEN refund.refund_id IS NULL
          OR refund.amount_minor <> transfer.amount_minor
        WHEN 'points' THEN 0
        WHEN 'voucher' THEN 0
        ELSE sale.sale_id IS NULL OR sale.contract_id <> transfer.contract_id END`,
  },
  {
    rule: 'an entry is taken back once',
    sql: `
      SELECT 'transfer ' || linked_id || ' was taken back ' || count(*) || ' times' AS what
      FROM transfer WHERE kind = 'storno' GROUP BY linked_id HAVING count(*) > 1`,
  },
  {
    rule: 'deposits are the payments',
    sql: `
      SELECT 'contract ' || contract.contract_id || ' has ' || deposits_minor || ', paid was '
        || coalesce(paid, 0) AS what
      FROM contract
      LEFT JOIN (
        SELECT contract_id, sum(iif(kind = 'top-up', amount_minor, -amount_minor)) AS paid
        FROM transfer WHERE kind IN ('top-up', 'storno') GROUP BY contract_id) AS payments
        ON payments.contract_id = contract.contract_id
      WHERE deposits_minor <> coalesce(paid, 0)`,
  },
  {
    rule: 'the money counter is the account',
    sql: `
      WITH ${COUNTERS}, account AS (
        SELECT contract_id,
          sum(CASE WHEN state <> 'posted' THEN 0
            WHEN kind IN ('sale', 'fee', 'overrun', 'owed', 'voucher') THEN amount_minor
            WHEN kind = 'refund' THEN -amount_minor ELSE 0 END) AS posted,
          sum(iif(state = 'pending', pending_minor, 0)) AS pending
        FROM transfer GROUP BY contract_id)
      SELECT 'contract ' || contract.contract_id || ' counts ' || coalesce(captured, 0) || '/'
        || coalesce(held, 0) || ', its account ' || coalesce(posted, 0) || '/'
        || coalesce(pending, 0) AS what
      FROM contract
      LEFT JOIN account USING (contract_id)
      LEFT JOIN counter ON allowance_key = 'money/' || contract.contract_id
      WHERE coalesce(captured, 0) <> coalesce(posted, 0)
        OR coalesce(held, 0) <> coalesce(pending, 0)`,
  },
  {
    rule: 'the months of a contract are those of its stations',
    sql: `
      SELECT 'month ' || month || ' of contract ' || contract_id || ', product ' || product_id
        AS what
      FROM (
        SELECT month, contract_id, product_id, ${SUMS('')} FROM sale_month
        UNION ALL
        SELECT month, contract_id, product_id, ${SUMS('-')} FROM station_month)
      GROUP BY month, contract_id, product_id
      HAVING ${SUM_COLUMNS.map((name) => `sum(${name}) <> 0`).join(' OR ')}`,
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
