import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  PASSWORD,
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());

const trySignIn = (login: string, password: string) =>
  callRaw(network.url, 'session.open', { login, password, workstationId: null });

describe('sign-in', () => {
  it('[N-03] the right pair opens a session of 12 hours, and offline unlocking for 7 days', async () => {
    const { url, backend } = network;
    const asked = { login: ' TILL ', password: PASSWORD, workstationId: null };
    const session = await call(url, 'session.open', asked);
    expect(session.user).toMatchObject({ login: 'till', role: 'operator' });
    expect(session.expiresAtMs - backend.clock.nowMs()).toBe(12 * 3_600_000);
    expect(session.offlineUntilMs - backend.clock.nowMs()).toBe(7 * 24 * 3_600_000);
  });

  it('[N-03] a wrong password and an unknown login get the same answer', async () => {
    const wrong = await trySignIn('till', 'not the password');
    const unknown = await trySignIn('nobody-at-all', 'not the password');
    expect(outcomeOf(wrong)).toBe('401 AUTH_INVALID');
    const plain = ({ body }: { body: unknown }) => ({ ...Object(body), traceId: '' }) as object;
    expect(plain(unknown)).toEqual(plain(wrong));
  });

  it('[P-18] after errors the next try waits longer and longer; success sets it back', async () => {
    const { clock } = network.backend;
    for (let error = 1; error <= 4; error += 1) {
      expect(outcomeOf(await trySignIn('curator', `wrong ${error}`))).toBe('401 AUTH_INVALID');
    }
    const delayed = await trySignIn('curator', PASSWORD);
    expect(delayed.body).toMatchObject({ code: 'AUTH_DELAYED', params: { waitMs: 5_000 } });
    expect(delayed.headers.get('retry-after')).toBe('5');
    clock.pass(4_999);
    expect(outcomeOf(await trySignIn('curator', PASSWORD))).toBe('429 AUTH_DELAYED');
    clock.pass(1);
    expect(outcomeOf(await trySignIn('curator', 'wrong 5'))).toBe('401 AUTH_INVALID');
    clock.pass(9_999);
    expect(outcomeOf(await trySignIn('curator', PASSWORD))).toBe('429 AUTH_DELAYED');
    clock.pass(1);
    expect(outcomeOf(await trySignIn('curator', PASSWORD))).toBe('200');
    expect(outcomeOf(await trySignIn('curator', 'wrong 6'))).toBe('401 AUTH_INVALID');
  });

  it('[P-18] guesses in parallel do not run past the counter', async () => {
    const guesses = Array.from({ length: 12 }, (_, n) => trySignIn('chief', `guess ${n}`));
    const outcomes = (await Promise.all(guesses)).map(outcomeOf);
    expect(outcomes.filter((outcome) => outcome === '401 AUTH_INVALID')).toHaveLength(4);
    expect(outcomes.filter((outcome) => outcome === '429 AUTH_DELAYED')).toHaveLength(8);
    network.backend.clock.pass(5_000);
    expect(outcomeOf(await trySignIn('chief', PASSWORD))).toBe('200');
  });

  it('the database knows neither password nor token', async () => {
    const token = await signIn(network.url, 'till');
    for (const table of ['session', 'user_account', 'workstation']) {
      const text = JSON.stringify(await network.backend.rows(`SELECT * FROM ${table}`));
      expect(text).not.toContain(token);
      expect(text).not.toContain(PASSWORD);
      expect(text).not.toContain(network.workstation.refreshToken);
      expect(text).not.toContain(network.workstation.bearer);
    }
  });
});

describe('sessions', () => {
  it('one that was closed or revoked is refused at the next request', async () => {
    const { url } = network;
    const [closed, revoked, kept] = [
      await signIn(url, 'till'),
      await signIn(url, 'till'),
      await signIn(url, 'till'),
    ];
    await call(url, 'session.close', {}, { session: closed });
    const { rows } = await call(url, 'session.list', {}, { session: revoked });
    const sessionId = rows.find(({ current }) => current)?.sessionId ?? '';
    await call(url, 'session.revoke', { sessionId }, { session: kept });
    for (const session of [closed, revoked]) {
      const answer = await callRaw(url, 'session.list', {}, { session });
      expect(outcomeOf(answer)).toBe('401 UNAUTHORIZED');
    }
    expect((await callRaw(url, 'session.list', {}, { session: kept })).status).toBe(200);
  });

  it('[G10] the session of another looks like none, but an administrator ends it', async () => {
    const { url } = network;
    const own = await signIn(url, 'till');
    const other = await signIn(url, 'curator');
    const { rows } = await call(url, 'session.list', {}, { session: other });
    const sessionId = rows.find(({ current }) => current)?.sessionId ?? '';
    const refused = await callRaw(url, 'session.revoke', { sessionId }, { session: own });
    expect(outcomeOf(refused)).toBe('404 NOT_FOUND');
    await call(url, 'session.revoke', { sessionId }, { session: network.administrator });
    const gone = await callRaw(url, 'session.list', {}, { session: other });
    expect(outcomeOf(gone)).toBe('401 UNAUTHORIZED');
  });

  it('[N-22] all but the own one end at once, and it is said how many they were', async () => {
    const { url } = network;
    const [other, another, kept] = [
      await signIn(url, 'curator'),
      await signIn(url, 'curator'),
      await signIn(url, 'curator'),
    ];
    const foreign = await signIn(url, 'till');
    const { rows } = await call(url, 'session.list', {}, { session: kept });
    const ended = await call(url, 'session.revoke-others', {}, { session: kept });
    expect(ended.endedCount).toBe(rows.length - 1);
    for (const session of [other, another]) {
      const answer = await callRaw(url, 'session.list', {}, { session });
      expect(outcomeOf(answer)).toBe('401 UNAUTHORIZED');
    }
    for (const session of [kept, foreign]) {
      expect((await callRaw(url, 'session.list', {}, { session })).status).toBe(200);
    }
    const again = await call(url, 'session.revoke-others', {}, { session: kept });
    expect(again.endedCount).toBe(0);
  });

  it('ends after 12 hours, and with its workstation', async () => {
    const fresh = await startSmallNetwork();
    const { url, administrator, workstation, operator, backend } = fresh;
    const list = async (session: string) =>
      outcomeOf(await callRaw(url, 'session.list', {}, { session }));
    const { workstationId } = workstation;
    const lost = { commandId: uuid(), workstationId, state: 'lost' } as const;
    expect(await list(operator)).toBe('200');
    await call(url, 'workstation.revoke', lost, { session: administrator });
    expect(await list(operator)).toBe('403 WORKSTATION_REVOKED');
    backend.clock.pass(12 * 3_600_000 - 1);
    expect(await list(administrator)).toBe('200');
    backend.clock.pass(1);
    expect(await list(administrator)).toBe('401 SESSION_EXPIRED');
    await backend.stop();
  });
});

describe('people', () => {
  it('are made once per command; a taken login and a weak password are refused', async () => {
    const { url, administrator } = network;
    const session = { session: administrator };
    const login = 'Новый';
    const person = { login, displayName: 'N', role: 'operator', password: PASSWORD } as const;
    const asked = { commandId: uuid(), ...person };
    const first = await call(url, 'user.create', asked, session);
    expect(await call(url, 'user.create', asked, session)).toEqual(first);
    const taken = { ...asked, commandId: uuid(), login: 'НОВЫЙ ' };
    const outcome = async (input: object) =>
      outcomeOf(await callRaw(url, 'user.create', input, session));
    expect(await outcome(taken)).toBe('409 LOGIN_TAKEN');
    expect(await outcome({ ...asked, displayName: 'M' })).toBe('409 COMMAND_ID_REUSED');
    const other = { ...person, login: 'other' };
    const short = { ...other, commandId: uuid(), password: 'nine char' };
    expect(await outcome(short)).toBe('422 PASSWORD_TOO_SHORT');
    const weak = { ...other, commandId: uuid(), password: 'other 12345' };
    expect(await outcome(weak)).toBe('422 PASSWORD_WEAK');
    const { rows } = await call(url, 'user.list', {}, session);
    expect(JSON.stringify(rows)).not.toContain('argon2');
    // The id of somebody who is there already is no id of a command any more.
    const commandId = rows.find((row) => row.login === 'till')?.userId;
    expect(await outcome({ ...other, commandId })).toBe('409 COMMAND_ID_REUSED');
    expect((await call(url, 'user.list', {}, session)).rows).toEqual(rows);
  });
});

describe('network', () => {
  it('is made once: its own request is repeated, any other is refused', async () => {
    const { url, backend } = network;
    const bearer = { bearer: backend.setupToken };
    const station = { name: 's', zone: 'Europe/Moscow', country: 'RU', owner: 'own' } as const;
    const asked = {
      commandId: uuid(),
      networkName: 'n',
      station: { ...station, pumpCount: 1, address: null },
      administrator: { login: 'second', displayName: 's', password: PASSWORD },
    };
    const refused = await callRaw(url, 'network.create', asked, bearer);
    expect(outcomeOf(refused)).toBe('409 SETUP_DONE');
    const { networkId } = await call(url, 'handshake.do', {
      protocolVersion: 1,
      appVersion: '0.1.0',
      clockMs: 0,
    });
    const repeated = { ...asked, commandId: networkId };
    const { stationId } = await call(url, 'network.create', repeated, bearer);
    expect(stationId).toBe(network.stationId);
    expect(outcomeOf(await trySignIn('second', PASSWORD))).toBe('401 AUTH_INVALID');
  });
});
