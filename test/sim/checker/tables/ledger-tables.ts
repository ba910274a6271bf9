import type { ReadableDb } from '#sqlite/open.ts';
import { readAssets, type AssetTables } from './asset-tables.ts';
import { all, byKey, groups, sums } from './rows.ts';

/** The backend's tables as one check reads them, all of one moment. */
export interface LedgerTables {
  readonly sales: readonly SaleRow[];
  readonly partsOf: ReadonlyMap<string, readonly PartRow[]>;
  readonly leases: readonly LeaseRow[];
  readonly returned: ReadonlyMap<string, number>;
  /** Workstations that were given up: what they had left of their leases was taken from them. */
  readonly lost: ReadonlySet<string>;
  /** When each of those leases was taken away. */
  readonly forfeitedAtMs: ReadonlyMap<string, number>;
  readonly counters: ReadonlyMap<string, CounterRow>;
  readonly exposures: ReadonlyMap<string, number>;
  readonly limits: readonly LimitRow[];
  readonly contracts: ReadonlyMap<string, ContractRow>;
  readonly cards: ReadonlyMap<string, CardRow>;
  readonly products: ReadonlyMap<string, string>;
  readonly transfers: ReadonlyMap<string, TransferRow>;
  readonly refusedSales: ReadonlySet<string>;
  /** Who tried to enter a sale by hand, by its id. */
  readonly entries: ReadonlyMap<string, readonly EntryRow[]>;
  readonly workstations: ReadonlyMap<string, WorkstationRow>;
  /** Workstations of which a restored backend does not know yet what it has forgotten. */
  readonly awaited: ReadonlySet<string>;
  /** Blocks that workstations told, by line. */
  readonly blockLines: readonly BlockLineRow[];
  readonly refunds: ReadonlyMap<string, RefundRow>;
  readonly assets: AssetTables;
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
  /** 0 for a fill that the office reserved by telephone. */
  readonly pump_number: number;
  /** 1 for a hold that the office gave up. */
  readonly voided: 0 | 1;
  /** JSON. */
  readonly parts: string;
}

export interface RefundRow {
  readonly refund_id: string;
  readonly sale_id: string;
  readonly contract_id: string;
  readonly volume_ml: number;
  readonly amount_minor: number;
  readonly vat_minor: number;
  readonly booked_at_ms: number;
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
  readonly contract_id: string;
  readonly granted: number;
  readonly issued_at_ms: number;
  readonly expires_at_ms: number;
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
  readonly limitId: string;
  readonly contractId: string;
  readonly subjectKind: 'card' | 'card-group' | 'contract';
  readonly subjectId: string;
  readonly scopeKind: 'all' | 'group' | 'product';
  readonly scopeId: string | null;
  readonly measure: Measure;
  readonly amount: number;
  readonly action: 'decline' | 'alert';
  /** Seven bits from Monday on. */
  readonly weekdays: number;
  /** Local minutes of the contract's zone; null for the whole day. */
  readonly fromMinute: number | null;
  readonly toMinute: number | null;
  readonly scheduled: readonly { readonly fromMs: number }[];
}

export interface ContractRow {
  readonly contract_id: string;
  readonly state: string;
  readonly zone: string;
  readonly credit_limit_minor: number;
  readonly deposits_minor: number;
}

export interface WorkstationRow {
  readonly workstation_id: string;
  readonly state: string;
}

export interface BlockLineRow {
  readonly line: string;
  readonly card_id: string;
}

export interface CardRow {
  readonly card_id: string;
  readonly contract_id: string;
  readonly group_id: string | null;
  readonly state: string;
}

export interface TransferRow {
  readonly transfer_id: string;
  readonly contract_id: string;
  readonly debit_account_id: string;
  readonly credit_account_id: string;
  readonly amount_minor: number;
  readonly pending_minor: number;
  readonly state: 'pending' | 'posted' | 'voided';
  readonly kind: string;
  readonly linked_id: string | null;
}

interface PackRow {
  readonly owner_key: string;
  readonly contract_id: string;
  readonly limits: string;
  readonly counters: string;
}

type CounterText = readonly [captured: number, held: number, leased: number];
type PartText = readonly [key: string, measure: Measure, held: number, leaseId: string | null];

/** Reads everything in one snapshot. */
export function readLedger(db: ReadableDb): LedgerTables {
  const read = db.transaction((): LedgerTables => {
    const sales = all<SaleRow>(db, 'SELECT * FROM sale ORDER BY sale_id');
    const packs = all<PackRow>(db, 'SELECT owner_key, contract_id, limits, counters FROM pack');
    return {
      sales,
      partsOf: new Map(sales.map((sale) => [sale.sale_id, partsOf(sale)])),
      leases: all<LeaseRow>(db, 'SELECT * FROM lease ORDER BY lease_id'),
      returned: sums(db, 'SELECT lease_id AS id, quantity FROM lease_return'),
      lost: new Set(
        all<{ id: string }>(
          db,
          `SELECT workstation_id AS id FROM workstation WHERE state = 'lost'`,
        ).map(({ id }) => id),
      ),
      forfeitedAtMs: new Map(
        all<{ id: string; atMs: number }>(
          db,
          'SELECT lease_id AS id, at_ms AS atMs FROM lost_lease',
        ).map(({ id, atMs }) => [id, atMs]),
      ),
      counters: countersOf(packs, all<CounterRow>(db, 'SELECT * FROM window_archive')),
      exposures: sums(db, 'SELECT allowance_key AS id, quantity FROM exposure'),
      limits: packs.flatMap(limitsOf),
      contracts: byKey(all<ContractRow>(db, 'SELECT * FROM contract'), 'contract_id'),
      cards: byKey(
        all<CardRow>(db, 'SELECT card_id, contract_id, group_id, state FROM card'),
        'card_id',
      ),
      products: new Map(
        all<{ product_id: string; group_id: string }>(db, 'SELECT * FROM product').map(
          ({ product_id, group_id }) => [product_id, group_id],
        ),
      ),
      transfers: byKey(all<TransferRow>(db, 'SELECT * FROM transfer'), 'transfer_id'),
      workstations: byKey(
        all<WorkstationRow>(db, 'SELECT workstation_id, state FROM workstation'),
        'workstation_id',
      ),
      awaited: new Set(
        all<{ id: string }>(
          db,
          'SELECT workstation_id AS id FROM recovery_awaited WHERE left_at_ms IS NULL',
        ).map(({ id }) => id),
      ),
      blockLines: all<BlockLineRow>(
        db,
        `SELECT workstation_id || ' ' || seq AS line, body ->> '$.cardId' AS card_id
           FROM journal_line WHERE kind = 'card.blocked' AND status = 'applied'`,
      ),
      refusedSales: new Set(
        all<{ sale_id: string }>(db, 'SELECT sale_id FROM refused_sale').map((row) => row.sale_id),
      ),
      entries: groups(
        all<EntryRow>(db, 'SELECT sale_id, command_id FROM hand_entry ORDER BY command_id'),
        'sale_id',
      ),
      refunds: byKey(all<RefundRow>(db, 'SELECT * FROM refund ORDER BY refund_id'), 'refund_id'),
      assets: readAssets(db),
    };
  });
  return read.deferred();
}

export interface EntryRow {
  readonly sale_id: string;
  readonly command_id: string;
}

function partsOf({ sale_id, parts }: SaleRow): readonly PartRow[] {
  return (JSON.parse(parts) as PartText[]).map(([allowance_key, measure, held, lease_id]) => {
    return { sale_id, allowance_key, measure, held, lease_id };
  });
}

/** What is not written of a limit because it is so of nearly all. */
const ORDINARY = {
  scopeKind: 'all',
  scopeId: null,
  action: 'decline',
  weekdays: 127,
  fromMinute: null,
  toMinute: null,
  scheduled: [],
} as const;

function limitsOf({ owner_key, contract_id: contractId, limits }: PackRow): readonly LimitRow[] {
  const [subjectKind, subjectId] = owner_key.split('/') as [LimitRow['subjectKind'], string];
  const subject = { subjectKind, subjectId };
  return (JSON.parse(limits) as LimitRow[]).map((limit) => ({
    ...ORDINARY,
    ...subject,
    ...limit,
    contractId,
  }));
}

/** Counters in force, and those of windows that are over. */
function countersOf(
  packs: readonly PackRow[],
  archived: readonly CounterRow[],
): ReadonlyMap<string, CounterRow> {
  const found = new Map<string, CounterRow>();
  const add = (row: CounterRow): void => {
    const { allowance_key: key } = row;
    const before = found.get(key) ?? { captured: 0, held: 0, leased: 0 };
    found.set(key, {
      allowance_key: key,
      captured: before.captured + row.captured,
      held: before.held + row.held,
      leased: before.leased + row.leased,
    });
  };
  for (const row of archived) add(row);
  for (const { counters } of packs) {
    const open = Object.entries(JSON.parse(counters) as Record<string, CounterText>);
    for (const [key, [captured, held, leased]] of open) {
      add({ allowance_key: key, captured, held, leased });
    }
  }
  return found;
}
