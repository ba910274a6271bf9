import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { call } from '#test/support/backend/http-client.ts';
import { PASSWORD } from '#test/support/backend/small-network.ts';
import { deskAndNetworkPerTest } from '#test/support/engine/desks.ts';

const desk = deskAndNetworkPerTest();
const till = { login: 'till', password: PASSWORD };
const OTHER = 'correct horse battery';

let userId: string;
beforeEach(async () => {
  const state = await desk.bench.ok('session:signIn', till);
  userId = state.user?.userId ?? '';
});

/** What an administrator does while the desk is at work. */
const put = (patch: object) => {
  const { url, administrator } = desk.network;
  const asked = { commandId: uuid(), userId, displayName: 'Till', role: 'operator', active: true };
  return call(url, 'user.put', { ...asked, ...patch } as typeof asked & { role: 'operator' }, {
    session: administrator,
  });
};

const refusedAtSignIn = async () => (await desk.bench.refused('session:signIn', till)).code;

describe('[N-03] a person who is put out while he is signed in at a desk', () => {
  it('is signed out at the next question, and does not unlock after the cable is pulled', async () => {
    await put({ active: false });
    expect((await desk.bench.refused('session:list', {})).code).toBe('UNAUTHORIZED');
    expect((await desk.bench.ok('session:state', {})).mode).toBe('none');
    await desk.bench.cut();
    expect(await refusedAtSignIn()).toBe('AUTH_INVALID');
  });

  it('is signed out at once where it is the renewal of his session that says so', async () => {
    await put({ active: false });
    expect((await desk.bench.refused('session:renew', {})).code).toBe('UNAUTHORIZED');
    expect((await desk.bench.ok('session:state', {})).mode).toBe('none');
  });

  it('stays signed out when he signs out while his session is renewed', async () => {
    const sessions = () =>
      desk.network.backend.rows(`SELECT session_id FROM session WHERE user_id = '${userId}'`);
    const before = await sessions();
    const renewing = desk.bench.desk.call('session:renew', {});
    await desk.bench.ok('session:signOut', {});
    expect((await renewing).ok).toBe(false);
    expect((await desk.bench.ok('session:state', {})).mode).toBe('none');
    expect(await sessions()).toHaveLength(before.length - 1);
  });

  it('asks anew for his rights when they are others by now', async () => {
    await put({ role: 'accountant' });
    await desk.bench.refused('session:list', {});
    await desk.bench.cut();
    expect(await refusedAtSignIn()).toBe('AUTH_INVALID');
    await desk.bench.mend();
    const anew = await desk.bench.ok('session:signIn', till);
    expect(anew.user?.role).toBe('accountant');
    await desk.bench.cut();
    const unlocked = await desk.bench.ok('session:signIn', till);
    expect(unlocked.rights).toEqual(anew.rights);
  });

  it('who has signed out before is forgotten when the network refuses him', async () => {
    await desk.bench.ok('session:signOut', {});
    await put({ active: false });
    expect(await refusedAtSignIn()).toBe('AUTH_INVALID');
    await desk.bench.cut();
    expect(await refusedAtSignIn()).toBe('AUTH_INVALID');
  });
});

describe('[N-03] the old password, once there is another', () => {
  it('opens nothing without the link at a desk where it was refused', async () => {
    await desk.bench.ok('session:signOut', {});
    const { url } = desk.network;
    const entering = { ...till, workstationId: null };
    const { token } = await call(url, 'session.open', entering);
    const chosen = { currentPassword: PASSWORD, password: OTHER, repeat: OTHER };
    await call(url, 'password.set', chosen, { session: token });
    expect(await refusedAtSignIn()).toBe('AUTH_INVALID');
    await desk.bench.cut();
    expect(await refusedAtSignIn()).toBe('AUTH_INVALID');
  });

  it('a mistyped one forgets nobody', async () => {
    await desk.bench.ok('session:signOut', {});
    await desk.bench.refused('session:signIn', { ...till, password: 'x' });
    await desk.bench.cut();
    expect((await desk.bench.ok('session:signIn', till)).mode).toBe('local');
  });
});
