import { stateRefusal } from '../card/card-state.ts';
import type { Card } from '../card/card.ts';
import { nextRulesMs } from '../card/planned-rules.ts';
import { contractRefusal, type Contract } from '../contract/contract.ts';
import { leaseSize, type LeaseDemand } from '../lease/sizing.ts';
import { LEASE_LIFE_MS, outstanding, type LeaseAccount } from '../lease/lease.ts';
import type { Allowance } from '../limit/allowance.ts';
import { leastAmount } from '../limit/scheduled-terms.ts';
import { ok } from '../result.ts';
import { acceptedAt } from '../station/station.ts';
import { nextWindow } from '../time/window.ts';
import { allowancesAt } from './allowances.ts';
import type { Decision } from './change.ts';
import type { GrantLeasesCommand, LeaseReturn, ReturnLeaseCommand } from './command.ts';
import { DONE, refused } from './decision.ts';
import { Draft } from './draft.ts';
import type { Facts } from './facts.ts';
import { ownerKey } from './pack.ts';

/**
 * Grants leases on everything that a sale on the card would need at this workstation, for the
 * current window and the next. The grant is counted before anybody is told of it (architecture §7).
 */
export function decideLeaseGrant(command: GrantLeasesCommand, facts: Facts): Decision {
  const { card, contract } = facts;
  if (facts.workstation?.state !== 'active') return refused('WORKSTATION_REVOKED');
  if (card === null || contract === null) return refused('CARD_NOT_FOUND');
  const refusal = grantRefusal(command, { facts, card, contract });
  if (refusal !== null) return refused(refusal);
  const draft = new Draft(facts, contract.contractId);
  const now = allowancesAt(facts, contract, command.atMs);
  const upcoming = now.flatMap((allowance) => upcomingAllowance(allowance, facts, contract));
  const leases = [...now, ...upcoming].flatMap((allowance, index) => {
    const lease = newLease(command, { facts, contract, allowance, index });
    return lease === null ? [] : [lease];
  });
  for (const lease of leases) draft.putLease(lease);
  return {
    outcome: ok({ kind: 'leases', leases, limits: facts.limits, rules: facts.rules }),
    changes: draft.changes(),
  };
}

interface GrantContext {
  readonly facts: Facts;
  readonly card: Card;
  readonly contract: Contract;
}

function grantRefusal(
  command: GrantLeasesCommand,
  { facts, card, contract }: GrantContext,
): string | null {
  const stopped = stateRefusal(card) ?? contractRefusal(contract);
  if (stopped !== null) return stopped;
  const { stationId } = command;
  if (!acceptedAt(card.stationIds, { stationId })) return 'STATION_NOT_ALLOWED';
  const away = card.offlinePolicy === 'home' && facts.homeStationId !== stationId;
  return card.offlinePolicy === 'never' || away ? 'LEASE_NOT_ALLOWED' : null;
}

function upcomingAllowance(allowance: Allowance, facts: Facts, contract: Contract): Allowance[] {
  const { limit, window } = allowance;
  if (limit === null || window === null) return [];
  const next = nextWindow(window, limit.period, contract.zone);
  if (next === null) return [];
  const own = { limits: [limit], counters: facts.counters };
  return allowancesAt(own, contract, next.startsAtMs).filter((a) => a.limit !== null);
}

/**
 * When everything that is granted now ends at the latest: a workstation decides by the rules that
 * it was told with its leases, so none of them outlives those rules.
 */
function lifeEndOf({ atMs }: GrantLeasesCommand, { rules, look }: Facts): number {
  const ends = rules.flatMap(({ ownerKind, ownerId }) => {
    const kept = look.rulesOf(ownerKey(ownerKind, ownerId));
    return (kept && nextRulesMs(kept, atMs)) ?? [];
  });
  return Math.min(atMs + LEASE_LIFE_MS, ...ends);
}

interface LeaseContext {
  readonly facts: Facts;
  readonly contract: Contract;
  readonly allowance: Allowance;
  readonly index: number;
}

function newLease(command: GrantLeasesCommand, context: LeaseContext): LeaseAccount | null {
  const { facts, contract, allowance, index } = context;
  const { window, limit } = allowance;
  const lifeEndsAtMs = lifeEndOf(command, facts);
  const validFromMs = Math.max(command.atMs, window?.startsAtMs ?? command.atMs);
  if (validFromMs >= lifeEndsAtMs) return null;
  const endsAtMs = Math.min(lifeEndsAtMs, window?.endsAtMs ?? lifeEndsAtMs);
  const { wanted, wantedTogether = wanted } = command;
  const granted = leaseSize({
    allowance,
    wanted,
    wantedTogether,
    // A lowering that is planned for tomorrow binds what is given out today for tomorrow.
    leastAmount: limit === null ? allowance.amount : leastAmount(limit, validFromMs, endsAtMs),
    home: homeOf(facts, command.stationId),
    leasedHere: heldBy(facts.leases, allowance.key, command),
  });
  if (granted <= 0) return null;
  return {
    leaseId: `${command.commandId}.${index}`,
    allowanceKey: allowance.key,
    contractId: contract.contractId,
    cardId: limit?.subjectKind === 'card' ? command.cardId : null,
    workstationId: command.workstationId,
    measure: allowance.measure,
    granted,
    issuedAtMs: command.atMs,
    validFromMs,
    expiresAtMs: endsAtMs,
    spent: 0,
    returned: 0,
  };
}

function homeOf({ homeStationId }: Facts, stationId: string): LeaseDemand['home'] {
  if (homeStationId === null) return 'unknown';
  return homeStationId === stationId ? 'here' : 'elsewhere';
}

/**
 * What the workstation may still spend of an allowance. A lease that ended stays counted until it
 * is accounted for, but it is no use there: one that was killed or never arrived must not keep
 * others away for ever.
 */
function heldBy(
  leases: readonly LeaseAccount[],
  allowanceKey: string,
  { workstationId, atMs, deadUntilMs = 0 }: GrantLeasesCommand,
): number {
  return leases
    .filter((lease) => lease.allowanceKey === allowanceKey && lease.expiresAtMs > atMs)
    .filter((lease) => lease.issuedAtMs > deadUntilMs)
    .filter((lease) => lease.workstationId === workstationId)
    .reduce((sum, lease) => sum + outstanding(lease), 0);
}

/**
 * Takes a returned part back into what is free. Repeating a return changes nothing, and neither
 * does the return of a lease that is not known here: a backend that was restored gave it out in
 * the time that is gone.
 */
export function decideLeaseReturn(command: ReturnLeaseCommand, facts: Facts): Decision {
  const lease = facts.leases.find((candidate) => candidate.leaseId === command.leaseReturn.leaseId);
  if (lease === undefined) return { outcome: DONE, changes: [] };
  const draft = new Draft(facts, lease.contractId);
  bookReturn(draft, command);
  return { outcome: DONE, changes: draft.changes() };
}

interface ReturnSource {
  readonly leaseReturn: LeaseReturn;
  readonly workstationId: string;
  readonly atMs: number;
}

/**
 * Books one returned part into a draft. A foreign, unknown or already booked return is passed over:
 * a workstation gives back only what it holds, and gives it once. A return that comes with an
 * authorization may run ahead of the journal line that lowers what was spent, so it is kept whole:
 * cut to what is outstanding at this moment, the rest would stay leased to nobody for ever.
 */
export function bookReturn(draft: Draft, source: ReturnSource): void {
  const { leaseReturn, workstationId, atMs } = source;
  const lease = draft.lease(leaseReturn.leaseId);
  if (lease === undefined || lease.workstationId !== workstationId) return;
  if (!draft.takesReturn(leaseReturn.returnId)) return;
  const quantity = Math.min(leaseReturn.quantity, lease.granted - lease.returned);
  draft.putLease({ ...lease, returned: lease.returned + quantity });
  draft.push({
    kind: 'lease.return',
    leaseReturn: { ...leaseReturn, quantity },
    atMs,
  });
}
