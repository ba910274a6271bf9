import { assert } from '#domain/assert.ts';
import { canonicalText } from '#domain/journal/chain.ts';
import type { LeaseAccount } from '#domain/lease/lease.ts';
import type { Limit } from '#domain/limit/limit.ts';
import { ok } from '#domain/result.ts';
import type { LeaseRecord, LimitRecord } from '#protocol/records.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { workstationOf } from '../access/need.ts';
import { askAuthority, askDone } from '../authority/ask-authority.ts';
import type { Caller } from '../caller.ts';
import { cardPinKey } from '../card/card-pin.ts';
import { rulesRecord } from '../card/rules-record.ts';
import { networkOf } from '../network/network-facts.ts';
import type { Answer } from '../outcome.ts';
import { recoveringRefusal } from '../recovery/recovery.ts';
import type { Service } from '../service.ts';

/**
 * Grants leases on everything that a sale on the card would need, and signs the grant. Where the
 * card has a PIN its verifier goes along and dies with the leases (architecture §7, row N-20).
 */
export async function grantLeases(
  service: Service,
  {
    commandId,
    cardId,
    wanted,
    wantedTogether = wanted,
    deadUntilMs = 0,
  }: RouteInput<'lease.grant'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'lease.grant'>>> {
  const recovering = await recoveringRefusal(service);
  if (recovering !== null) return recovering;
  const { workstationId, stationId } = workstationOf(caller);
  const atMs = service.clock.nowMs();
  const base = { kind: 'lease.grant', commandId, atMs, workstationId } as const;
  const command = { ...base, cardId, stationId, wanted, wantedTogether, deadUntilMs };
  const answer = await askAuthority(service, command, { cardId, wanted });
  if (!answer.ok) return answer;
  assert(answer.value.kind === 'leases', 'a grant answers with leases');
  const { leases, limits, rules } = answer.value;
  const { keys } = await networkOf(service);
  const grant = {
    grantId: commandId,
    cardId,
    leases: leases.map(leaseRecord),
    limits: limits.map(limitRecord),
    rules: rules.map(rulesRecord),
    pin: await pinVerifier(service, cardId),
    keyId: keys.keyId,
  };
  const signature = service.digests.sign(keys.signingPrivateKey, canonicalText(grant));
  return ok({ ...grant, signature });
}

async function pinVerifier(
  service: Service,
  cardId: string,
): Promise<RouteAnswer<'lease.grant'>['pin']> {
  const known = await service.stores.registers.cardPin(cardId);
  if (known === null) return null;
  return { verifier: known.verifier, key: await cardPinKey(service, cardId) };
}

export function leaseRecord({
  spent: _spent,
  returned: _returned,
  ...lease
}: LeaseAccount): LeaseRecord {
  return lease;
}

/** Takes back what a workstation will not spend. */
export function returnLease(
  service: Service,
  { commandId, leaseReturn }: RouteInput<'lease.return'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'lease.return'>>> {
  const { workstationId } = workstationOf(caller);
  const atMs = service.clock.nowMs();
  const command = { kind: 'lease.return', commandId, atMs, workstationId, leaseReturn } as const;
  return askDone(service, command, { leaseReturn });
}

/** A copy of plain objects alone, as canonical JSON wants them. */
function limitRecord(limit: Limit): LimitRecord {
  const scheduled = limit.scheduled.map(({ fromMs, terms }) => ({
    fromMs,
    terms: terms === null ? null : { ...terms },
  }));
  return { ...limit, scheduled };
}
