import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteId, RouteInput } from '#protocol/routes.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { addWithPassword, passedCheck, plainProgramme } from '#test/support/backend/door-people.ts';
import { openProgramme, publishText } from '#test/support/backend/programme-people.ts';
import { sixthProgramme } from '#test/support/backend/sixth-programme.ts';
import { personas, signInAll } from '#test/support/backend/personas.ts';
import {
  PASSWORD,
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

const NEW_PASSWORD = 'nine violet anchors 7';

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork();
  await openProgramme(network, plainProgramme('locking'));
  await openProgramme(
    network,
    plainProgramme('waiting', { signIn: { lockAtError: null, robotCheck: [] } }),
  );
  await openProgramme(network, { ...sixthProgramme, programmeId: 'checking' });
});
afterAll(() => network.backend.stop());

type Patch = Partial<RouteInput<'session.open'>>;
const asked = (login: string, programmeId: string, patch: Patch = {}) => ({
  login,
  programmeId,
  password: PASSWORD,
  workstationId: null,
  ...patch,
});
const tried = async (login: string, programmeId: string, patch: Patch = {}) =>
  outcomeOf(await callRaw(network.url, 'session.open', asked(login, programmeId, patch)));
const outcome = async (routeId: RouteId, input: object, session: string) =>
  outcomeOf(await callRaw(network.url, routeId, input, { session }));
const person = (login: string, programmeId = 'locking', patch = {}) =>
  addWithPassword(network.backend, { login, programmeId, ...patch });
const messages = (userId: string | null) =>
  network.backend.service.stores.messages
    .messages({ cursor: null, limit: 50, search: null, state: null, channel: null, userId })
    .then(({ rows }) => rows);
const audits = () =>
  network.backend.rows<{ event: string; after: string | null }>(
    'SELECT event, after FROM audit_entry WHERE code IS NULL ORDER BY seq DESC',
  );

describe('a door', () => {
  it('[V-16] knows its own people alone, however they type their login', async () => {
    await person('anna@example.com');
    expect(await tried(' Anna@Example.COM', 'locking')).toBe('200');
    expect(await tried('anna@example.com', 'waiting')).toBe('401 AUTH_INVALID');
    expect(await tried('till', 'locking')).toBe('401 AUTH_INVALID');
    const staff = { login: 'anna@example.com', password: PASSWORD, workstationId: null };
    const atStaff = await callRaw(network.url, 'session.open', staff);
    expect(outcomeOf(atStaff)).toBe('401 AUTH_INVALID');
    expect(await tried('anna@example.com', 'nowhere')).toMatch(/PROGRAMME_NOT_FOUND$/);
  });

  it('is not passed by a login that only looks like the key of another door', async () => {
    await person('locking/boris@example.com', null as never);
    expect(await tried('boris@example.com', 'locking')).toBe('401 AUTH_INVALID');
  });

  it('[R-12] for phones finds the number however it is typed', async () => {
    const { account } = sixthProgramme;
    const born = { birth: 'with-contract', invitation: null, login: 'phone' } as const;
    const phones = plainProgramme('phones', {
      account: { ...account, ...born, requiredContacts: ['phone', 'email'] },
    });
    await openProgramme(network, phones);
    await person('+79990000001', 'phones');
    expect(await tried('8 (999) 000-00-01', 'phones')).toBe('200');
    expect(await tried('+7 999 000 00 01', 'phones')).toBe('200');
  });

  it('[N-03] says how long its people may unlock without a link', async () => {
    await person('offline@example.com');
    const opened = await call(network.url, 'session.open', asked('offline@example.com', 'locking'));
    const { offlineUnlockMs } = sixthProgramme.account;
    expect(opened.offlineUntilMs - network.backend.clock.nowMs()).toBe(offlineUnlockMs);
    const never = { ...sixthProgramme.account, offlineUnlockMs: null };
    await openProgramme(network, plainProgramme('online-only', { account: never }));
    await person('online@example.com', 'online-only');
    const online = asked('online@example.com', 'online-only');
    const member = await call(network.url, 'session.open', online);
    expect(member.offlineUntilMs).toBe(network.backend.clock.nowMs());
  });
});

describe('errors at a door', () => {
  it('[P-18] errors 1-3 are AUTH_INVALID, error 4 locks: then even the right password is refused', async () => {
    const { userId } = await person('locked@example.com');
    for (let error = 1; error <= 3; error += 1) {
      expect(await tried('locked@example.com', 'locking', { password: 'x' })).toMatch(/AUTH_INV/);
    }
    expect(await messages(userId)).toEqual([]);
    expect(await tried('locked@example.com', 'locking', { password: 'x' })).toMatch(/AUTH_INV/);
    expect(await tried('locked@example.com', 'locking')).toBe('401 AUTH_INVALID');
    expect(await tried('locked@example.com', 'locking')).toBe('401 AUTH_INVALID');
    const [letter, ...more] = await messages(userId);
    expect(more).toEqual([]);
    expect(letter).toMatchObject({
      template: 'account-locked',
      channel: 'email',
      recipient: 'locked@example.com',
      language: 'kk',
    });
  });

  it('[G7] [P-18] a password typed in the field of the login is read by nobody afterwards', async () => {
    const typed = 'My secret passw0rd!';
    for (let error = 1; error <= 5; error += 1) {
      expect(await tried(typed, 'locking', { password: 'x' })).toBe('401 AUTH_INVALID');
    }
    const { backend, url, administrator } = network;
    const { rows } = await call(url, 'message.list', {}, { session: administrator });
    const letter = rows.find(({ template }) => template === 'account-locked');
    const { messageId = '' } = letter ?? {};
    const shown = await call(url, 'message.get', { messageId }, { session: administrator });
    const kept = [
      await backend.rows('SELECT * FROM message'),
      await backend.rows('SELECT * FROM sign_in_error'),
      await backend.rows('SELECT * FROM audit_entry'),
    ];
    expect(JSON.stringify([shown, kept])).not.toMatch(/passw0rd/iu);
  });

  it('[P-18] three errors and a success begin anew', async () => {
    await person('lucky@example.com');
    for (let round = 1; round <= 3; round += 1) {
      for (let error = 1; error <= 3; error += 1) {
        await tried('lucky@example.com', 'locking', { password: 'x' });
      }
      expect(await tried('lucky@example.com', 'locking')).toBe('200');
    }
  });

  it('[P-18] where nothing locks, the wait grows', async () => {
    await person('slow@example.com', 'waiting');
    for (let error = 1; error <= 4; error += 1) {
      expect(await tried('slow@example.com', 'waiting', { password: 'x' })).toMatch(/AUTH_INV/);
    }
    expect(await tried('slow@example.com', 'waiting')).toBe('429 AUTH_DELAYED');
    network.backend.clock.pass(5_000);
    expect(await tried('slow@example.com', 'waiting')).toBe('200');
  });

  it('[P-18] [P-19] an administrator lets in again, with a reason that is kept', async () => {
    await person('freed@example.com');
    for (let error = 1; error <= 4; error += 1) {
      await tried('freed@example.com', 'locking', { password: 'x' });
    }
    const unlock = { programmeId: 'locking', login: 'Freed@example.com', reason: 'showed papers' };
    const till = await signIn(network.url, 'till');
    expect(await outcome('user.unlock', { commandId: uuid(), ...unlock }, till)).toMatch(/^403/);
    const { administrator } = network;
    const nobody = { ...unlock, commandId: uuid(), login: 'nobody@example.com' };
    expect(await outcome('user.unlock', nobody, administrator)).toBe('404 NOT_FOUND');
    const asking = { commandId: uuid(), ...unlock };
    expect(await outcome('user.unlock', asking, administrator)).toBe('200');
    expect(await outcome('user.unlock', asking, administrator)).toBe('200');
    const told = (await audits()).filter(({ event }) => event === 'user.unlock');
    expect(told).toHaveLength(1);
    expect(told[0]?.after).toContain('showed papers');
    expect(await tried('freed@example.com', 'locking')).toBe('200');
  });

  it('[P-19] whoever supervises a shift lets colleagues in, and no client’s person', async () => {
    await person('mine@example.com');
    const by = await signInAll(network, personas, 'client-1');
    const session = by.get('shift-supervisor') ?? '';
    const unlock = { programmeId: 'locking', login: 'mine@example.com', reason: 'asked nicely' };
    const asking = { commandId: uuid(), ...unlock };
    const refused = await callRaw(network.url, 'user.unlock', asking, { session });
    expect(refused.body).toMatchObject({ code: 'FORBIDDEN', params: { right: 'account.recover' } });
    const colleague = { commandId: uuid(), programmeId: null, login: 'till', reason: 'my shift' };
    expect(await outcome('user.unlock', colleague, session)).toBe('200');
  });

  it('[P-18] a member of staff who waits is let in at once', async () => {
    const wrong = { login: 'curator', password: 'x', workstationId: null };
    for (let error = 1; error <= 5; error += 1) await callRaw(network.url, 'session.open', wrong);
    const right = { ...wrong, password: PASSWORD };
    const waits = await callRaw(network.url, 'session.open', right);
    expect(outcomeOf(waits)).toBe('429 AUTH_DELAYED');
    const unlock = { commandId: uuid(), programmeId: null, login: 'curator', reason: 'r' };
    expect(await outcome('user.unlock', unlock, network.administrator)).toBe('200');
    expect(outcomeOf(await callRaw(network.url, 'session.open', right))).toBe('200');
  });
});

describe('a door that asks for a robot check', () => {
  it('[R-09] opens to a solved one once, and to none that is changed or too old', async () => {
    await person('robot@example.com', 'checking');
    const enter = (patch: Patch) => tried('robot@example.com', 'checking', patch);
    expect(await enter({})).toBe('401 CHALLENGE_FAILED');
    const robotProof = await passedCheck(network.url);
    expect(await enter({ robotProof })).toBe('200');
    expect(await enter({ robotProof })).toBe('401 CHALLENGE_FAILED');
    const late = await passedCheck(network.url);
    network.backend.clock.pass(10 * 60_000 + 1);
    expect(await enter({ robotProof: late })).toBe('401 CHALLENGE_FAILED');
    const lengthened = structuredClone(late);
    lengthened.challenge.parameters.data.expiresAtMs += 60_000;
    expect(await enter({ robotProof: lengthened })).toBe('401 CHALLENGE_FAILED');
  });

  it('[R-09] one that was shown with a wrong password is spent as well', async () => {
    await person('guesser@example.com', 'checking');
    const robotProof = await passedCheck(network.url);
    const shown = [
      await tried('guesser@example.com', 'checking', { robotProof, password: 'x' }),
      await tried('guesser@example.com', 'checking', { robotProof }),
    ];
    expect(shown).toEqual(['401 AUTH_INVALID', '401 CHALLENGE_FAILED']);
  });
});

describe('terms', () => {
  it('[V-14] signing in accepts what is accepted by it, once per version', async () => {
    const offer = { kind: 'offer', acceptance: 'by-sign-in', required: true } as const;
    const profile = plainProgramme('offering', { documents: [offer] });
    await openProgramme(network, profile);
    const { userId } = await person('terms@example.com', 'offering');
    const consents = () =>
      network.backend.service.stores.programmes
        .consentsOf(userId)
        .then((all) =>
          all.map(({ kind, version, channel, language }) => ({ kind, version, channel, language })),
        );
    const first = { kind: 'offer', version: 1, channel: 'sign-in', language: 'ru' };
    for (const _again of [1, 2]) {
      expect(await tried('terms@example.com', 'offering', { language: 'ru' })).toBe('200');
      expect(await consents()).toEqual([first]);
    }
    await publishText(network, profile, 'offer', 'another text');
    expect(await tried('terms@example.com', 'offering')).toBe('200');
    expect(await consents()).toContainEqual({ ...first, version: 2, language: 'kk' });
  });

  it('[R-07] without a tick that is asked for, the session is good for nothing else', async () => {
    const tick = { kind: 'rules', acceptance: 'by-tick', required: true } as const;
    await openProgramme(network, plainProgramme('ticking', { documents: [tick] }));
    await person('tick@example.com', 'ticking');
    const opened = await call(network.url, 'session.open', asked('tick@example.com', 'ticking'));
    expect(opened.purpose).toBe('accept-terms');
    expect(opened.offlineUntilMs).toBe(network.backend.clock.nowMs());
    expect(await outcome('session.list', {}, opened.token)).toBe('403 TERMS_REQUIRED');
    const renewed = await call(network.url, 'session.renew', {}, { session: opened.token });
    expect(renewed.purpose).toBe('accept-terms');
    expect(await outcome('session.renew', {}, opened.token)).toBe('401 UNAUTHORIZED');
  });
});

describe('a password', () => {
  const sessionOf = async (login: string, patch: Patch = {}) =>
    call(network.url, 'session.open', asked(login, 'locking', patch));
  const set = (input: Partial<RouteInput<'password.set'>>, session: string) =>
    outcome('password.set', { password: NEW_PASSWORD, repeat: NEW_PASSWORD, ...input }, session);

  it('[N-11] that was given lets in only to set another; then everything is open', async () => {
    const given = { mustSetPassword: true, passwordSetAtMs: null };
    await person('first@example.com', 'locking', given);
    const opened = await sessionOf('first@example.com');
    const session = opened.token;
    expect(opened.purpose).toBe('set-password');
    expect(await outcome('session.list', {}, session)).toBe('403 PASSWORD_CHANGE_REQUIRED');
    expect(await outcome('session.renew', {}, session)).toBe('403 PASSWORD_CHANGE_REQUIRED');
    expect(await set({ password: PASSWORD, repeat: PASSWORD }, session)).toMatch(/REUSED$/);
    const short = { password: 'Rtx7-bK2mZe', repeat: 'Rtx7-bK2mZe' };
    const refused = await callRaw(network.url, 'password.set', short, { session });
    expect(refused.body).toMatchObject({ code: 'PASSWORD_TOO_SHORT', params: { min: 12 } });
    expect(await set({ repeat: 'another' }, session)).toBe('422 PASSWORD_MISMATCH');
    const input = { password: NEW_PASSWORD, repeat: NEW_PASSWORD };
    const after = await call(network.url, 'password.set', input, { session });
    expect(after.purpose).toBeUndefined();
    expect(after.token).not.toBe(session);
    expect(await outcome('session.list', {}, session)).toBe('401 UNAUTHORIZED');
    expect(await outcome('session.list', {}, after.token)).toBe('200');
    expect(await tried('first@example.com', 'locking')).toBe('401 AUTH_INVALID');
    expect((await sessionOf('first@example.com', { password: NEW_PASSWORD })).token).toBeDefined();
  });

  it('[N-22] is changed with the one in force; all other sessions end', async () => {
    const { userId } = await person('change@example.com');
    const [here, there] = [
      await sessionOf('change@example.com'),
      await sessionOf('change@example.com'),
    ];
    expect(await set({}, here.token)).toBe('400 FIELD_REQUIRED');
    expect(await set({ currentPassword: 'x' }, here.token)).toBe('401 AUTH_INVALID');
    const weak = { password: 'qwerty123456789', repeat: 'qwerty123456789' };
    const currentPassword = PASSWORD;
    expect(await set({ currentPassword, ...weak }, here.token)).toBe('422 PASSWORD_WEAK');
    const input = { currentPassword, password: NEW_PASSWORD, repeat: NEW_PASSWORD };
    const after = await call(network.url, 'password.set', input, { session: here.token });
    for (const { token } of [here, there]) {
      expect(await outcome('session.list', {}, token)).toBe('401 UNAUTHORIZED');
    }
    expect(await outcome('session.list', {}, after.token)).toBe('200');
    expect((await messages(userId)).map(({ template }) => template)).toEqual(['password-changed']);
  });

  it('[N-22] is not taken again as long as the programme remembers it', async () => {
    await person('again@example.com');
    const words = ['nine violet anchors 1', 'nine violet anchors 2', 'nine violet anchors 3'];
    let { token } = await sessionOf('again@example.com');
    let currentPassword = PASSWORD;
    for (const password of words) {
      network.backend.clock.pass(1_000);
      const input = { currentPassword, password, repeat: password };
      ({ token } = await call(network.url, 'password.set', input, { session: token }));
      currentPassword = password;
    }
    const back = (password: string) => set({ currentPassword, password, repeat: password }, token);
    expect(await back('nine violet anchors 3')).toBe('422 PASSWORD_REUSED');
    expect(await back('nine violet anchors 2')).toBe('422 PASSWORD_REUSED');
    expect(await back('nine violet anchors 1')).toBe('200');
  });

  it('[P-18] whoever guesses the one in force at an open session locks the account as well', async () => {
    await person('open@example.com');
    const { token } = await sessionOf('open@example.com');
    for (let error = 1; error <= 4; error += 1) {
      expect(await set({ currentPassword: `x${error}` }, token)).toBe('401 AUTH_INVALID');
    }
    expect(await tried('open@example.com', 'locking')).toBe('401 AUTH_INVALID');
    // Then even the right one is refused: it lets nobody guess on.
    expect(await set({ currentPassword: PASSWORD }, token)).toBe('401 AUTH_INVALID');
  });

  it("[P-18] of the network's own people is guessed at an open session as slowly as at sign-in", async () => {
    const session = network.operator;
    for (let error = 1; error <= 4; error += 1) {
      expect(await set({ currentPassword: `x${error}` }, session)).toBe('401 AUTH_INVALID');
    }
    expect(await set({ currentPassword: PASSWORD }, session)).toBe('429 AUTH_DELAYED');
    network.backend.clock.pass(5_000);
    expect(await set({ currentPassword: PASSWORD }, session)).toBe('200');
  });

  it('that was hashed under older parameters is hashed anew when it is known', async () => {
    const { hash } = await import('@node-rs/argon2');
    const old = { memoryCost: 8_192, timeCost: 1, parallelism: 1 };
    const passwordHash = await hash(PASSWORD, old);
    const { userId } = await person('old@example.com', 'locking', { passwordHash });
    await sessionOf('old@example.com');
    const { stores, hasher } = network.backend.service;
    const account = await stores.people.accountById(userId);
    const [, , , cost = '-'] = (await hasher.hash('any')).split('$');
    expect(account?.passwordHash).toContain(cost);
    expect(passwordHash).not.toContain(cost);
    await sessionOf('old@example.com');
  });
});

describe('preferences', () => {
  it('[O-21] are changed one by one, put back, and an invalid one leaves the old', async () => {
    const { url } = network;
    const auth = { session: await signIn(url, 'chief') };
    const get = () => call(url, 'preferences.get', {}, auth);
    expect(await get()).toEqual({});
    await call(url, 'preferences.set', { language: 'kk', zone: 'Asia/Almaty' }, auth);
    const chosen = { numberFormat: 'comma', defaultReport: 'months' } as const;
    await call(url, 'preferences.set', chosen, auth);
    const kept = { language: 'kk', zone: 'Asia/Almaty', ...chosen };
    expect(await get()).toEqual(kept);
    const wrong = await callRaw(url, 'preferences.set', { zone: 'Mars/Olympus' }, auth);
    expect(outcomeOf(wrong)).toBe('400 FIELD_INVALID');
    expect(await get()).toEqual(kept);
    await call(url, 'preferences.set', { language: null, defaultReport: null }, auth);
    expect(await get()).toEqual({ zone: 'Asia/Almaty', numberFormat: 'comma' });
  });
});

// The last one: days go by, and with them the sessions of those who ran the network.
describe('weeks at a door', () => {
  it('[P-18] errors of last week count: one error a week locks as four in a row', async () => {
    const { userId } = await person('patient@example.com');
    for (let error = 1; error <= 4; error += 1) {
      network.backend.clock.pass(7 * 86_400_000);
      // Somebody else's errors clear away what is old.
      await tried('nobody-patient@example.com', 'locking', { password: 'x' });
      await tried('patient@example.com', 'locking', { password: 'x' });
    }
    const locked = await network.backend.service.stores.people.accountById(userId);
    expect(locked?.state).toBe('locked');
    expect(await tried('patient@example.com', 'locking')).toBe('401 AUTH_INVALID');
  });
});
