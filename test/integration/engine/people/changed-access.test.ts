import { v7 as uuid } from 'uuid';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { offlineTermMs } from '#domain/identity/offline-term.ts';
import { call } from '#test/support/backend/http-client.ts';
import { PASSWORD } from '#test/support/backend/small-network.ts';
import { deskAndNetworkPerTest } from '#test/support/engine/desks.ts';
import { DiskCopy } from '#test/support/engine/disk-copy.ts';

// What the office does to somebody who unlocks at a desk, while he is not there: the desk hears of
// it in its next round, before its cable is pulled.

const desk = deskAndNetworkPerTest();
const till = { login: 'till', password: PASSWORD };
const DAY_MS = 24 * 3_600_000;

let userId: string;
beforeEach(async () => {
  const state = await desk.bench.ok('session:signIn', till);
  userId = state.user?.userId ?? '';
});

const administrator = () => ({ session: desk.network.administrator });
const reset = async (): Promise<string> => {
  const asked = { commandId: uuid(), userId, reason: 'забыл' };
  const access = await call(desk.network.url, 'user.reset-password', asked, administrator());
  return access.temporaryPassword ?? '';
};
const put = (patch: { active?: boolean; role?: 'accountant'; displayName?: string }) => {
  const same = { userId, displayName: 'Till', role: 'operator', active: true } as const;
  const asked = { commandId: uuid(), ...same, ...patch };
  return call(desk.network.url, 'user.put', asked, administrator());
};
const staffTerm = (offlineDays: number, seenDays: number) => {
  const asked = { commandId: uuid(), offlineDays, seenDays };
  return call(desk.network.url, 'staff-rules.put', asked, administrator());
};

/** He has gone home; a round later the cable is pulled. */
async function pulledAfter(work: () => Promise<unknown>): Promise<void> {
  await desk.bench.ok('session:signOut', {});
  await work();
  await desk.bench.syncOk();
  await desk.bench.cut();
}

const unlocking = () => desk.bench.desk.call('session:signIn', till);
const mode = async () => (await desk.bench.ok('session:state', {})).mode;
const FORGOTTEN = { ok: false, code: 'AUTH_INVALID' };

describe('[N-03] [N-07] somebody whose access the office has changed', () => {
  it('whose password was reset does not unlock this desk when the cable is pulled', async () => {
    await pulledAfter(reset);
    expect(await unlocking()).toMatchObject(FORGOTTEN);
    await desk.bench.restart();
    expect(await unlocking()).toMatchObject(FORGOTTEN);
  });

  it('whose account was switched off does not unlock this desk when the cable is pulled', async () => {
    await pulledAfter(() => put({ active: false }));
    expect(await unlocking()).toMatchObject(FORGOTTEN);
  });

  it('who has another role by now does not unlock this desk with the rights of before', async () => {
    await pulledAfter(() => put({ role: 'accountant' }));
    expect(await unlocking()).toMatchObject(FORGOTTEN);
  });

  it('who is only called otherwise unlocks as before', async () => {
    await pulledAfter(() => put({ displayName: 'Till from now on' }));
    expect(await unlocking()).toMatchObject({ ok: true, value: { mode: 'local' } });
  });

  it('is out where he sits, whether he came in with the link or without', async () => {
    await reset();
    await desk.bench.syncOk();
    expect(await mode()).toBe('none');
    await desk.bench.signIn('curator');
    userId = (await desk.bench.ok('session:state', {})).user?.userId ?? '';
    await desk.bench.cut();
    await desk.bench.signIn('curator');
    expect(await mode()).toBe('local');
    await put({ active: false, role: 'accountant' });
    await desk.bench.mend();
    expect(await mode()).toBe('none');
  });

  it('unlocks again once he has signed in with what he has now', async () => {
    await desk.bench.ok('session:signOut', {});
    await put({ active: false });
    await desk.bench.syncOk();
    await put({ active: true });
    await desk.bench.signIn();
    await desk.bench.syncOk();
    await desk.bench.cut();
    expect(await unlocking()).toMatchObject({ ok: true, value: { mode: 'local' } });
  });

  it('is not brought back by the files of the desk as they were before', async () => {
    const copy = new DiskCopy(desk.bench.dataDir);
    onTestFinished(() => copy.dispose());
    copy.take();
    await pulledAfter(reset);
    desk.bench.engine.close();
    copy.putBack(['journal.db', 'journal.db-wal', 'journal.db-shm', 'journal.head']);
    await desk.bench.open();
    expect(await unlocking()).toMatchObject({ ok: false, code: 'ONLINE_SIGNIN_REQUIRED' });
  });
});

describe('[N-03] the days that staff unlock without the link', () => {
  it('are fewer at once for who has signed in before, and more only with the next sign-in', async () => {
    const signedInAtMs = desk.bench.engine.core.clock.nowMs();
    await pulledAfter(() => staffTerm(2, 7));
    expect(await unlocking()).toMatchObject({
      ok: true,
      value: { expiresAtMs: signedInAtMs + offlineTermMs(2) },
    });
    await staffTerm(1, 2);
    await desk.bench.mend();
    const here = await desk.bench.ok('session:state', {});
    expect(here).toMatchObject({ mode: 'local', expiresAtMs: signedInAtMs + offlineTermMs(1) });
    await pulledAfter(() => staffTerm(30, 1));
    desk.network.backend.clock.pass(DAY_MS);
    expect(await unlocking()).toMatchObject({ ok: false, code: 'ONLINE_SIGNIN_REQUIRED' });
  });
});

describe('what a workstation hears of people', () => {
  it('is nothing of whom it does not keep', async () => {
    const { url, workstation } = desk.network;
    const asked = { people: [{ userId, accessMark: 'ab'.repeat(32) }] };
    const answer = await call(url, 'access.kept', asked, { bearer: workstation.bearer });
    expect(answer).toEqual({ people: [] });
  });
});

describe('[N-22] another password, asked for while the cable is pulled', () => {
  it('is refused, and the one in force unlocks as before', async () => {
    const next = 'nine violet anchors 7';
    const changing = { currentPassword: PASSWORD, password: next, repeat: next };
    desk.bench.line.state = 'down';
    expect((await desk.bench.refused('session:setPassword', changing)).code).toBe('LINK_DOWN');
    await desk.bench.restart();
    expect(await unlocking()).toMatchObject({ ok: true, value: { mode: 'local' } });
  });
});
