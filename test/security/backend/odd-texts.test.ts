import { domainToASCII } from 'node:url';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addWithPassword, plainProgramme } from '#test/support/backend/door-people.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { openProgramme } from '#test/support/backend/programme-people.ts';
import {
  PASSWORD,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());

const signIn = (login: string) => {
  const entering = { login, password: PASSWORD, workstationId: null };
  return callRaw(network.url, 'session.open', entering);
};

const create = async (login: string) => {
  const person = { login, displayName: 'Кто-то', role: 'operator', password: PASSWORD } as const;
  const asked = { commandId: uuid(), ...person };
  const auth = { session: network.administrator };
  return outcomeOf(await callRaw(network.url, 'user.create', asked, auth));
};

describe('a login that nobody could type', () => {
  it.each([
    ['of nothing that is seen', '\u200b\u2060'],
    ['of a filler', '\u3164'],
    ['with a line break', 'new\nlogin'],
    ['with half a letter', 'half\ud800'],
    ['with a slash of another script', 'oil／ivanov'],
  ])('%s is given to nobody', async (_title, login) => {
    expect(await create(login)).toBe('400 FIELD_INVALID');
  });

  it('with what is not seen is the one without', async () => {
    expect(await create('w\u200bide\u00ad')).toBe('200');
    expect(await create('ｗｉｄｅ')).toBe('409 LOGIN_TAKEN');
    expect(outcomeOf(await signIn('\u202eWIDE\u202c'))).toBe('200');
    const { rows } = await call(
      network.url,
      'user.list',
      { search: 'wide' },
      { session: network.administrator },
    );
    expect(rows.map(({ login }) => login)).toEqual(['wide']);
  });
});

describe('a text with a character that no database keeps', () => {
  it('is refused by every route alike, and is no fault of the backend', async () => {
    expect(outcomeOf(await signIn('till\u0000'))).toBe('400 BODY_MALFORMED');
    const recovered = { programmeId: 'any', key: 'a\u0000@example.com' };
    const asked = await callRaw(network.url, 'password.recover', recovered);
    expect(outcomeOf(asked)).toBe('400 BODY_MALFORMED');
    const search = { search: 'a\u0000' };
    const auth = { session: network.administrator };
    expect(outcomeOf(await callRaw(network.url, 'user.list', search, auth))).toMatch(/^400 /u);
  });
});

describe('a name that is more than a line', () => {
  it('is nobody’s: it would forge a row of a list or the head of a letter', async () => {
    const auth = { session: network.administrator };
    const person = { login: 'plain', role: 'operator', password: PASSWORD } as const;
    const named = (displayName: string) =>
      callRaw(network.url, 'user.create', { commandId: uuid(), ...person, displayName }, auth);
    const refused = await named('Анна\nBcc: all@example.org');
    expect(outcomeOf(refused)).toBe('400 FIELD_INVALID');
    expect(refused.body).toMatchObject({ params: { field: 'displayName' } });
    expect(outcomeOf(await named('Анна \u202efdp.тёчс'))).toBe('400 FIELD_INVALID');
  });
});

describe('a mailbox whose host has two spellings', () => {
  it('is one: it is kept as people read it', async () => {
    const auth = { session: network.administrator };
    const { rows } = await call(network.url, 'user.list', {}, auth);
    const userId = rows.find(({ login }) => login === 'till')?.userId ?? '';
    const person = { userId, displayName: 'till', role: 'operator', active: true } as const;
    const put = (email: string) =>
      call(network.url, 'user.put', { commandId: uuid(), ...person, email }, auth);
    const ascii = `Till@${domainToASCII('почта.рф')}`;
    expect(await put(ascii)).toMatchObject(await put('till@ПОЧТА.рф'));
  });

  it('[N-09] [P-18] lets in whoever was kept in its encoded spelling before, however he types it', async () => {
    const { backend, url } = network;
    await openProgramme(network, plainProgramme('locking'));
    const login = `ivan@${domainToASCII('почта.рф')}`;
    const { userId } = await addWithPassword(backend, { login, programmeId: 'locking' });
    const tried = async (typed: string, password: string) => {
      const asked = { login: typed, password, workstationId: null, programmeId: 'locking' };
      return outcomeOf(await callRaw(url, 'session.open', asked));
    };
    for (const typed of [login, 'ivan@почта.рф']) {
      for (let error = 1; error <= 3; error += 1) {
        expect(await tried(typed, 'x')).toBe('401 AUTH_INVALID');
      }
      expect(await tried(typed, PASSWORD)).toBe('200');
    }
    const { access, people } = backend.service.stores;
    for (const kind of ['login', 'email'] as const) {
      const key = { kind, value: 'ivan@почта.рф' } as const;
      const meant = await access.accountsByRecoveryKey('locking', key, 2);
      expect(meant.map((account) => account.userId)).toEqual([userId]);
    }
    // Nobody else is invited by the other spelling of his address.
    expect((await people.accountAt('locking', 'ivan@почта.рф'))?.userId).toBe(userId);
    expect(await backend.rows(`SELECT login_folded FROM sign_in_error`)).toEqual([]);
  });
});
