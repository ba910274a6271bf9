import { assert } from '#domain/assert.ts';
import { auditEntry } from '#domain/audit/audit-entry.ts';
import { localDate } from '#domain/time/local-date.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf } from '../access/need.ts';
import { doerOf } from '../audit/doer.ts';
import { parseDone } from '../authority/done.ts';
import { once } from '../authority/first-answer.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/**
 * Notes that a card was handed over and its act signed: what some programmes wait for before the
 * client's account is opened (row O-05). The first act of a card under a contract stays.
 * @returns `CARD_HANDED_OVER` {actNumber, signedOn, receiverName} of the act that stands,
 *   `CARD_NOT_FOUND`, `FIELD_INVALID` {field: 'signedOn'} for an act of tomorrow
 */
export function handOverCard(
  service: Service,
  { commandId, ...asked }: RouteInput<'card.hand-over'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'card.hand-over'>>> {
  return once(
    service,
    { command: 'card.hand-over', commandId, caller, asked, parse: parseDone },
    async (keep) => {
      const { registers, people } = service.stores;
      const atMs = service.clock.nowMs();
      const facts = await registers.cardFacts(asked.cardId, atMs);
      if (facts === null) return refuse('CARD_NOT_FOUND');
      const { contractId, zone } = facts.contract;
      if (asked.signedOn > localDate(atMs, zone)) {
        return refuse('FIELD_INVALID', { field: 'signedOn' });
      }
      const { userId } = personOf(caller);
      const audit = auditEntry(doerOf(caller), {
        event: 'card.hand-over',
        subjectKind: 'card',
        subjectId: asked.cardId,
        after: { contractId, ...asked },
      });
      const handOver = { ...asked, contractId, userId, atMs };
      const changes = [{ kind: 'card.hand-over', handOver }, keep({ done: true })] as const;
      const written = await people.commit({ atMs, audit, changes });
      return written === 'done' ? ok({ done: true } as const) : handedOverBefore(service, handOver);
    },
  );
}

/** The act that stands: done where it is the one that was noted now. */
async function handedOverBefore(
  { stores }: Service,
  {
    contractId,
    ...noted
  }: Omit<RouteInput<'card.hand-over'>, 'commandId'> & { readonly contractId: string },
): Promise<Answer<RouteAnswer<'card.hand-over'>>> {
  const acts = await stores.clients.handOversOf(contractId);
  const act = acts.find(({ cardId }) => cardId === noted.cardId);
  assert(act !== undefined, 'an act that is in the way is there');
  const { actNumber, signedOn, receiverName } = act;
  const same =
    actNumber === noted.actNumber &&
    signedOn === noted.signedOn &&
    receiverName === noted.receiverName;
  if (same) return ok({ done: true });
  return refuse('CARD_HANDED_OVER', { actNumber, signedOn, receiverName });
}

/** Which cards of a contract were handed over, and by which acts; the latest first. */
export async function listHandOvers(
  { stores, clock }: Service,
  { contractId }: RouteInput<'card.hand-overs'>,
): Promise<Answer<RouteAnswer<'card.hand-overs'>>> {
  const rows = await stores.clients.handOversOf(contractId);
  return ok({ rows: [...rows], nextCursor: null, asOfMs: clock.nowMs() });
}
