import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RouteInput } from '#protocol/routes.ts';
import { DRAWS_MAX, drawVirtualCard } from '#service/member/virtual-card.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  lastCode,
  MEMBER_CONTRACT,
  MEMBER_PASSWORD,
  memberProfile,
  registrationForm,
  MEMBER_PANS,
  openMemberProgramme,
  type MemberNetwork,
} from '#test/support/backend/member-programme.ts';
import {
  type RegistrationPatch,
  registering,
  sessionOf,
} from '#test/support/backend/registering.ts';
import { pans, startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { putChanges } from '#test/support/network-store.ts';

const [MAIN = '', FIRST = '', SECOND = '', ALONE = ''] = MEMBER_PANS;

let network: SmallNetwork;
let programme: MemberNetwork;
beforeEach(async () => {
  network = await startSmallNetwork();
  programme = await openMemberProgramme(network);
});
afterEach(() => network.backend.stop());

const { start, started, confirm, register } = registering(() => ({ network, programme }));
const wrong = (code: string): string => String((Number(code) + 1) % 10_000).padStart(4, '0');

const kitAdded = async () => {
  const kit = { mainCardId: 'kit-1', additionalCardIds: ['kit-2', 'kit-3'] };
  const { programmeId } = programme;
  const adding = { commandId: uuid(), programmeId, ...kit };
  await call(network.url, 'kit.add', adding, { session: network.manager });
};

describe('registration with a plastic card', () => {
  const card = (pan: string): RegistrationPatch => ({ card: { way: 'card', pan } });

  it('[R-03] [R-04] by the main card of a kit: the additional ones feed the same points', async () => {
    await kitAdded();
    const confirmed = await register(card(MAIN.replaceAll(/(\d{4})/gu, '$1 ')));
    expect(confirmed.card).toMatchObject({ cardId: 'kit-1', kind: 'primary', pan: null });
    const { cards } = await call(network.url, 'member.get', {}, sessionOf(confirmed));
    expect(cards.map(({ cardId, kind }) => [cardId, kind])).toEqual([
      ['kit-1', 'primary'],
      ['kit-2', 'additional'],
      ['kit-3', 'additional'],
    ]);
  });

  it('[R-03] an additional card is no way in', async () => {
    await kitAdded();
    for (const pan of [FIRST, SECOND]) {
      expect(outcomeOf(await start(card(pan)))).toBe('422 CARD_NOT_MAIN');
    }
  });

  it('[R-04] a number is 16 digits of a card of the programme, and nobody’s yet', async () => {
    const refused = await start(card('7005 1234 1234 123'));
    expect(refused.body).toMatchObject({ code: 'PAN_LENGTH', params: { got: 15 } });
    expect(outcomeOf(await start(card('7005123412341299')))).toBe('404 CARD_NOT_FOUND');
    // A fuel card of a company is no card of the programme.
    expect(outcomeOf(await start(card(pans[0] ?? '')))).toBe('404 CARD_NOT_FOUND');
    await register(card(ALONE));
    const again = await start({ ...card(ALONE), phone: '+79160000002' });
    expect(outcomeOf(again)).toBe('409 CARD_ALREADY_BOUND');
  });

  it('[R-04] of two who registered one card at a time, the first code binds it', async () => {
    const first = await started(card(ALONE));
    const firstCode = await lastCode(network);
    const second = await started({ ...card(ALONE), phone: '+79160000002' });
    const secondCode = await lastCode(network);
    expect(outcomeOf(await confirm(second.registrationId, secondCode))).toBe('200');
    expect(outcomeOf(await confirm(first.registrationId, firstCode))).toBe(
      '409 CARD_ALREADY_BOUND',
    );
  });

  it('[R-16] [R-17] a plastic card is added to the virtual one, both feed one account of points, and there is no second of either', async () => {
    const confirmed = await register();
    const auth = sessionOf(confirmed);
    const add = (way: RouteInput<'member.add-card'>['card'], commandId = uuid()) =>
      callRaw(network.url, 'member.add-card', { commandId, card: way }, auth);
    const commandId = uuid();
    for (const _time of ['first', 'again']) {
      const answer = await add({ way: 'card', pan: ALONE }, commandId);
      expect(answer.body).toMatchObject({ cardId: 'kit-4', kind: 'further', virtual: false });
    }
    expect(outcomeOf(await add({ way: 'card', pan: MAIN }))).toBe('409 CARD_ALREADY_BOUND');
    expect(outcomeOf(await add({ way: 'virtual' }))).toBe('409 VIRTUAL_CARD_EXISTS');
    const { cards } = await call(network.url, 'member.get', {}, auth);
    expect(cards.filter(({ kind }) => kind === 'primary')).toEqual([confirmed.card]);
  });
});

describe('a member who tries numbers of cards', () => {
  it('[R-17] is stopped soon, by the right one too, and at a desk he is still served', async () => {
    await network.backend.stop();
    const card = { tries: 3, windowMs: 60_000 };
    network = await startSmallNetwork({ guessLimits: { card } });
    programme = await openMemberProgramme(network);
    const made = await register();
    const add = (pan: string, auth: { readonly session: string }, of: object = {}) => {
      const asked = { commandId: uuid(), card: { way: 'card', pan }, ...of };
      return callRaw(network.url, 'member.add-card', asked, auth);
    };
    for (let n = 1; n <= 3; n += 1) {
      const tried = await add(`700512341234129${n}`, sessionOf(made));
      expect(outcomeOf(tried)).toBe('404 CARD_NOT_FOUND');
    }
    const right = await add(ALONE, sessionOf(made));
    expect(right.body).toMatchObject({ code: 'RATE_LIMITED', params: { waitMs: 60_000 } });
    const { userId } = made.user;
    const served = await add(ALONE, { session: network.operator }, { userId });
    expect(outcomeOf(served)).toBe('200');
  });
});

describe('at a desk', () => {
  it('[R-09] the operator’s session replaces the robot check, and the desk stays the operator’s', async () => {
    const { robotProof: _none, ...form } = registrationForm(programme);
    const { workstation, operator, url } = network;
    const auth = { bearer: workstation.bearer, session: operator };
    const { registrationId } = await call(url, 'registration.start-at-desk', form, auth);
    const code = await lastCode(network);
    const confirmed = await call(url, 'registration.confirm', { registrationId, code });
    expect(confirmed.session).toBeNull();
    const { userId } = confirmed.user;
    const [consent] = await network.backend.service.stores.programmes.consentsOf(userId);
    const { workstationId } = workstation;
    expect(consent).toMatchObject({ channel: 'desk', workstationId });
    const seen = await call(url, 'member.get', { userId }, { session: operator });
    expect(seen).toMatchObject({ phone: '+7•••67', cards: [{ pan: null }] });
  });

  it('[R-17] adds a plastic card for a member who may not where the programme does not say so', async () => {
    const made = await register();
    const { url, administrator } = network;
    const put = { commandId: uuid(), profile: memberProfile({ selfService: [] }), active: true };
    await call(url, 'programme.put', { ...put, revision: 0 }, { session: administrator });
    const add = (auth: { session: string }, userId?: string) => {
      const asked = { commandId: uuid(), card: { way: 'card', pan: ALONE } as const };
      const of = userId === undefined ? {} : { userId };
      return callRaw(url, 'member.add-card', { ...asked, ...of }, auth);
    };
    expect(outcomeOf(await add(sessionOf(made)))).toBe('403 FORBIDDEN');
    const served = await add({ session: network.operator }, made.user.userId);
    expect(outcomeOf(served)).toBe('200');
  });

  it('[R-17] a member is found by his phone, however it is typed, and by who serves alone', async () => {
    const { user } = await register();
    const { programmeId } = programme;
    const find = (phone: string, session: string) =>
      callRaw(network.url, 'member.find', { programmeId, phone }, { session });
    const found = await find('8 (916) 123-45-67', network.operator);
    expect(found.body).toMatchObject({ userId: user.userId, phone: '+7•••67', email: null });
    expect(outcomeOf(await find('+79160000009', network.operator))).toBe('404 NOT_FOUND');
    expect(outcomeOf(await find('916', network.operator))).toBe('400 FIELD_INVALID');
    const { session } = sessionOf(await register({ phone: '+79160000002' }));
    expect(outcomeOf(await find('+79161234567', session))).toBe('403 FORBIDDEN');
  });

  it('[G10] a member sees himself alone: another one is not there', async () => {
    const first = await register();
    const second = await register({ phone: '+79160000002' });
    const foreign = { userId: first.user.userId };
    const refused = await callRaw(network.url, 'member.get', foreign, sessionOf(second));
    expect(outcomeOf(refused)).toBe('404 NOT_FOUND');
    for (const route of ['card.list', 'client.list', 'contract.list'] as const) {
      const answer = await callRaw(network.url, route, {}, sessionOf(second));
      const { rows = [] } = answer.body as { rows?: unknown[] };
      expect(rows).toEqual([]);
    }
  });

  it('[G8] a password and a code are in no log and in no audit entry', async () => {
    const { registrationId } = await started();
    const code = await lastCode(network);
    await confirm(registrationId, wrong(code));
    await confirm(registrationId, code);
    const entries = await network.backend.rows<{ event: string }>('SELECT * FROM audit_entry');
    const told = `${JSON.stringify(entries)}${network.backend.logText()}`;
    expect(entries.map(({ event }) => event)).toContain('registration.confirm');
    expect(told).not.toContain(MEMBER_PASSWORD);
    expect(told).not.toContain('9161234567');
  });
});

describe('a number that somebody has already', () => {
  /** Gives the first numbers that a registration would draw to other cards. */
  async function give(registrationId: string, draws: number): Promise<void> {
    const { service } = network.backend;
    const { memberCards: rules } = memberProfile();
    if (rules?.virtualRange == null) throw new Error('no virtual cards');
    const drawing = { cardId: registrationId, contractId: MEMBER_CONTRACT, rules };
    for (let draw = 0; draw < draws; draw += 1) {
      const drawn = await drawVirtualCard(service, { ...drawing, range: rules.virtualRange, draw });
      const card = { ...drawn.card, cardId: `given-${draw}` };
      const given = { kind: 'card.add', card, panHash: drawn.panHash } as const;
      await putChanges(service, given);
    }
  }

  it('[R-16] is not given again: the next one is drawn', async () => {
    const { registrationId } = await started();
    await give(registrationId, 1);
    const code = await lastCode(network);
    const { card } = await call(network.url, 'registration.confirm', { registrationId, code });
    const cards = await network.backend.rows<{ pan_hash: string }>('SELECT pan_hash FROM card');
    expect(new Set(cards.map(({ pan_hash: hash }) => hash)).size).toBe(cards.length);
    const { panKey } = network.workstation.enrolled;
    const panHash = network.backend.service.digests.hmac(panKey, card.pan ?? '');
    const found = await network.backend.service.stores.registers.cardIdByPanHash(panHash);
    expect(found).toBe(card.cardId);
  });

  it('[R-16] where every draw is somebody’s, the range is said to be used up', async () => {
    const { registrationId } = await started();
    await give(registrationId, DRAWS_MAX);
    const refused = await confirm(registrationId, await lastCode(network));
    expect(outcomeOf(refused)).toMatch(/CARD_RANGE_FULL$/u);
    expect(await network.backend.rows('SELECT * FROM member')).toEqual([]);
  });
});
