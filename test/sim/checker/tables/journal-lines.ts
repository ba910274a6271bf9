import type { ReadableDb } from '#sqlite/open.ts';
import type { Measure } from './ledger-tables.ts';
import { all } from './rows.ts';

/** One workstation's journal, read line by line. */
export interface JournalTables {
  readonly lines: readonly LineRow[];
  readonly held: ReadonlyMap<string, HeldLine>;
  readonly captured: ReadonlyMap<string, CapturedLine>;
  readonly reversed: ReadonlySet<string>;
  /** Sales, refunds and redemptions that the workstation asked for or made. */
  readonly named: ReadonlySet<string>;
  /** What was redeemed of points and vouchers, with how it ended so far. */
  readonly redeemed: ReadonlyMap<string, RedeemedLine>;
  readonly redemptionEnds: ReadonlyMap<string, 'captured' | 'reversed'>;
  readonly refunds: ReadonlyMap<string, RefundLine>;
  readonly blockedCards: ReadonlySet<string>;
  readonly granted: ReadonlyMap<string, number>;
  /** The hash of the line that received each lease. */
  readonly receivedBy: ReadonlyMap<string, string>;
  readonly returned: ReadonlyMap<string, number>;
  readonly leases: readonly HeldLeaseRow[];
  /** Ids of sales, refunds and redemptions with two lines that say the same thing. */
  readonly doubled: readonly string[];
}

export interface LineRow {
  readonly seq: number;
  readonly kind: string;
  readonly at_ms: number;
  readonly body: string;
  readonly previous_hash: string;
  readonly hash: string;
}

export interface HeldLine {
  readonly saleId: string;
  readonly mode: 'online' | 'offline';
  readonly holdAmountMinor: number;
  readonly holdVolumeMl: number;
  readonly parts: readonly {
    readonly allowanceKey: string;
    readonly measure: Measure;
    readonly held: number;
    readonly leaseId: string | null;
  }[];
}

export interface CapturedLine {
  readonly saleId: string;
  readonly volumeMl: number;
  readonly amountMinor: number;
}

export interface RedeemedLine {
  readonly redemptionId: string;
  readonly allowanceKey: string;
  readonly contractId: string;
  readonly quantity: number;
  readonly leaseId: string | null;
}

export interface RefundLine {
  readonly refundId: string;
  readonly saleId: string;
  readonly volumeMl: number;
  readonly amountMinor: number;
}

export interface HeldLeaseRow {
  readonly lease_id: string;
  readonly granted: number;
  readonly remaining: number;
  readonly dead: number;
  readonly allowance_key: string;
  readonly issued_at_ms: number;
  readonly expires_at_ms: number;
}

/** The same while it is read. */
interface Reading {
  readonly held: Map<string, HeldLine>;
  readonly captured: Map<string, CapturedLine>;
  readonly reversed: Set<string>;
  readonly named: Set<string>;
  readonly redeemed: Map<string, RedeemedLine>;
  readonly redemptionEnds: Map<string, 'captured' | 'reversed'>;
  readonly refunds: Map<string, RefundLine>;
  readonly blockedCards: Set<string>;
  readonly granted: Map<string, number>;
  readonly receivedBy: Map<string, string>;
  readonly returned: Map<string, number>;
  readonly doubled: string[];
}

export function readJournal(db: ReadableDb): JournalTables {
  const lines = all<LineRow>(
    db,
    'SELECT seq, kind, at_ms, body, previous_hash, hash FROM line ORDER BY seq',
  );
  const asked = all<{ id: string }>(db, 'SELECT redemption_id AS id FROM redemption');
  const reading: Reading = {
    held: new Map(),
    captured: new Map(),
    reversed: new Set(),
    named: new Set(asked.map(({ id }) => id)),
    redeemed: new Map(),
    redemptionEnds: new Map(),
    refunds: new Map(),
    blockedCards: new Set(),
    granted: new Map(),
    receivedBy: new Map(),
    returned: new Map(),
    doubled: [],
  };
  for (const { kind, body, hash } of lines) readers[kind]?.(body, reading, hash);
  const leases = all<HeldLeaseRow>(db, 'SELECT * FROM lease ORDER BY lease_id');
  return { lines, leases, ...reading };
}

/**
 * What each kind says. The kind says what a body is; a body that is something else fails the
 * comparison it is used in.
 */
const readers: Readonly<Record<string, (body: string, into: Reading, hash: string) => void>> = {
  'sale.asked': (body, { named }) => named.add(bodyOf<{ saleId: string }>(body).saleId),
  'sale.held': (body, { held, named, doubled }) => {
    const line = bodyOf<HeldLine>(body);
    once(doubled, held, line.saleId);
    held.set(line.saleId, line);
    named.add(line.saleId);
  },
  'sale.captured': (body, { captured, doubled }) => {
    const line = bodyOf<CapturedLine>(body);
    once(doubled, captured, line.saleId);
    captured.set(line.saleId, line);
  },
  'sale.reversed': (body, { reversed, doubled }) => {
    const { saleId } = bodyOf<{ saleId: string }>(body);
    once(doubled, reversed, saleId);
    reversed.add(saleId);
  },
  'sale.refunded': (body, { refunds, named, doubled }) => {
    const line = bodyOf<RefundLine>(body);
    once(doubled, refunds, line.refundId);
    refunds.set(line.refundId, line);
    named.add(line.refundId);
  },
  'redemption.held': (body, { redeemed, named, doubled }) => {
    const line = bodyOf<RedeemedLine>(body);
    once(doubled, redeemed, line.redemptionId);
    redeemed.set(line.redemptionId, line);
    named.add(line.redemptionId);
  },
  'redemption.captured': (body, reading) => ended(body, reading, 'captured'),
  'redemption.reversed': (body, reading) => ended(body, reading, 'reversed'),
  'card.blocked': (body, { blockedCards }) =>
    blockedCards.add(bodyOf<{ cardId: string }>(body).cardId),
  'leases.received': (body, { granted, receivedBy }, hash) => {
    for (const lease of bodyOf<Received>(body).leases) {
      granted.set(lease.leaseId, lease.granted);
      receivedBy.set(lease.leaseId, hash);
    }
  },
  'lease.returned': (body, { returned }) => {
    const { leaseId, quantity } = bodyOf<LeaseQuantity>(body);
    returned.set(leaseId, (returned.get(leaseId) ?? 0) + quantity);
  },
};

function ended(body: string, reading: Reading, how: 'captured' | 'reversed'): void {
  const { redemptionId } = bodyOf<{ redemptionId: string }>(body);
  once(reading.doubled, reading.redemptionEnds, redemptionId);
  reading.redemptionEnds.set(redemptionId, how);
  reading.named.add(redemptionId);
}

function once(doubled: string[], known: { has(id: string): boolean }, id: string): void {
  if (known.has(id)) doubled.push(id);
}

interface LeaseQuantity {
  readonly leaseId: string;
  readonly quantity: number;
}

interface Received {
  readonly leases: readonly { readonly leaseId: string; readonly granted: number }[];
}

function bodyOf<T>(text: string): T {
  return JSON.parse(text) as T;
}
