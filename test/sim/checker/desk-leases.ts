import type { DeskEvidence, Evidence, FreshCopy, Violation } from './evidence.ts';
import type { HeldLeaseRow, JournalTables } from './tables/journal-lines.ts';
import type { LedgerTables } from './tables/ledger-tables.ts';
import { invariantOf } from './recount.ts';
import { spanOf } from './tables/windows.ts';

const LIFE_MAX_MS = 72 * 3_600_000;
/** Of every station of the simulated network. */
const STATION_ZONE = 'Europe/Moscow';

/** What the backend counts, and what it may have forgotten of it. */
export interface BackendSide {
  readonly ledger: LedgerTables;
  readonly evidence: Evidence;
}

/** I1, I6, I7 at a workstation: what it spends of its leases stays within what it was granted. */

export function deskLeases(
  desk: DeskEvidence,
  journal: JournalTables,
  backend: BackendSide,
): Violation[] {
  const { workstationId, freshCopy } = desk;
  const { ledger } = backend;
  const found: Violation[] = [];
  const spent = spentOf(journal);
  const counted = new Map(ledger.leases.map((lease) => [lease.lease_id, lease]));
  for (const lease of journal.leases) {
    const { lease_id, allowance_key, granted, remaining, dead } = lease;
    const say = (what: string): void => {
      const invariant = invariantOf(allowance_key);
      found.push({ invariant, what: `workstation ${workstationId}: ${what}` });
    };
    const lives = dead === 0 && remaining > 0;
    if (lives && isOfBefore(lease, freshCopy)) say(`lease ${lease_id} outlived a copy`);
    if (outlives(lease, ledger)) say(`lease ${lease_id} lives too long`);
    const known = counted.get(lease_id);
    const counts = known?.workstation_id === workstationId && known.granted === granted;
    if (!counts && isKnown(lease, { desk, journal, ...backend })) {
      say(`the backend does not count lease ${lease_id} of ${granted}`);
    }
    const told = journal.granted.get(lease_id);
    if (told !== granted) say(`lease ${lease_id} of ${granted} has no line that received it`);
    const gone = (spent.get(lease_id) ?? 0) + (journal.returned.get(lease_id) ?? 0);
    if (gone > granted) say(`lease ${lease_id} of ${granted} was spent to ${gone}`);
    if (dead === 0 && remaining !== granted - gone) {
      say(`lease ${lease_id} has ${remaining} left, its lines leave ${granted - gone}`);
    }
  }
  return found;
}

/** What was granted to the copy itself is its own. */
function isOfBefore({ lease_id, issued_at_ms }: HeldLeaseRow, copy: FreshCopy | null): boolean {
  if (copy === null) return false;
  return copy.leaseIds.has(lease_id) || issued_at_ms < copy.sinceMs;
}

/** What the lines took from each lease: all that is held, and what was captured of it. */
function spentOf(journal: JournalTables): ReadonlyMap<string, number> {
  const { held, captured, reversed, redeemed, redemptionEnds } = journal;
  const spent = new Map<string, number>();
  for (const { redemptionId, leaseId, quantity } of redeemed.values()) {
    if (leaseId === null || redemptionEnds.get(redemptionId) === 'reversed') continue;
    spent.set(leaseId, (spent.get(leaseId) ?? 0) + quantity);
  }
  for (const { saleId, parts } of held.values()) {
    if (reversed.has(saleId)) continue;
    const sold = captured.get(saleId);
    const left = new Map<string, number>();
    for (const { allowanceKey, measure, held: part, leaseId } of parts) {
      const whole =
        sold === undefined
          ? Number.MAX_SAFE_INTEGER
          : { money: sold.amountMinor, volume: sold.volumeMl, count: 1 }[measure];
      const taken = Math.min(part, left.get(allowanceKey) ?? whole);
      left.set(allowanceKey, (left.get(allowanceKey) ?? whole) - taken);
      if (leaseId !== null) spent.set(leaseId, (spent.get(leaseId) ?? 0) + taken);
    }
  }
  return spent;
}

interface Known extends BackendSide {
  readonly desk: DeskEvidence;
  readonly journal: JournalTables;
}

/**
 * False for a lease of days that a restored backend has lost: its workstation has not reported yet,
 * or never told of the lease because it was given up or its copy reported in its place, or the
 * limit or the voucher went with those days.
 */
function isKnown(lease: HeldLeaseRow, { desk, journal, ledger, evidence }: Known): boolean {
  const { workstationId, restored } = desk;
  if (ledger.awaited.has(workstationId)) return false;
  const mayBeSilent = restored || ledger.lost.has(workstationId);
  const line = journal.receivedBy.get(lease.lease_id) ?? '';
  if (evidence.backendRestored && mayBeSilent && !isTold(evidence, line)) return false;
  const [kind, id = ''] = lease.allowance_key.split('/');
  if (kind === 'voucher') return ledger.assets.vouchers.has(lease.allowance_key);
  if (kind !== 'limit') return true;
  if (evidence.backendRestored && !isOlder(evidence, id, lease.issued_at_ms)) return false;
  return ledger.limits.some(({ limitId }) => limitId === id);
}

/**
 * False for a limit that came into the books after the lease on its like was granted: set for the
 * first time, or once more after it was removed. In the millisecond of its removal it may have been
 * set before or after; where it was set later too, that counts.
 */
function isOlder({ backend }: Evidence, limitId: string, atMs: number): boolean {
  const since = backend
    .prepare<{ limitId: string }, { atMs: number }>(
      `WITH ended AS (
         SELECT coalesce(max(max(at_ms, from_ms)), -1) AS at_ms FROM limit_version
         WHERE limit_id = @limitId AND terms IS NULL)
       SELECT version.at_ms AS atMs FROM limit_version AS version, ended
       WHERE limit_id = @limitId AND terms IS NOT NULL AND version.at_ms >= ended.at_ms
       ORDER BY version.at_ms = ended.at_ms, version.at_ms LIMIT 1`,
    )
    .get({ limitId });
  return (since?.atMs ?? 0) < atMs;
}

function isTold({ backend }: Evidence, hash: string): boolean {
  const line = backend.prepare<[string], unknown>('SELECT 1 FROM journal_line WHERE hash = ?');
  return line.get(hash) !== undefined;
}

/**
 * Beyond 72 hours, or beyond the end of its window in the contract's zone, or beyond a voucher's
 * last day at its station (architecture §7).
 */
function outlives(
  { allowance_key, issued_at_ms, expires_at_ms }: HeldLeaseRow,
  ledger: LedgerTables,
): boolean {
  if (expires_at_ms > issued_at_ms + LIFE_MAX_MS) return true;
  const [kind, id, windowKey = ''] = allowance_key.split('/');
  const voucher = ledger.assets.vouchers.get(allowance_key);
  if (voucher !== undefined)
    return expires_at_ms > spanOf(`day:${voucher.validTo}`, STATION_ZONE).toMs;
  const limit = ledger.limits.find(({ limitId }) => kind === 'limit' && limitId === id);
  if (limit === undefined) return false;
  const zone = ledger.contracts.get(limit.contractId)?.zone ?? 'UTC';
  return expires_at_ms > spanOf(windowKey, zone).toMs;
}
