import { v7 as uuid } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BridgeInput } from '#protocol/bridge.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { addWithPassword, errorsAt, plainProgramme } from '#test/support/backend/door-people.ts';
import { openProgramme } from '#test/support/backend/programme-people.ts';
import { sixthProgramme } from '#test/support/backend/sixth-programme.ts';
import { PASSWORD, signIn } from '#test/support/backend/small-network.ts';
import { deskPerTest } from '#test/support/engine/desks.ts';

const NEW_PASSWORD = 'nine violet anchors 7';
const DAY_MS = 86_400_000;
const OFFLINE_MS = sixthProgramme.account.offlineUnlockMs ?? 0;

const desk = deskPerTest();

beforeAll(async () => {
  const { network } = desk;
  await openProgramme(network, plainProgramme('locking'));
  const checking = { lockAtError: null, robotCheck: ['sign-in' as const] };
  await openProgramme(network, plainProgramme('checking', { signIn: checking }));
  const account = { ...sixthProgramme.account, offlineUnlockMs: null };
  await openProgramme(network, plainProgramme('online-only', { account }));
  const months = { ...account, sameDayClosing: false, offlineUnlockMs: 30 * DAY_MS };
  await openProgramme(network, plainProgramme('months', { account: months }));
  const byMailbox = { ...sixthProgramme.account, login: 'email' as const };
  await openProgramme(network, plainProgramme('mailboxes', { account: byMailbox }));
});

const person = (login: string, programmeId: string, patch = {}) =>
  addWithPassword(desk.network.backend, { login, programmeId, ...patch });
const entering = (
  login: string,
  programmeId: string,
  password = PASSWORD,
): BridgeInput<'session:signIn'> => ({ login, programmeId, password });
const wrong = async (login: string, programmeId = 'locking') =>
  (await desk.bench.refused('session:signIn', entering(login, programmeId, 'x'))).code;
const errorsOf = (login: string) => errorsAt(desk.network.backend, 'locking', login);

describe("a programme's door at a desk", () => {
  it('[R-09] passes the robot check by itself, and unlocks without the link for its own term', async () => {
    await person('robot@example.com', 'checking');
    const asked = entering('robot@example.com', 'checking');
    const begun = await desk.bench.ok('session:signIn', asked);
    expect(begun).toMatchObject({ mode: 'online', programmeId: 'checking' });
    await desk.bench.cut();
    await desk.bench.restart();
    const unlocked = await desk.bench.ok('session:signIn', asked);
    expect(unlocked).toMatchObject({ mode: 'local', programmeId: 'checking' });
    expect(unlocked.rights).toEqual(begun.rights);
    const staff = { login: 'robot@example.com', password: PASSWORD };
    expect((await desk.bench.refused('session:signIn', staff)).code).toBe('AUTH_INVALID');
    desk.network.backend.clock.pass(OFFLINE_MS + 1);
    const late = await desk.bench.refused('session:signIn', asked);
    expect(late.code).toBe('ONLINE_SIGNIN_REQUIRED');
  });

  it('[N-03] that lets its people unlock for a month is taken at its word', async () => {
    await person('month@example.com', 'months');
    const asked = entering('month@example.com', 'months');
    await desk.bench.ok('session:signIn', asked);
    await desk.bench.cut();
    await desk.bench.restart();
    desk.network.backend.clock.pass(29 * DAY_MS);
    expect(await desk.bench.ok('session:signIn', asked)).toMatchObject({ mode: 'local' });
    desk.network.backend.clock.pass(DAY_MS + 1);
    const late = await desk.bench.refused('session:signIn', asked);
    expect(late.code).toBe('ONLINE_SIGNIN_REQUIRED');
  });

  it('[N-03] whose people may not unlock keeps nothing by which they could', async () => {
    await person('online@example.com', 'online-only');
    const asked = entering('online@example.com', 'online-only');
    await desk.bench.ok('session:signIn', asked);
    const kept = desk.bench.engine.core.journal.db
      .prepare("SELECT login FROM person WHERE login LIKE 'online-only/%'")
      .all();
    expect(kept).toEqual([]);
    await desk.bench.ok('programme:public', {});
    await desk.bench.cut();
    // The door says so to everybody: known or not, right or wrong.
    const said = [
      await wrong('online@example.com', 'online-only'),
      await wrong('nobody@example.com', 'online-only'),
      (await desk.bench.refused('session:signIn', asked)).code,
    ];
    expect(said).toEqual(Array(3).fill('ONLINE_SIGNIN_REQUIRED'));
    const untold = desk.bench.engine.core.journal.db.prepare('SELECT 1 FROM untold_error').all();
    expect(untold).toEqual([]);
  });
});

describe('a password that was given', () => {
  it('[N-11] opens nothing but the place where another is set, and is no key offline', async () => {
    const given = { mustSetPassword: true, passwordSetAtMs: null };
    await person('first@example.com', 'locking', given);
    const asked = entering('first@example.com', 'locking');
    const begun = await desk.bench.ok('session:signIn', asked);
    expect(begun).toMatchObject({ purpose: 'set-password', rights: [] });
    const list = { subjectKind: 'contract', subjectId: 'client-1' } as const;
    const period = { fromMs: 0, toMs: 1, cursor: null };
    const statement = await desk.bench.desk.call('statement:get', { ...list, ...period } as never);
    expect(statement).toMatchObject({ ok: false });
    const password = { password: NEW_PASSWORD, repeat: NEW_PASSWORD };
    const after = await desk.bench.ok('session:setPassword', password);
    expect(after.purpose).toBeUndefined();
    expect(after.rights).not.toEqual([]);
    await desk.bench.cut();
    await desk.bench.restart();
    expect((await desk.bench.refused('session:signIn', asked)).code).toBe('AUTH_INVALID');
    const now = entering('first@example.com', 'locking', NEW_PASSWORD);
    expect((await desk.bench.ok('session:signIn', now)).mode).toBe('local');
  });
});

describe('[N-22] somebody with another login, or another spelling of it, who has set a new password', () => {
  const setNew = async (): Promise<void> => {
    const asked = { currentPassword: PASSWORD, password: NEW_PASSWORD, repeat: NEW_PASSWORD };
    await desk.bench.ok('session:setPassword', asked);
    await desk.bench.cut();
    await desk.bench.restart();
  };
  const opens = async (login: string, password?: string) => {
    const answer = await desk.bench.desk.call(
      'session:signIn',
      entering(login, 'locking', password),
    );
    return answer.ok ? answer.value.mode : answer.code;
  };

  it('does not unlock with the login and the password of before', async () => {
    const [before, now] = ['before@example.com', 'now@example.com'];
    const { userId } = await person(before, 'locking');
    await desk.bench.ok('session:signIn', entering(before, 'locking'));
    const { clock, service } = desk.network.backend;
    const renamed = { kind: 'login.put', userId, login: now, key: `locking/${now}` } as const;
    await service.stores.people.commit({ atMs: clock.nowMs(), audit: null, changes: [renamed] });
    await desk.bench.ok('session:signIn', entering(now, 'locking'));
    await setNew();
    expect(await opens(before)).toBe('AUTH_INVALID');
    expect(await opens(now)).toBe('AUTH_INVALID');
    expect(await opens(now, NEW_PASSWORD)).toBe('local');
  });

  it('unlocks by either spelling of the mailbox, and by neither with the password of before', async () => {
    const [read, encoded] = ['ivan@почта.рф', 'ivan@xn--80a1acny.xn--p1ai'];
    await person(read, 'mailboxes', { email: read });
    const by = (login: string, password = PASSWORD) => entering(login, 'mailboxes', password);
    await desk.bench.ok('session:signIn', by(read));
    await desk.bench.ok('session:signIn', by(encoded));
    await setNew();
    for (const login of [read, encoded]) {
      expect((await desk.bench.refused('session:signIn', by(login))).code).toBe('AUTH_INVALID');
      const unlocked = await desk.bench.ok('session:signIn', by(login, NEW_PASSWORD));
      expect(unlocked.mode).toBe('local');
    }
  });
});

describe('[P-18] errors without the link', () => {
  it('are added at the next round, and lock as if they had been made at the backend', async () => {
    const login = 'added@example.com';
    await person(login, 'locking');
    await desk.bench.ok('session:signIn', entering(login, 'locking'));
    await desk.bench.cut();
    for (let error = 1; error <= 3; error += 1) expect(await wrong(login)).toBe('AUTH_INVALID');
    expect(await errorsOf(login)).toBe(0);
    await desk.bench.mend();
    expect(await errorsOf(login)).toBe(3);
    expect(await wrong(login)).toBe('AUTH_INVALID');
    const right = await desk.bench.refused('session:signIn', entering(login, 'locking'));
    expect(right.code).toBe('AUTH_INVALID');
  });

  it('are counted once, though the answer was lost and others came meanwhile', async () => {
    const login = 'nobody-at-all@example.com';
    await desk.bench.cut();
    await wrong(login);
    desk.bench.line.state = 'up';
    desk.bench.line.routes.set('sign-in.errors', 'deaf');
    await desk.bench.engine.syncOnce();
    expect(await errorsOf(login)).toBe(1);
    await desk.bench.cut();
    await wrong(login);
    desk.bench.line.routes.clear();
    await desk.bench.mend();
    expect(await errorsOf(login)).toBe(2);
    await desk.bench.engine.syncOnce();
    expect(await errorsOf(login)).toBe(2);
  });

  it('lock at the fourth: through a restart and a day, until a sign-in online', async () => {
    const login = 'locked-here@example.com';
    const account = await person(login, 'locking');
    const right = entering(login, 'locking');
    await desk.bench.ok('programme:public', {});
    await desk.bench.ok('session:signIn', right);
    await desk.bench.cut();
    for (let error = 1; error <= 3; error += 1) expect(await wrong(login)).toBe('AUTH_INVALID');
    await desk.bench.restart();
    expect(await wrong(login)).toBe('AUTH_INVALID');
    desk.network.backend.clock.pass(OFFLINE_MS - 1);
    for (let error = 1; error <= 5; error += 1) {
      expect(await wrong('nobody@example.com')).toBe('AUTH_INVALID');
    }
    const refused = await desk.bench.refused('session:signIn', right);
    expect(refused).toEqual({ code: 'AUTH_INVALID', params: {} });
    await desk.bench.mend();
    const { people } = desk.network.backend.service.stores;
    const locked = await people.accountById(account.userId);
    expect(locked?.state).toBe('locked');
    const unlock = { programmeId: 'locking', login, reason: 'showed papers' };
    const session = { session: await signIn(desk.network.url, 'chief') };
    await call(desk.network.url, 'user.unlock', { commandId: uuid(), ...unlock }, session);
    await desk.bench.ok('session:signIn', right);
    await desk.bench.cut();
    expect((await desk.bench.ok('session:signIn', right)).mode).toBe('local');
  });

  it('three and a success begin anew without the link too', async () => {
    const login = 'lucky-here@example.com';
    await person(login, 'locking');
    const right = entering(login, 'locking');
    await desk.bench.ok('programme:public', {});
    await desk.bench.ok('session:signIn', right);
    await desk.bench.cut();
    for (let round = 1; round <= 2; round += 1) {
      for (let error = 1; error <= 3; error += 1) expect(await wrong(login)).toBe('AUTH_INVALID');
      expect((await desk.bench.ok('session:signIn', right)).mode).toBe('local');
    }
  });

  it('are none once the person is in', async () => {
    const login = 'lucky@example.com';
    await person(login, 'locking');
    await desk.bench.ok('session:signIn', entering(login, 'locking'));
    await desk.bench.cut();
    await wrong(login);
    await desk.bench.ok('session:signIn', entering(login, 'locking'));
    await desk.bench.mend();
    expect(await errorsOf(login)).toBe(0);
  });
});

describe('a person at the desk', () => {
  it('[O-21] has preferences that the backend keeps', async () => {
    await desk.bench.ok('session:signIn', { login: 'till', password: PASSWORD });
    await desk.bench.ok('preferences:set', { language: 'kk' });
    expect(await desk.bench.ok('preferences:get', {})).toEqual({ language: 'kk' });
    const session = { session: await signIn(desk.network.url, 'till') };
    expect(await call(desk.network.url, 'preferences.get', {}, session)).toEqual({
      language: 'kk',
    });
    const wrongZone = await callRaw(desk.network.url, 'preferences.set', { zone: 'x' }, session);
    expect(outcomeOf(wrongZone)).toBe('400 FIELD_INVALID');
  });

  it('[O-21] [P-08] has them without the link as they were last, and changes none there', async () => {
    await desk.bench.ok('session:signIn', { login: 'till', password: PASSWORD });
    await desk.bench.ok('preferences:set', { language: 'kk', zone: 'Asia/Almaty' });
    await desk.bench.cut();
    const known = { language: 'kk', zone: 'Asia/Almaty' };
    expect(await desk.bench.ok('preferences:get', {})).toEqual(known);
    expect((await desk.bench.refused('preferences:set', { language: 'ru' })).code).toBe(
      'LINK_DOWN',
    );
    await desk.bench.ok('session:signIn', { login: 'till', password: PASSWORD });
    expect(await desk.bench.ok('preferences:get', {})).toEqual(known);
    expect((await desk.bench.refused('preferences:set', { language: 'ru' })).code).toBe(
      'ONLINE_REQUIRED',
    );
    expect(await desk.bench.ok('preferences:get', {})).toEqual(known);
  });
});
