import type { ReadableDb } from '#sqlite/open.ts';

/** The backend's tables as one check reads them, all of one moment. */
export interface LedgerTables {
  readonly sales: readonly SaleRow[];
  readonly partsOf: ReadonlyMap<string, readonly PartRow[]>;
  readonly leases: readonly LeaseRow[];
  readonly returned: ReadonlyMap<string, number>;
  readonly counters: ReadonlyMap<string, CounterRow>;
  readonly exposures: ReadonlyMap<string, number>;
  readonly limits: readonly LimitRow[];
  readonly contracts: ReadonlyMap<string, ContractRow>;
  readonly cards: ReadonlyMap<string, CardRow>;
  readonly products: ReadonlyMap<string, string>;
  readonly accounts: readonly AccountRow[];
  readonly transfers: ReadonlyMap<string, TransferRow>;
  readonly refusedSales: ReadonlySet<string>;
}

export interface SaleRow {
  readonly sale_id: string;
  readonly contract_id: string;
  readonly card_id: string;
  readonly workstation_id: string;
  readonly product_id: string;
  readonly price_minor_per_litre: number;
  readonly vat_rate_bp: number;
  readonly mode: 'online' | 'offline';
  readonly state: 'held' | 'captured' | 'reversed';
  readonly authorized_at_ms: number;
  readonly hold_amount_minor: number;
  readonly hold_volume_ml: number;
  readonly amount_minor: number;
  readonly volume_ml: number;
  readonly vat_minor: number;
}

export type Measure = 'money' | 'volume' | 'count';

export interface PartRow {
  readonly sale_id: string;
  readonly allowance_key: string;
  readonly measure: Measure;
  readonly held: number;
  readonly lease_id: string | null;
}

export interface LeaseRow {
  readonly lease_id: string;
  readonly allowance_key: string;
  readonly workstation_id: string;
  readonly granted: number;
  readonly spent: number;
  readonly returned: number;
}

export interface CounterRow {
  readonly allowance_key: string;
  readonly captured: number;
  readonly held: number;
  readonly leased: number;
}

export interface LimitRow {
  readonly limit_id: string;
  readonly contract_id: string;
  readonly subject_kind: 'card' | 'contract';
  readonly subject_id: string;
  readonly scope_kind: 'all' | 'group' | 'product';
  readonly scope_id: string | null;
  readonly measure: Measure;
  readonly amount: number;
}

export interface ContractRow {
  readonly contract_id: string;
  readonly zone: string;
  readonly credit_limit_minor: number;
  readonly deposits_minor: number;
}

export interface CardRow {
  readonly card_id: string;
  readonly contract_id: string;
  readonly state: string;
}

export interface AccountRow {
  readonly account_id: string;
  readonly debits_posted_minor: number;
  readonly credits_posted_minor: number;
  readonly debits_pending_minor: number;
  readonly credits_pending_minor: number;
}

export interface TransferRow {
  readonly transfer_id: string;
  readonly contract_id: string;
  readonly debit_account_id: string;
  readonly credit_account_id: string;
  readonly amount_minor: number;
  readonly pending_minor: number;
  readonly state: 'pending' | 'posted' | 'voided';
}

/** Reads everything in one snapshot. */
export function readLedger(db: ReadableDb): LedgerTables {
  const read = db.transaction((): LedgerTables => {
    return {
      sales: all<SaleRow>(db, 'SELECT * FROM sale ORDER BY sale_id'),
      partsOf: parts(db),
      leases: all<LeaseRow>(db, 'SELECT * FROM lease ORDER BY lease_id'),
      returned: sums(db, 'SELECT lease_id AS id, quantity FROM lease_return'),
      counters: byKey(all<CounterRow>(db, 'SELECT * FROM allowance_counter'), 'allowance_key'),
      exposures: sums(db, 'SELECT allowance_key AS id, quantity FROM exposure'),
      limits: all<LimitRow>(db, 'SELECT * FROM spending_limit ORDER BY limit_id'),
      contracts: byKey(all<ContractRow>(db, 'SELECT * FROM contract'), 'contract_id'),
      cards: byKey(all<CardRow>(db, 'SELECT card_id, contract_id, state FROM card'), 'card_id'),
      products: new Map(
        all<{ product_id: string; group_id: string }>(db, 'SELECT * FROM product').map(
          ({ product_id, group_id }) => [product_id, group_id],
        ),
      ),
      accounts: all<AccountRow>(db, 'SELECT * FROM account'),
      transfers: byKey(all<TransferRow>(db, 'SELECT * FROM transfer'), 'transfer_id'),
      refusedSales: new Set(
        all<{ sale_id: string }>(db, 'SELECT sale_id FROM refused_sale').map((row) => row.sale_id),
      ),
    };
  });
  return read.deferred();
}

function parts(db: ReadableDb): ReadonlyMap<string, readonly PartRow[]> {
  const found = new Map<string, PartRow[]>();
  for (const part of all<PartRow>(db, 'SELECT * FROM sale_part ORDER BY sale_id, part_number')) {
    const before = found.get(part.sale_id);
    if (before === undefined) found.set(part.sale_id, [part]);
    else before.push(part);
  }
  return found;
}

const prepared = new WeakMap<ReadableDb, Map<string, { all(): unknown[] }>>();

/** Every row of a question that is asked again and again: it is compiled once per connection. */
export function all<R>(db: ReadableDb, sql: string): R[] {
  const known = prepared.get(db) ?? new Map<string, { all(): unknown[] }>();
  prepared.set(db, known);
  const statement = known.get(sql) ?? db.prepare<[]>(sql);
  known.set(sql, statement);
  // The column list of the question says what a row is.
  return statement.all() as R[];
}

function byKey<R, K extends keyof R>(rows: readonly R[], key: K): ReadonlyMap<R[K], R> {
  return new Map(rows.map((row) => [row[key], row]));
}

function sums(db: ReadableDb, sql: string): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const { id, quantity } of all<{ id: string; quantity: number }>(db, sql)) {
    totals.set(id, (totals.get(id) ?? 0) + quantity);
  }
  return totals;
}
