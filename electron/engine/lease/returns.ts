import { LEASE_SKEW_MS, type HeldLease } from '#domain/lease/lease.ts';
import { parseAllowanceKey } from '#domain/limit/allowance.ts';
import { ok, type Result } from '#domain/result.ts';
import { windowByKey } from '#domain/time/window.ts';
import { record } from '../cache/registers.ts';
import type { Core } from '../core.ts';
import { RENEW_BEFORE_MS } from './demand.ts';
import { tellGeneration } from './generation.ts';
import { giveBack } from './give-back.ts';
import { buryLeases, endingLeases } from './lease-store.ts';

/**
 * Gives back what cannot be spent here any more, or soon: leases that end although their window or
 * money goes on. With the link up a new grant follows in the same round. What ends with its window
 * dies with it and needs no word.
 */
export function returnEndingLeases(core: Core): Result<{ returned: number }> {
  const atMs = core.clock.nowMs();
  const ending = endingLeases(core.journal.db, atMs + RENEW_BEFORE_MS);
  const fates = ending.map((lease) => fateOf(core, lease));
  const outlived = ending.filter((_, index) => fates[index] === 'outlived');
  const over = ending.filter(
    ({ expiresAtMs }, index) => fates[index] === 'gone' && expiresAtMs <= atMs,
  );
  if (outlived.length + over.length === 0) return ok({ returned: 0 });
  const written = core.journal.write({ atMs }, (writing) => {
    buryLeases(writing.db, over);
    giveBack(
      writing,
      outlived.map(({ leaseId, left }) => ({ returnId: core.ids.uuid(), leaseId, quantity: left })),
    );
    return { returned: outlived.length };
  });
  if (outlived.length === 0) return written;
  tellGeneration(core);
  if (written.ok) core.events.syncMoved();
  return written;
}

/**
 * Whether what the lease is on goes on after the lease itself, or is gone with it. Unknown while
 * its contract, and so the zone of its window, is not here.
 */
function fateOf(core: Core, lease: HeldLease): 'outlived' | 'gone' | 'unknown' {
  const { windowKey } = parseAllowanceKey(lease.allowanceKey);
  if (windowKey === null) return 'outlived';
  const contract = record(core.cache.db, 'contract', lease.contractId);
  if (contract === null) return 'unknown';
  const { endsAtMs } = windowByKey(windowKey, contract.zone);
  const goesOn = endsAtMs === null || endsAtMs - LEASE_SKEW_MS > lease.expiresAtMs;
  return goesOn ? 'outlived' : 'gone';
}
