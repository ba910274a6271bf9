import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOfClient, may } from '#domain/identity/rights.ts';
import { callRaw, call, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  lastCode,
  openMemberProgramme,
  registrationForm,
} from '#test/support/backend/member-programme.ts';
import { personas, signInAll } from '#test/support/backend/personas.ts';
import { foreignIds, startTwoClients, type TwoClients } from '#test/support/backend/two-clients.ts';

const PIN = { pin: '4071', repeat: '4071' };

let network: TwoClients;
let sessions: ReadonlyMap<string, string>;
beforeAll(async () => {
  network = await startTwoClients();
  sessions = await signInAll(network, personas, 'client-1');
});
afterAll(() => network.backend.stop());

const setPin = async (cardId: string, session: string): Promise<string> => {
  const asked = { commandId: uuid(), cardId, ...PIN };
  return outcomeOf(await callRaw(network.url, 'card.set-pin', asked, { session }));
};

async function newMember(phone: string) {
  const form = registrationForm(programme, { phone });
  const { registrationId } = await call(network.url, 'registration.start', form);
  const code = await lastCode(network);
  const confirmed = await call(network.url, 'registration.confirm', { registrationId, code });
  return { cardId: confirmed.card.cardId, session: confirmed.session?.token ?? '' };
}

let programme: Awaited<ReturnType<typeof openMemberProgramme>>;

describe('a card’s PIN', () => {
  it.each(personas)('[N-20] [G10] by $name: own, foreign, or not at all', async (persona) => {
    const session = sessions.get(persona.name) ?? '';
    const allowed = may(persona, 'card.set-pin');
    expect(await setPin('card-1', session)).toBe(allowed ? '200' : '403 FORBIDDEN');
    const foreign = isOfClient(persona.role) ? '404 CARD_NOT_FOUND' : '200';
    expect(await setPin(foreignIds.cardId, session)).toBe(allowed ? foreign : '403 FORBIDDEN');
  });

  it('[N-20] is set by a member for the card that he has bound, and for no other’s', async () => {
    programme = await openMemberProgramme(network);
    const first = await newMember('8 916 000-00-01');
    const second = await newMember('8 916 000-00-02');
    expect(await setPin(first.cardId, first.session)).toBe('200');
    expect(await setPin(second.cardId, first.session)).toBe('404 CARD_NOT_FOUND');
    expect(await setPin('card-1', first.session)).toBe('404 CARD_NOT_FOUND');
  });
});
