import { localDate } from '#domain/time/local-date.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/**
 * Notes that a card was handed over and its act signed: what some programmes wait for before the
 * client's account is opened (row O-05). The first act of a card under a contract stays.
 */
export function handOverCard(
  service: Service,
  { commandId, ...asked }: RouteInput<'card.hand-over'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'card.hand-over'>>> {
  return once(service, { commandId, asked, parse: parseDone }, async () => {
    const { registers, people } = service.stores;
    const atMs = service.clock.nowMs();
    const facts = await registers.cardFacts(asked.cardId, atMs);
    if (facts === null) return refuse('CARD_NOT_FOUND');
    const { contractId, zone } = facts.contract;
    if (asked.signedOn > localDate(atMs, zone)) {
      return refuse('FIELD_INVALID', { field: 'signedOn' });
    }
    const { userId, workstationId } = personOf(caller);
    const audit = {
      event: 'card.hand-over',
      userId,
      workstationId,
      subjectKind: 'card',
      subjectId: asked.cardId,
      code: null,
      before: null,
      after: { contractId, ...asked },
    };
    const handOver = { ...asked, contractId, userId, atMs };
    // Stale: it was handed over before.
    await people.commit({ atMs, audit, changes: [{ kind: 'card.hand-over', handOver }] });
    return ok({ done: true } as const);
  });
}

/** Which cards of a contract were handed over, and by which acts; the latest first. */
export async function listHandOvers(
  { stores, clock }: Service,
  { contractId }: RouteInput<'card.hand-overs'>,
): Promise<Answer<RouteAnswer<'card.hand-overs'>>> {
  const rows = await stores.clients.handOversOf(contractId);
  return ok({ rows: [...rows], nextCursor: null, asOfMs: clock.nowMs() });
}
