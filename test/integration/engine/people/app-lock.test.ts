import { describe, expect, it } from 'vitest';
import { call } from '#test/support/backend/http-client.ts';
import { PASSWORD, signIn } from '#test/support/backend/small-network.ts';
import { deskPerTest } from '#test/support/engine/desks.ts';

const desk = deskPerTest();
const till = { login: 'till', password: PASSWORD };
const PIN = '4815';

const locked = async (): Promise<void> => {
  await desk.bench.ok('session:signIn', till);
  await desk.bench.ok('appPin:set', { pin: PIN, repeat: PIN });
  expect((await desk.bench.ok('session:lock', {})).locked).toBe(true);
};
const unlock = (pin: string) => desk.bench.desk.call('session:unlock', { pin });

describe('[R-29] the PIN of a desk', () => {
  it('locks a session and opens the same one again, with no link at all', async () => {
    await locked();
    await desk.bench.cut();
    const asked = await desk.bench.refused('appPin:get', {});
    expect(asked.code).toBe('SESSION_LOCKED');
    expect((await desk.bench.refused('sale:open', {})).code).toBe('SESSION_LOCKED');
    const open = await desk.bench.ok('session:unlock', { pin: PIN });
    expect(open).toMatchObject({ mode: 'online', user: { login: 'till' } });
    expect(open.locked).toBeUndefined();
    expect(await desk.bench.ok('appPin:get', {})).toEqual({ isSet: true });
  });

  it('after five errors only a whole sign-in helps, and then the PIN works again', async () => {
    await locked();
    for (let left = 4; left >= 1; left -= 1) {
      expect(await desk.bench.refused('session:unlock', { pin: '0007' })).toEqual({
        code: 'APP_PIN_INVALID',
        params: { triesLeft: left },
      });
    }
    expect((await desk.bench.refused('session:unlock', { pin: '0007' })).code).toBe(
      'APP_PIN_LOCKED',
    );
    expect((await desk.bench.ok('session:state', {})).mode).toBe('none');
    expect((await desk.bench.refused('session:unlock', { pin: PIN })).code).toBe('UNAUTHORIZED');
    await desk.bench.ok('session:signIn', till);
    await desk.bench.ok('session:lock', {});
    await desk.bench.ok('session:unlock', { pin: PIN });
  });

  it('after the fifth error no list shows the session as open any more', async () => {
    await locked();
    const { url } = desk.network;
    const { workstationId } = desk.bench.engine.core.identity;
    const elsewhere = await signIn(url, 'till');
    const openHere = async () => {
      const { rows } = await call(url, 'session.list', {}, { session: elsewhere });
      return rows.filter((row) => row.workstationId === workstationId).length;
    };
    const before = await openHere();
    for (let error = 1; error <= 5; error += 1) await unlock('0007');
    expect(await openHere()).toBe(before - 1);
  });

  it('guesses at the same time are five and not more', async () => {
    await locked();
    const guesses = await Promise.all(Array.from({ length: 12 }, () => unlock('0007')));
    const invalid = guesses.filter((answer) => !answer.ok && answer.code === 'APP_PIN_INVALID');
    expect(invalid).toHaveLength(4);
    expect((await unlock(PIN)).ok).toBe(false);
  });

  it('does not bring a session back that was ended while it was looked at', async () => {
    await locked();
    const [opened] = await Promise.all([unlock(PIN), desk.bench.ok('session:signOut', {})]);
    expect(opened).toMatchObject({ ok: false, code: 'UNAUTHORIZED' });
    expect((await desk.bench.ok('session:state', {})).mode).toBe('none');
  });

  it('is none that is easily guessed, and none begins a session after a restart', async () => {
    await desk.bench.ok('session:signIn', till);
    expect((await desk.bench.refused('session:lock', {})).code).toBe('APP_PIN_MISSING');
    const weak = await desk.bench.refused('appPin:set', { pin: '1234', repeat: '1234' });
    expect(weak.code).toBe('PIN_WEAK');
    const other = await desk.bench.refused('appPin:set', { pin: PIN, repeat: '4816' });
    expect(other.code).toBe('PIN_MISMATCH');
    await desk.bench.ok('appPin:set', { pin: PIN, repeat: PIN });
    await desk.bench.restart();
    expect((await desk.bench.refused('session:unlock', { pin: PIN })).code).toBe('UNAUTHORIZED');
    await desk.bench.ok('session:signIn', till);
    await desk.bench.ok('appPin:remove', {});
    expect((await desk.bench.refused('session:lock', {})).code).toBe('APP_PIN_MISSING');
  });

  it('stands nowhere in the database as it was typed', async () => {
    await locked();
    const rows = desk.bench.engine.core.journal.db.prepare('SELECT * FROM app_pin').all();
    expect(JSON.stringify(rows)).toContain('$argon2id$');
    expect(JSON.stringify(rows)).not.toContain(`"${PIN}"`);
  });
});
