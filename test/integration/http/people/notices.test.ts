import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '#service/people/people-rows.ts';
import {
  addStaff,
  addWithPassword,
  plainProgramme,
  toldTo,
} from '#test/support/backend/door-people.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { openProgramme } from '#test/support/backend/programme-people.ts';
import {
  PASSWORD,
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { bearerOf, type AtDesk } from '#test/support/backend/test-workstation.ts';

const programmeId = 'telling';

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork();
  const marketing = { kind: 'marketing', required: false, acceptance: 'by-tick' } as const;
  await openProgramme(network, { ...plainProgramme(programmeId), documents: [marketing] });
});
afterAll(() => network.backend.stop());

const person = (name: string) =>
  addWithPassword(network.backend, { login: `${name}@firma.example`, programmeId });

const told = ({ userId }: Account, template: string) => toldTo(network, userId, template);

/** Somebody signs in, at a workstation that proves itself, or only names it, or at none. */
async function comeIn({ login }: Account, desk: AtDesk): Promise<string> {
  const { workstationId = null } = desk;
  const asked = { login, programmeId, password: PASSWORD, workstationId };
  return (await call(network.url, 'session.open', asked, bearerOf(desk))).token;
}

const desk = () => ({
  workstationId: network.workstation.workstationId,
  bearer: network.workstation.bearer,
});
const NOWHERE = {};

describe('[R-27] a sign-in from a new place', () => {
  it('is told to the owner once, and the first of all is not', async () => {
    const account = await person('travels');
    await comeIn(account, NOWHERE);
    await comeIn(account, NOWHERE);
    expect(await told(account, 'new-sign-in')).toEqual([]);
    await comeIn(account, desk());
    expect(await told(account, 'new-sign-in')).toEqual(['email travels@firma.example']);
    await comeIn(account, desk());
    expect(await told(account, 'new-sign-in')).toHaveLength(1);
  });

  it('names station and workstation', async () => {
    const account = await person('named');
    await comeIn(account, NOWHERE);
    await comeIn(account, desk());
    const { messages } = network.backend.service.stores;
    const question = { cursor: null, limit: 1, state: null, channel: null, search: null };
    const { rows } = await messages.messages({ ...question, userId: account.userId });
    expect(rows[0]?.params).toMatchObject({ login: account.login, place: 'Station 1, Desk 1' });
  });

  it('is no known one because somebody names a workstation that is known', async () => {
    const account = await person('thief');
    await comeIn(account, desk());
    await comeIn(account, { workstationId: desk().workstationId });
    expect(await told(account, 'new-sign-in')).toHaveLength(1);
  });

  it('is told by no message where the password was wrong', async () => {
    const account = await person('guessed');
    await comeIn(account, NOWHERE);
    const wrong = { login: account.login, programmeId, password: 'not it', workstationId: null };
    const answer = await callRaw(network.url, 'session.open', wrong, { bearer: desk().bearer });
    expect(outcomeOf(answer)).toBe('401 AUTH_INVALID');
    expect(await told(account, 'new-sign-in')).toEqual([]);
  });
});

describe('[R-27] what others do to an account', () => {
  it('a session that the office ends is told to its owner, one that he ends himself is not', async () => {
    const account = await person('ended');
    const session = await comeIn(account, NOWHERE);
    await comeIn(account, NOWHERE);
    await call(network.url, 'session.revoke-others', {}, { session });
    expect(await told(account, 'sessions-ended')).toEqual([]);
    const auth = { session: network.administrator };
    const of = { userId: account.userId };
    const { rows } = await call(network.url, 'session.list-all', of, auth);
    for (const { sessionId } of rows) {
      await call(network.url, 'session.revoke', { sessionId }, auth);
    }
    expect(await told(account, 'sessions-ended')).toEqual(['email ended@firma.example']);
  });

  it('a colleague hears at both addresses that his was changed, and that his rights are others', async () => {
    const { url, administrator } = network;
    const userId = await addStaff(network.backend, { login: 'clerk', role: 'operator' });
    await signIn(url, 'clerk');
    const put = (email: string | null, role: 'operator' | 'client-manager', active = true) => {
      const fields = { userId, displayName: 'Clerk', active, role, email };
      return call(url, 'user.put', { commandId: uuid(), ...fields }, { session: administrator });
    };
    await put('old@office.example', 'operator');
    expect(await toldTo(network, userId, 'contact-changed')).toEqual([]);
    await put('new@office.example', 'operator');
    expect(await toldTo(network, userId, 'contact-changed')).toEqual([
      'email new@office.example',
      'email old@office.example',
    ]);
    expect(await toldTo(network, userId, 'sessions-ended')).toEqual([]);
    await put('new@office.example', 'client-manager');
    expect(await toldTo(network, userId, 'sessions-ended')).toEqual(['email new@office.example']);
    // Nobody was signed in any more, and then nobody may.
    await put('new@office.example', 'operator');
    await signIn(url, 'clerk');
    await put('new@office.example', 'operator', false);
    expect(await toldTo(network, userId, 'sessions-ended')).toHaveLength(1);
  });
});

describe('[R-27] what is done in somebody’s name', () => {
  it('a consent that is taken back, and a request to be forgotten, are told', async () => {
    const account = await person('forgets');
    const session = await comeIn(account, NOWHERE);
    const ask = (
      routeId: 'consent.accept' | 'consent.withdraw' | 'account.erase-request',
      input: object,
    ) => call(network.url, routeId, { commandId: uuid(), ...input } as never, { session });
    const { documents } = await call(network.url, 'consent.list', {}, { session });
    const accepted = documents.map(({ kind, head }) => {
      if (head === null) throw new Error(`${kind} is not published`);
      return { kind, version: head.version, hash: head.hash, language: 'ru' as const };
    });
    await ask('consent.accept', { accepted });
    await ask('consent.withdraw', { kind: 'marketing' });
    expect(await told(account, 'consent-withdrawn')).toEqual(['email forgets@firma.example']);
    await ask('account.erase-request', {});
    await ask('account.erase-request', {});
    expect(await told(account, 'erasure-asked')).toEqual(['email forgets@firma.example']);
  });
});
