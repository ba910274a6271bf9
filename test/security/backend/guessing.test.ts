import { request } from 'node:http';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOBODY } from '#service/caller.ts';
import { makeService } from '#service/service.ts';
import { signIn } from '#service/people/sign-in/sign-in.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { addStaff, addWithPassword, plainProgramme } from '#test/support/backend/door-people.ts';
import { cameIn, openProgramme } from '#test/support/backend/programme-people.ts';
import {
  PASSWORD,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

const WINDOW_MS = 60_000;
const LIMITS = {
  account: { tries: 6, windowMs: WINDOW_MS },
  address: { tries: 10, windowMs: WINDOW_MS },
  session: { tries: 5, windowMs: WINDOW_MS },
  workstation: { tries: 8, windowMs: WINDOW_MS },
};

let network: SmallNetwork;
beforeEach(async () => {
  network = await startSmallNetwork({ guessLimits: LIMITS });
  // What it took to make the network is no guess.
  network.backend.clock.pass(WINDOW_MS);
  await openProgramme(network, plainProgramme('locking'));
  await addWithPassword(network.backend, { login: 'a@example.com', programmeId: 'locking' });
});
afterEach(() => network.backend.stop());

/** One try from an address of this machine's own. */
function tryFrom(
  localAddress: string,
  login: string,
  password = 'x',
  programmeId: string | null = 'locking',
): Promise<string> {
  const door = programmeId === null ? {} : { programmeId };
  const body = JSON.stringify({ login, password, workstationId: null, ...door });
  const headers = { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const asking = request(
      `${network.url}/v1/sessions`,
      { method: 'POST', localAddress, headers },
      (response) => {
        let text = '';
        response.on('data', (part) => (text += String(part)));
        response.on('end', () => resolve(String(JSON.parse(text).code ?? 'in')));
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });
}

describe('guessing', () => {
  it('from one address ends soon, however many logins are tried, and nobody else feels it', async () => {
    const codes: string[] = [];
    for (let n = 1; n <= 12; n += 1) codes.push(await tryFrom('127.0.0.9', `l${n}@example.com`));
    expect(codes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'AUTH_INVALID'));
    expect(codes.slice(10)).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
    expect(await tryFrom('127.0.0.8', 'a@example.com', PASSWORD)).toBe('in');
  });

  it('[P-12] at doors that send messages ends too, and is kept for longer than a restart', async () => {
    const ask = (n: number) => {
      const key = `nobody${n}@example.com`;
      return callRaw(network.url, 'password.recover', { programmeId: 'locking', key });
    };
    for (let n = 1; n <= 10; n += 1) expect(outcomeOf(await ask(n))).toBe('200');
    expect(outcomeOf(await ask(11))).toBe('429 RATE_LIMITED');
    const invited = await callRaw(network.url, 'invitation.read', { token: 'guessed-token' });
    expect(outcomeOf(invited)).toBe('429 RATE_LIMITED');
    // Counted in the database, which a restart does not empty.
    const kept = await network.backend.rows(`SELECT 1 FROM rate_window WHERE points > 10`);
    expect(kept).toHaveLength(1);
  });

  it('at codes of a few digits ends, whosever they are, and not by beginning anew', async () => {
    const guess = () =>
      callRaw(network.url, 'registration.confirm', { registrationId: uuid(), code: '0000' });
    for (let n = 1; n <= 10; n += 1) expect(outcomeOf(await guess())).toBe('422 CODE_EXPIRED');
    expect(outcomeOf(await guess())).toBe('429 RATE_LIMITED');
    const proof = { by: 'code', programmeId: 'locking', key: 'a@example.com', code: '0' } as const;
    const asked = { proof, workstationId: null };
    const proved = await callRaw(network.url, 'password.prove', asked);
    expect(outcomeOf(proved)).toBe('429 RATE_LIMITED');
    const windows = await network.backend.rows<{ name: string }>('SELECT name FROM rate_window');
    expect(windows.map(({ name }) => name)).toContainEqual(expect.stringMatching(/^address:/u));
  });

  it('of one login ends as soon from many addresses, known login or not', async () => {
    for (const login of ['a@example.com', 'nobody@example.com']) {
      const codes: string[] = [];
      for (let n = 1; n <= 8; n += 1) codes.push(await tryFrom(`127.0.1.${n}`, login));
      const expected = Array.from({ length: 6 }, () => 'AUTH_INVALID');
      expect(codes).toEqual([...expected, 'RATE_LIMITED', 'RATE_LIMITED']);
    }
  });

  it('that locked one of the staff out ends for him with a reset, and for nobody who guessed', async () => {
    const { url, administrator, backend } = network;
    const userId = await addStaff(backend, { login: 'inna', role: 'operator' });
    const { bearer, workstationId } = network.workstation;
    const atDesk = async (login: string, password = 'x') => {
      const asked = { login, password, workstationId };
      return outcomeOf(await callRaw(url, 'session.open', asked, { bearer }));
    };
    for (let n = 1; n <= 6; n += 1) await atDesk('inna');
    for (let n = 1; n <= 2; n += 1) await atDesk(`w${n}`);
    for (let n = 1; n <= 10; n += 1) await tryFrom('127.0.0.9', `l${n}@example.com`);
    expect(await tryFrom('127.0.0.7', 'inna', PASSWORD, null)).toBe('RATE_LIMITED');
    const asked = { commandId: uuid(), userId, reason: 'Не может войти' };
    const session = { session: administrator };
    const { temporaryPassword } = await call(url, 'user.reset-password', asked, session);
    expect(await tryFrom('127.0.0.7', 'inna', temporaryPassword ?? '', null)).toBe('in');
    // Neither the desk nor the address from which it was guessed is free before its time.
    expect(await atDesk('till', PASSWORD)).toBe('429 RATE_LIMITED');
    expect(await tryFrom('127.0.0.9', 'a@example.com', PASSWORD)).toBe('RATE_LIMITED');
    expect(await tryFrom('127.0.0.8', 'a@example.com', PASSWORD)).toBe('in');
  });

  const guessAt = async (login: string, proof: { readonly bearer?: string }) => {
    const { workstationId } = network.workstation;
    const asked = { login, password: 'x', workstationId };
    return outcomeOf(await callRaw(network.url, 'session.open', asked, proof));
  };

  it('at one workstation ends, whoever is guessed there', async () => {
    const { bearer } = network.workstation;
    const codes: string[] = [];
    for (let n = 1; n <= 9; n += 1) codes.push(await guessAt(`w${n}`, { bearer }));
    expect(codes.at(7)).toBe('401 AUTH_INVALID');
    expect(codes.at(8)).toBe('429 RATE_LIMITED');
  });

  it('in the name of a workstation without its token stops nobody’s work there', async () => {
    const named = [{}, { bearer: 'somebody-else-s-token' }];
    for (let n = 1; n <= 9; n += 1) await guessAt(`w${n}`, named[n % 2] ?? {});
    const windows = await network.backend.rows<{ name: string }>('SELECT name FROM rate_window');
    expect(windows.filter(({ name }) => name.startsWith('workstation:'))).toEqual([]);
    const { bearer, workstationId } = network.workstation;
    const right = { login: 'till', password: PASSWORD, workstationId };
    expect(await call(network.url, 'session.open', right, { bearer })).toMatchObject({
      user: { login: 'till' },
    });
  });

  it('at the tokens of a workstation ends where its key signs, and for nobody without it', async () => {
    const { backend, workstation } = network;
    const request = workstation.sessionRequest(backend.clock.nowMs(), 'guessed-token');
    const ask = async (asked: object) =>
      outcomeOf(await callRaw(network.url, 'workstation.session', asked));
    for (let n = 1; n <= 12; n += 1) {
      const signature = workstation.sign(`another text ${n}`);
      expect(await ask({ ...request, signature })).toBe('401 WORKSTATION_SIGNATURE_INVALID');
    }
    for (let n = 1; n <= 5; n += 1) expect(await ask(request)).toBe('401 UNAUTHORIZED');
    expect(await ask(request)).toBe('429 RATE_LIMITED');
  });

  it('[P-18] that a desk tells of locks nobody who never came in there', async () => {
    const { url, backend, workstation } = network;
    const telling = (login: string) => {
      const told = { programmeId: 'locking', login, errorCount: 4, lastErrorAtMs: 1 };
      const auth = { bearer: workstation.bearer };
      return callRaw(url, 'sign-in.errors', { commandId: uuid(), ...told }, auth);
    };
    const login = 'was-here@example.com';
    const here = await addWithPassword(backend, { login, programmeId: 'locking' });
    await cameIn(network, here);
    for (const each of ['a@example.com', login]) {
      expect(outcomeOf(await telling(each))).toBe('200');
    }
    const { people } = backend.service.stores;
    expect((await people.accountAt('locking', 'a@example.com'))?.state).toBe('active');
    expect((await people.accountAt('locking', login))?.state).toBe('locked');
  });

  it('[P-18] that went on where errors only let wait ends with the next one where they lock', async () => {
    const { service, clock } = network.backend;
    const errors = { errorCount: 7, lastErrorAtMs: clock.nowMs() };
    const counted = { kind: 'errors.put', accountKey: 'locking/a@example.com', errors } as const;
    const { people } = service.stores;
    await people.commit({ atMs: clock.nowMs(), audit: null, changes: [counted] });
    const asked = { login: 'a@example.com', workstationId: null, programmeId: 'locking' };
    await signIn(service, { ...asked, password: 'x' }, NOBODY);
    const right = await signIn(service, { ...asked, password: PASSWORD }, NOBODY);
    expect(right).toMatchObject({ code: 'AUTH_INVALID' });
    expect((await people.accountAt('locking', 'a@example.com'))?.state).toBe('locked');
  });

  it('[P-18] at the door of the network’s own people counts nothing for somebody of a programme', async () => {
    const { service } = network.backend;
    const strange = { login: 'locking/a@example.com', password: 'x', workstationId: null };
    for (let n = 1; n <= 3; n += 1) await signIn(service, strange, NOBODY);
    const { errorCount } = await service.stores.identity.signInErrors('locking/a@example.com');
    expect(errorCount).toBe(0);
  });

  it('does not begin anew with the backend', async () => {
    const login = 'restart@example.com';
    const asked = { login, password: 'x', workstationId: null, programmeId: 'locking' };
    for (let n = 1; n <= 6; n += 1) await signIn(network.backend.service, asked, NOBODY);
    const restarted = makeService(network.backend.service);
    expect(await signIn(restarted, asked, NOBODY)).toMatchObject({ code: 'RATE_LIMITED' });
    network.backend.clock.pass(WINDOW_MS);
    expect(await signIn(restarted, asked, NOBODY)).toMatchObject({ code: 'AUTH_INVALID' });
  });
});

describe('a session that somebody else knows', () => {
  it('is not the one that a sign-in goes on with: each step has a token of its own', async () => {
    const asked = { login: 'till', password: PASSWORD, workstationId: null };
    const first = await call(network.url, 'session.open', asked);
    const second = await call(network.url, 'session.open', asked);
    const renewed = await call(network.url, 'session.renew', {}, { session: second.token });
    const tokens = [first, second, renewed].map(({ token }) => token);
    expect(new Set(tokens).size).toBe(3);
    const rows = await network.backend.rows<object>('SELECT * FROM session');
    for (const token of tokens) expect(JSON.stringify(rows)).not.toContain(token);
    const ended = call(network.url, 'session.list', {}, { session: second.token });
    await expect(ended).rejects.toThrow('UNAUTHORIZED');
  });

  it('becomes one session and not two when it is renewed twice in one moment', async () => {
    const asked = { login: 'till', password: PASSWORD, workstationId: null };
    const { token: session } = await call(network.url, 'session.open', asked);
    const renew = () => callRaw(network.url, 'session.renew', {}, { session });
    const outcomes = (await Promise.all([renew(), renew(), renew()])).map(outcomeOf);
    expect(outcomes.toSorted()).toEqual(['200', '401 UNAUTHORIZED', '401 UNAUTHORIZED']);
  });
});
