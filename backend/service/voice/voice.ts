import { assert } from '#domain/assert.ts';
import { ok, refuse } from '#domain/result.ts';
import {
  challengeCounter,
  isChallengeOf,
  voiceCode,
  voiceKey,
  voiceSaleId,
} from '#domain/voice/voice.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import { personOf, workstationOf } from '../access/need.ts';
import { commandEntry } from '../audit/command-entry.ts';
import { askAuthority } from '../authority/ask-authority.ts';
import type { Caller } from '../caller.ts';
import { networkOf } from '../network/network-facts.ts';
import type { Answer } from '../outcome.ts';
import { recoveringRefusal } from '../recovery/recovery.ts';
import type { Service } from '../service.ts';

/** The key of the workstation that asks; it says nothing about the keys of others. */
export async function giveVoiceKey(
  service: Service,
  caller: Caller,
): Promise<Answer<RouteAnswer<'voice.key'>>> {
  const { workstationId } = workstationOf(caller);
  return ok({ key: await keyOf(service, workstationId) });
}

async function keyOf(service: Service, workstationId: string): Promise<string> {
  const { keys } = await networkOf(service);
  return voiceKey(service.digests, keys.pinKey, workstationId);
}

/** Workstations of the network that are in use; one that is revoked is not helped by telephone. */
export async function listCallers({
  stores,
  clock,
}: Service): Promise<Answer<RouteAnswer<'voice.workstations'>>> {
  const all = await stores.identity.workstations();
  const active = all.filter(({ state }) => state === 'active');
  const rows = active.map(({ workstationId, stationId, name }) => {
    return { workstationId, stationId, name };
  });
  return ok({ rows, nextCursor: null, asOfMs: clock.nowMs() });
}

/**
 * Reserves a fill for a workstation that has no link, and makes the code for exactly this fill at
 * exactly this price (architecture §7). The same challenge again gets the same answer. What was
 * misheard is refused with VOICE_CHALLENGE_INVALID before anything is reserved. While the network
 * is recovered nothing is reserved at all, whatever is declared: a hold that is taken back would
 * keep its code (architecture §8).
 */
export async function reserveByVoice(
  service: Service,
  input: RouteInput<'voice.reserve'>,
  caller: Caller,
): Promise<Answer<RouteAnswer<'voice.reserve'>>> {
  const { commandId: _commandId, challenge, ...asked } = input;
  const { digests, stores, clock } = service;
  const { workstationId, cardId, productId, volumeMl } = asked;
  const recovering = await recoveringRefusal(service);
  if (recovering !== null) return recovering;
  const workstation = await stores.identity.workstation(workstationId);
  if (workstation === null) return refuse('WORKSTATION_UNKNOWN');
  const counter = challengeCounter(challenge);
  if (!counter.ok) return refuse('VOICE_CHALLENGE_INVALID');
  const fill = { ...asked, counter: counter.value };
  if (!isChallengeOf(digests, challenge, fill)) return refuse('VOICE_CHALLENGE_INVALID');
  const saleId = voiceSaleId(digests, fill);
  const answer = await askAuthority(
    service,
    {
      kind: 'sale.authorize',
      commandId: saleId,
      saleId,
      atMs: clock.nowMs(),
      workstationId,
      stationId: workstation.stationId,
      cardId,
      productId,
      pumpNumber: 0,
      operatorId: personOf(caller).userId,
      ask: { by: 'volume', volumeMl },
      pin: 'vouched',
      leaseReturns: [],
    },
    asked,
    commandEntry('voice.reserve', input, caller),
  );
  if (!answer.ok) return answer;
  assert(answer.value.kind === 'sale', 'an authorization answers with a sale');
  const { priceMinorPerLitre, holdAmountMinor } = answer.value.sale;
  const key = await keyOf(service, workstationId);
  const code = voiceCode(digests, key, { ...fill, priceMinorPerLitre });
  return ok({ saleId, code, holdAmountMinor, priceMinorPerLitre });
}
