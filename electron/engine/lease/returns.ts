import { LEASE_SKEW_MS, type HeldLease } from '#domain/lease/lease.ts';
import { parseAllowanceKey } from '#domain/limit/allowance.ts';
import type { Result } from '#domain/result.ts';
import { windowByKey } from '#domain/time/window.ts';
import { record } from '../cache/registers.ts';
import type { Core } from '../core.ts';
import { RENEW_BEFORE_MS } from './demand.ts';
import { tellGeneration } from './generation.ts';
import { giveBack } from './give-back.ts';
import { liveLeases } from './lease-store.ts';

/**
 * Gives back what cannot be spent here any more, or soon: leases that end although their window or
 * money goes on. With the link up a new grant follows in the same round. What ends with its window
 * dies with it and needs no word.
 */
export function returnEndingLeases(core: Core): Result<{ returned: number }> {
  const atMs = core.clock.nowMs();
  const ending = liveLeases(core.journal.db).filter(
    (lease) =>
      lease.left > 0 && lease.expiresAtMs - atMs <= RENEW_BEFORE_MS && outlived(core, lease),
  );
  if (ending.length === 0) return { ok: true, value: { returned: 0 } };
  const written = core.journal.write({ atMs }, (writing) => {
    giveBack(
      writing,
      ending.map(({ leaseId, left }) => ({ returnId: core.ids.uuid(), leaseId, quantity: left })),
    );
    return { returned: ending.length };
  });
  tellGeneration(core);
  if (written.ok) core.events.syncMoved();
  return written;
}

/** Whether what the lease is on goes on after the lease itself. */
function outlived(core: Core, lease: HeldLease): boolean {
  const { windowKey } = parseAllowanceKey(lease.allowanceKey);
  if (windowKey === null) return true;
  const contract = record(core.cache.db, 'contract', lease.contractId);
  if (contract === null) return false;
  const { endsAtMs } = windowByKey(windowKey, contract.zone);
  return endsAtMs === null || endsAtMs - LEASE_SKEW_MS > lease.expiresAtMs;
}
