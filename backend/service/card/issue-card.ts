import { auditEntry } from '#domain/audit/audit-entry.ts';
import { NEW_CARD } from '#domain/card/card.ts';
import { maskPan } from '#domain/card/pan.ts';
import { ok, refuse } from '#domain/result.ts';
import { card as cardShape, type CardRecord } from '#protocol/records.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { doerOf } from '../audit/doer.ts';
import { once } from '../authority/first-answer.ts';
import { networkOf } from '../network/network-facts.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** Adds a card to a contract. Its number is kept as a keyed hash and a mask only (G5). */
export async function issueCard(
  service: Service,
  { commandId, pan, ...asked }: RouteInput<'card.issue'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'card.issue'>>> {
  const { stores, digests, clock } = service;
  const { keys } = await networkOf(service);
  const panHash = digests.hmac(keys.panKey, pan);
  const parse = (kept: unknown) => cardShape.parse(kept);
  return once(
    service,
    { command: 'card.issue', commandId, caller, asked: { ...asked, panHash }, parse },
    async (keep) => {
      const facts = await stores.registers.contractFacts(asked.contractId, clock.nowMs());
      if (facts === null) return refuse('CONTRACT_NOT_FOUND');
      if (facts.contract.state === 'closed') return refuse('CONTRACT_CLOSED');
      const card: CardRecord = {
        ...NEW_CARD,
        ...asked,
        cardId: commandId,
        panMasked: maskPan(pan),
      };
      const { panMasked } = card;
      const written = await stores.people.commit({
        atMs: clock.nowMs(),
        audit: auditEntry(doerOf(caller), {
          event: 'card.issue',
          subjectKind: 'card',
          subjectId: commandId,
          after: { ...asked, panMasked },
        }),
        changes: [{ kind: 'card.add', card, panHash }, keep(card)],
      });
      return written === 'done' ? ok(card) : refuse('CARD_EXISTS');
    },
  );
}
