import { LEASE_SKEW_MS, type HeldLease } from '#domain/lease/lease.ts';
import { parseAllowanceKey } from '#domain/limit/allowance.ts';
import { ok, type Result } from '#domain/result.ts';
import { windowByKey } from '#domain/time/window.ts';
import { record } from '../cache/registers.ts';
import type { Core } from '../core.ts';
import { RENEW_BEFORE_MS } from './demand.ts';
import { tellGeneration } from './generation.ts';
import { giveBack } from './give-back.ts';
import { buryLeases, endingLeases, liveLeases } from './lease-store.ts';

/**
 * Gives back what cannot be spent here any more, or soon: leases under a contract that was closed
 * (row N-07), and those that end although their window or money goes on. With the link up a new
 * grant follows in the same round. What ends with its window dies with it and needs no word.
 */
export function returnIdleLeases(core: Core): Result<{ returned: number }> {
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
  if (returning.length + over.length === 0) return ok({ returned: 0 });
  const written = core.journal.write({ atMs }, (writing) => {
    buryLeases(writing.db, over);
    const shares = returning.map(({ leaseId, left }) => ({ leaseId, quantity: left }));
    giveBack(
      writing,
      shares.map((share) => ({ returnId: core.ids.uuid(), ...share })),
    );
    return { returned: returning.length };
  });
  if (returning.length === 0) return written;
  tellGeneration(core);
  if (written.ok) core.events.syncMoved();
  return written;
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
