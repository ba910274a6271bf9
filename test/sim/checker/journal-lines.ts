import type { ReadableDb } from '#sqlite/open.ts';
import { all, type Measure } from './ledger-tables.ts';

/** One workstation's journal, read line by line. */
export interface JournalTables {
  readonly lines: readonly LineRow[];
  readonly held: ReadonlyMap<string, HeldLine>;
  readonly captured: ReadonlyMap<string, CapturedLine>;
  readonly reversed: ReadonlySet<string>;
  /** Sales that the workstation asked for or held. */
  readonly named: ReadonlySet<string>;
  readonly blockedCards: ReadonlySet<string>;
  readonly granted: ReadonlyMap<string, number>;
  /** The hash of the line that received each lease. */
  readonly receivedBy: ReadonlyMap<string, string>;
  readonly returned: ReadonlyMap<string, number>;
  readonly leases: readonly HeldLeaseRow[];
  /** Sale ids with two lines that say the same thing. */
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

export interface HeldLeaseRow {
  readonly lease_id: string;
  readonly granted: number;
  readonly remaining: number;
  readonly dead: number;
  readonly allowance_key: string;
  readonly issued_at_ms: number;
  readonly expires_at_ms: number;
}

interface LeaseQuantity {
  readonly leaseId: string;
  readonly quantity: number;
}

interface Received {
  readonly leases: readonly { readonly leaseId: string; readonly granted: number }[];
}

export function readJournal(db: ReadableDb): JournalTables {
  const lines = all<LineRow>(
    db,
    'SELECT seq, kind, at_ms, body, previous_hash, hash FROM line ORDER BY seq',
  );
  const leases = all<HeldLeaseRow>(db, 'SELECT * FROM lease ORDER BY lease_id');
  const held = new Map<string, HeldLine>();
  const captured = new Map<string, CapturedLine>();
  const reversed = new Set<string>();
  const named = new Set<string>();
  const blockedCards = new Set<string>();
  const granted = new Map<string, number>();
  const receivedBy = new Map<string, string>();
  const returned = new Map<string, number>();
  const doubled: string[] = [];
  const once = (known: { has(id: string): boolean }, id: string): void => {
    if (known.has(id)) doubled.push(id);
  };
  // The kind says what a body is; a body that is something else fails the comparison it is used in.
  for (const { kind, body, hash } of lines) {
    if (kind === 'sale.asked') named.add(bodyOf<{ saleId: string }>(body).saleId);
    if (kind === 'sale.held') {
      const line = bodyOf<HeldLine>(body);
      once(held, line.saleId);
      held.set(line.saleId, line);
      named.add(line.saleId);
    }
    if (kind === 'sale.captured') {
      const line = bodyOf<CapturedLine>(body);
      once(captured, line.saleId);
      captured.set(line.saleId, line);
    }
    if (kind === 'sale.reversed') {
      const { saleId } = bodyOf<{ saleId: string }>(body);
      once(reversed, saleId);
      reversed.add(saleId);
    }
    if (kind === 'card.blocked') blockedCards.add(bodyOf<{ cardId: string }>(body).cardId);
    if (kind === 'leases.received') {
      for (const lease of bodyOf<Received>(body).leases) {
        granted.set(lease.leaseId, lease.granted);
        receivedBy.set(lease.leaseId, hash);
      }
    }
    if (kind === 'lease.returned') {
      const { leaseId, quantity } = bodyOf<LeaseQuantity>(body);
      returned.set(leaseId, (returned.get(leaseId) ?? 0) + quantity);
    }
  }
  const sales = { held, captured, reversed, named, doubled };
  return { lines, leases, ...sales, blockedCards, granted, receivedBy, returned };
}

function bodyOf<T>(text: string): T {
  return JSON.parse(text) as T;
}
