import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { askDone } from '../authority/ask-authority.ts';
import { parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
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
  const { contract, limits, remainders } = facts;
  return ok({ contract, limits: [...limits], remainders: [...remainders], asOfMs });
}

/** Puts a contract in force with a credit; signing it again sets the credit anew. */
export function signContract(
  service: Service,
  { commandId, contractId, creditLimitMinor }: RouteInput<'contract.sign'>,
): Promise<Answer<RouteAnswer<'contract.sign'>>> {
  const asked = { contractId, creditLimitMinor };
  return once(service, { commandId, asked, parse: parseDone }, async () => {
    const { registers } = service.stores;
    const facts = await registers.contractFacts(contractId, service.clock.nowMs());
    if (facts === null) return refuse('CONTRACT_NOT_FOUND');
    if (facts.contract.state === 'closed') return refuse('CONTRACT_CLOSED');
    const signed = await registers.signContract(contractId, creditLimitMinor);
    return signed ? ok({ done: true }) : refuse('CONTRACT_NOT_FOUND');
  });
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
