import { describe, expect, it } from 'vitest';
import { PASSWORD } from '#test/support/backend/small-network.ts';
import { deskAndNetworkPerTest } from '#test/support/engine/desks.ts';

// What the backend answers when the person is no longer there.

const desk = deskAndNetworkPerTest();
const till = { login: 'till', password: PASSWORD };
const OTHER = 'correct horse battery';
const PIN = '4815';
const setting = { currentPassword: PASSWORD, password: OTHER, repeat: OTHER };

/** Goes away while the backend, which does not hear of it, is still at work. */
const leave = () => {
  desk.bench.line.routes.set('session.close', 'down');
  return desk.bench.ok('session:signOut', {});
};
const mode = async () => (await desk.bench.ok('session:state', {})).mode;

describe('a person who has signed out while the backend was asked', () => {
  it('is not brought back by the session that it gives in the place of his', async () => {
    const renewing = desk.bench.desk.call('session:renew', {});
    await leave();
    expect(await renewing).toMatchObject({ ok: false, code: 'UNAUTHORIZED' });
    expect(await mode()).toBe('none');
  });

  it('[N-22] is not brought back by his new password, which is the only one from then on', async () => {
    const chosen = desk.bench.desk.call('session:setPassword', setting);
    await leave();
    expect(await chosen).toMatchObject({ ok: false, code: 'UNAUTHORIZED' });
    expect(await mode()).toBe('none');
    await desk.bench.cut();
    expect((await desk.bench.refused('session:signIn', till)).code).toBe('AUTH_INVALID');
    expect(await desk.bench.ok('session:signIn', { ...till, password: OTHER })).toMatchObject({
      mode: 'local',
    });
  });

  it('and has left the desk to another one, leaves it to him', async () => {
    const renewing = desk.bench.desk.call('session:renew', {});
    await leave();
    await desk.bench.signIn('curator');
    await renewing;
    const state = await desk.bench.ok('session:state', {});
    expect(state.user?.login).toBe('curator');
  });
});

describe('[R-29] a screen that was locked while the backend was asked', () => {
  it('stays locked', async () => {
    await desk.bench.ok('appPin:set', { pin: PIN, repeat: PIN });
    const renewing = desk.bench.desk.call('session:renew', {});
    await desk.bench.ok('session:lock', {});
    await renewing;
    expect((await desk.bench.ok('session:state', {})).locked).toBe(true);
    const chosen = desk.bench.ok('session:unlock', { pin: PIN }).then(() => {
      const asked = desk.bench.desk.call('session:setPassword', setting);
      return Promise.all([asked, desk.bench.ok('session:lock', {})]);
    });
    await chosen;
    expect((await desk.bench.refused('session:list', {})).code).toBe('SESSION_LOCKED');
    await desk.bench.ok('session:unlock', { pin: PIN });
    await desk.bench.ok('session:list', {});
  });
});

describe('a question that is under way while the session is renewed', () => {
  it('is refused by the old token and signs nobody out', async () => {
    const answers = await Promise.all([
      desk.bench.desk.call('session:renew', {}),
      ...Array.from({ length: 8 }, () => desk.bench.desk.call('session:list', {})),
    ]);
    expect(answers[0]).toMatchObject({ ok: true });
    expect(await mode()).toBe('online');
    await desk.bench.ok('session:list', {});
  });
});
