import { assert } from '#domain/assert.ts';
import { isForfeit } from '#domain/lease/lost-lease.ts';
import { parseAllowanceKey } from '#domain/limit/allowance.ts';
import { askDone } from '../authority/ask-authority.ts';
import { derivedId } from '../authority/derived-id.ts';
import type { Service } from '../service.ts';

/** Leases that one command takes away. */
const LOST_BATCH = 500;

/**
 * Takes away what a lost workstation holds, contract by contract. Its key is revoked before, so
 * nothing new comes to it meanwhile; whoever repeats an interrupted declaration goes on with what
 * is left.
 */
export async function forfeitLeases(service: Service, lostWorkstationId: string): Promise<void> {
  const { stores, digests, clock } = service;
  let after = '';
  for (;;) {
    const open = await stores.leases.openLeases(lostWorkstationId, { after, limit: LOST_BATCH });
    const last = open.at(-1);
    if (last === undefined) return;
    const atMs = clock.nowMs();
    const due = open.filter((lease) => isForfeit(lease, atMs));
    for (const contractId of new Set(due.map((lease) => lease.contractId))) {
      const own = due.filter((lease) => lease.contractId === contractId);
      const leaseIds = own.map(({ leaseId }) => leaseId);
      const commandId = derivedId(digests, 'lost', lostWorkstationId, ...leaseIds);
      const base = { kind: 'workstation.declare-lost', commandId, atMs } as const;
      const asked = { lostWorkstationId, contractId, leaseIds };
      const answer = await askDone(service, { ...base, workstationId: null, ...asked }, asked);
      assert(answer.ok, 'what is known to be lost can be declared so');
    }
    after = last.leaseId;
  }
}

/**
 * Frees a voucher that a lost workstation kept, once the time to tell what became of it is over.
 * Called before the voucher is asked for: no clock runs for it in between.
 */
export async function freeLongLost(service: Service, allowanceKey: string): Promise<void> {
  if (parseAllowanceKey(allowanceKey).voucherId === null) return;
  const { identity, leases } = service.stores;
  // From the beginning of time: leases that have ended are the ones that are looked for.
  for (const { workstationId } of await leases.holders([allowanceKey], 0)) {
    const holder = await identity.workstation(workstationId);
    if (holder?.state === 'lost') await forfeitLeases(service, workstationId);
  }
}
