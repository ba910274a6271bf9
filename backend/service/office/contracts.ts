import { ok, refuse } from '#domain/result.ts';
import { dayStart } from '#domain/time/local-date.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { commandEntry } from '../audit/command-entry.ts';
import { askDone } from '../authority/ask-authority.ts';
import type { Caller } from '../caller.ts';
import { withdrawOfClosed } from '../invitation/withdraw-invitations.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** A contract with its limits and what is left of each now. */
export async function getContract(
  { stores, clock }: Service,
  { contractId }: RouteInput<'contract.get'>,
): Promise<Answer<RouteAnswer<'contract.get'>>> {
  const asOfMs = clock.nowMs();
  const facts = await stores.registers.contractFacts(contractId, asOfMs);
  if (facts === null) return refuse('CONTRACT_NOT_FOUND');
  const { contract, limits, rules, remainders } = facts;
  const lists = { limits: [...limits], rules: [...rules], remainders: [...remainders] };
  const closing = await stores.registers.contractClosing(contractId);
  return ok({ contract, ...lists, closing, asOfMs });
}

/**
 * Ends a contract for good, with a reason (row N-07). Workstations hear of it by the feed: they
 * stop selling under it and give their leases back. With a client's last one go the invitations
 * that wait for his people.
 */
export async function closeContract(
  service: Service,
  input: RouteInput<'contract.close'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'contract.close'>>> {
  const { commandId, ...asked } = input;
  const { userId } = personOf(caller);
  const base = { kind: 'contract.close', commandId, workstationId: null } as const;
  const command = { ...base, atMs: service.clock.nowMs(), userId, ...asked };
  const told = commandEntry('contract.close', input, caller);
  const closed = await askDone(service, command, asked, told);
  if (closed.ok) await withdrawOfClosed(service, asked.contractId, caller);
  return closed;
}

/** Credits a payment to the contract's account (row N-14). */
export async function topUp(
  service: Service,
  input: RouteInput<'contract.top-up'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'contract.top-up'>>> {
  const { commandId, ...asked } = input;
  const kind = 'contract.top-up';
  const atMs = service.clock.nowMs();
  const { bankDate, ...payment } = asked;
  const effectiveAtMs = await bankInstant(service, { ...asked, atMs });
  if (effectiveAtMs === null) return refuse('FIELD_INVALID', { field: 'bankDate' });
  const command = {
    kind,
    commandId,
    atMs,
    workstationId: null,
    effectiveAtMs,
    ...payment,
  } as const;
  const told = commandEntry('contract.top-up', input, caller);
  return askDone(service, command, { ...payment, bankDate: bankDate ?? null }, told);
}

/** The beginning of the bank's day in the contract's zone; null for a day that is still to come. */
async function bankInstant(
  { stores }: Service,
  {
    contractId,
    bankDate,
    atMs,
  }: { contractId: string; bankDate?: string | undefined; atMs: number },
): Promise<number | null> {
  if (bankDate === undefined) return atMs;
  const facts = await stores.registers.contractFacts(contractId, atMs);
  // An unknown contract is refused by the authority, which also knows a first answer.
  if (facts === null) return atMs;
  const startsAtMs = dayStart(bankDate, facts.contract.zone);
  return startsAtMs > atMs ? null : startsAtMs;
}
