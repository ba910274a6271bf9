import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { askDone } from '../authority/ask-authority.ts';
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
  return ok({ contract, ...lists, asOfMs });
}

/** Puts a contract in force with a credit; signing it again sets the credit anew. */
export function signContract(
  service: Service,
  { commandId, ...asked }: RouteInput<'contract.sign'>,
): Promise<Answer<RouteAnswer<'contract.sign'>>> {
  const kind = 'contract.sign';
  const atMs = service.clock.nowMs();
  return askDone(service, { kind, commandId, atMs, workstationId: null, ...asked }, asked);
}

/** Credits a payment to the contract's account (row N-14). */
export function topUp(
  service: Service,
  { commandId, ...asked }: RouteInput<'contract.top-up'>,
): Promise<Answer<RouteAnswer<'contract.top-up'>>> {
  const kind = 'contract.top-up';
  const atMs = service.clock.nowMs();
  return askDone(service, { kind, commandId, atMs, workstationId: null, ...asked }, asked);
}
