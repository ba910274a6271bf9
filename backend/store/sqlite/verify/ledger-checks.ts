/**
 * One thing that must hold for every row; `sql` finds the rows where it does not, and says what
 * is wrong.
 */
interface LedgerCheck {
  readonly rule: string;
  readonly sql: string;
}

const SIDE = (side: 'debit' | 'credit'): string => `
  SELECT ${side}_account_id AS account_id,
    sum(iif(state = 'posted', amount_minor, 0)) AS posted,
    sum(iif(state = 'pending', pending_minor, 0)) AS pending
  FROM transfer GROUP BY ${side}_account_id`;

export const LEDGER_CHECKS: readonly LedgerCheck[] = [
  {
    rule: 'an account is the sum of its transfers',
    sql: `
      SELECT 'account ' || account.account_id || ' stands at '
        || debits_posted_minor || '/' || credits_posted_minor || '/'
        || debits_pending_minor || '/' || credits_pending_minor || ', its transfers say '
        || coalesce(debit.posted, 0) || '/' || coalesce(credit.posted, 0) || '/'
        || coalesce(debit.pending, 0) || '/' || coalesce(credit.pending, 0) AS what
      FROM account
      LEFT JOIN (${SIDE('debit')}) AS debit ON debit.account_id = account.account_id
      LEFT JOIN (${SIDE('credit')}) AS credit ON credit.account_id = account.account_id
      WHERE debits_posted_minor <> coalesce(debit.posted, 0)
        OR credits_posted_minor <> coalesce(credit.posted, 0)
        OR debits_pending_minor <> coalesce(debit.pending, 0)
        OR credits_pending_minor <> coalesce(credit.pending, 0)`,
  },
  {
    rule: 'debits and credits agree',
    sql: `
      SELECT 'all debits less all credits leave ' || (posted + pending) AS what
      FROM (
        SELECT coalesce(sum(debits_posted_minor - credits_posted_minor), 0) AS posted,
          coalesce(sum(debits_pending_minor - credits_pending_minor), 0) AS pending
        FROM account)
      WHERE posted <> 0 OR pending <> 0`,
  },
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
      SELECT 'contract ' || contract.contract_id || ' counts ' || coalesce(captured, 0) || '/'
        || coalesce(held, 0) || ', its account ' || coalesce(debits_posted_minor, 0) || '/'
        || coalesce(debits_pending_minor, 0) AS what
      FROM contract
      LEFT JOIN account ON account_id = 'contract/' || contract.contract_id
      LEFT JOIN allowance_counter ON allowance_key = 'money/' || contract.contract_id
      WHERE coalesce(captured, 0) <> coalesce(debits_posted_minor, 0)
        OR coalesce(held, 0) <> coalesce(debits_pending_minor, 0)`,
  },
  {
    rule: 'a lease gave back what its returns say',
    sql: `
      SELECT 'lease ' || lease.lease_id AS what FROM lease
      LEFT JOIN (
        SELECT lease_id, sum(quantity) AS quantity FROM lease_return GROUP BY lease_id) AS back
        ON back.lease_id = lease.lease_id
      WHERE returned <> coalesce(quantity, 0)`,
  },
  {
    rule: 'leased is what leases leave',
    sql: `
      SELECT 'allowance ' || allowance_key || ' counts ' || coalesce(leased, 0)
        || ' leased, its leases leave ' || coalesce(outstanding, 0) AS what
      FROM (
        SELECT allowance_key, sum(leased) AS leased, sum(outstanding) AS outstanding FROM (
          SELECT allowance_key, leased, 0 AS outstanding FROM allowance_counter WHERE leased > 0
          UNION ALL
          SELECT allowance_key, 0, max(0, granted - spent - returned) FROM lease)
        GROUP BY allowance_key)
      WHERE leased <> outstanding`,
  },
];
