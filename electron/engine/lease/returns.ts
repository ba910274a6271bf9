import { LEASE_SKEW_MS, type HeldLease } from '#domain/lease/lease.ts';
import { parseAllowanceKey } from '#domain/limit/allowance.ts';
import { ok, type Result } from '#domain/result.ts';
import { windowByKey } from '#domain/time/window.ts';
import { record } from '../cache/registers.ts';
import type { Core } from '../core.ts';
import { turn } from '../turn.ts';
import { RENEW_BEFORE_MS } from './demand.ts';
import { tellGeneration } from './generation.ts';
import { giveBack } from './give-back.ts';
import { buryLeases, endingLeases, leasesOn, liveLeases } from './lease-store.ts';

/** So many are given back before whoever waits has his turn. */
const LEASES_AT_ONCE = 100;

/**
 * Gives back what cannot be spent here any more, or soon: leases under a contract that was closed
 * (row N-07), and those that end although their window or money goes on. With the link up a new
 * grant follows in the same round. What ends with its window dies with it and needs no word.
 */
export async function returnIdleLeases(core: Core): Promise<Result<{ returned: number }>> {
  const atMs = core.clock.nowMs();
  const isClosed = closedContracts(core);
  const { db } = core.journal;
  const closed = liveLeases(db).filter(({ left, contractId }) => left > 0 && isClosed(contractId));
  const ending = endingLeases(db, atMs + RENEW_BEFORE_MS)
    .filter(({ contractId }) => !isClosed(contractId))
    .map((lease) => ({ lease, fate: fateOf(core, lease) }));
  const fated = (fate: Fate): readonly HeldLease[] =>
    ending.flatMap((one) => (one.fate === fate ? [one.lease] : []));
  const returning = [...closed, ...fated('outlived')];
  const over = fated('gone').filter(({ expiresAtMs }) => expiresAtMs <= atMs);
  for (const piece of pieces(over)) {
    const now = { atMs: core.clock.nowMs() };
    const buried = core.journal.write(now, (writing) => buryLeases(writing.db, piece));
    if (!buried.ok) return buried;
    await turn();
  }
  return returnInPieces(core, returning);
}

/**
 * A contract may have leases of thousands of cards here, and every sale writes the same file: what
 * was spent while it waited is not there to be given back any more.
 */
async function returnInPieces(
  core: Core,
  leases: readonly HeldLease[],
): Promise<Result<{ returned: number }>> {
  let returned = 0;
  for (const piece of pieces(leases)) {
    const allowances = piece.map(({ allowanceKey }) => allowanceKey);
    const ids = new Set(piece.map(({ leaseId }) => leaseId));
    const written = core.journal.write({ atMs: core.clock.nowMs() }, (writing) => {
      const still = leasesOn(writing.db, [...new Set(allowances)]).filter(
        ({ leaseId, left }) => left > 0 && ids.has(leaseId),
      );
      giveBack(
        writing,
        still.map(({ leaseId, left: quantity }) => {
          return { returnId: core.ids.uuid(), leaseId, quantity };
        }),
      );
      return still.length;
    });
    if (!written.ok) return written;
    returned += written.value;
    tellGeneration(core);
    await turn();
  }
  if (returned > 0) core.events.syncMoved();
  return ok({ returned });
}

function pieces(leases: readonly HeldLease[]): readonly (readonly HeldLease[])[] {
  const count = Math.ceil(leases.length / LEASES_AT_ONCE);
  return Array.from({ length: count }, (_, n) =>
    leases.slice(n * LEASES_AT_ONCE, (n + 1) * LEASES_AT_ONCE),
  );
}

/** Tells contracts that are closed, as far as the cache knows; each is looked up once. */
function closedContracts(core: Core): (contractId: string) => boolean {
  const known = new Map<string, boolean>();
  return (contractId) => {
    const before = known.get(contractId);
    if (before !== undefined) return before;
    const closed = record(core.cache.db, 'contract', contractId)?.state === 'closed';
    known.set(contractId, closed);
    return closed;
  };
}

type Fate = 'outlived' | 'gone' | 'unknown';

/**
 * Whether what the lease is on goes on after the lease itself, or is gone with it. Unknown while
 * its contract, and so the zone of its window, is not here.
 */
function fateOf(core: Core, lease: HeldLease): Fate {
  const { windowKey } = parseAllowanceKey(lease.allowanceKey);
  if (windowKey === null) return 'outlived';
  const contract = record(core.cache.db, 'contract', lease.contractId);
  if (contract === null) return 'unknown';
  const { endsAtMs } = windowByKey(windowKey, contract.zone);
  const goesOn = endsAtMs === null || endsAtMs - LEASE_SKEW_MS > lease.expiresAtMs;
  return goesOn ? 'outlived' : 'gone';
}
