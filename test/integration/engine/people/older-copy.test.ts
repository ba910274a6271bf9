import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { call } from '#test/support/backend/http-client.ts';
import { addWithPassword, plainProgramme } from '#test/support/backend/door-people.ts';
import { openProgramme } from '#test/support/backend/programme-people.ts';
import { PASSWORD, signIn } from '#test/support/backend/small-network.ts';
import { deskAndNetworkPerTest } from '#test/support/engine/desks.ts';
import { DiskCopy, JOURNAL_AND_HEAD } from '#test/support/engine/disk-copy.ts';

// Somebody who may write the folder of a desk, and not its key store, copies the files while the
// desk runs and puts them back later: whatever was counted or ended since would be as before.

const CACHE = ['cache.db', 'cache.db-wal', 'cache.db-shm'];
const EVERYTHING = [...JOURNAL_AND_HEAD, ...CACHE];
const NEW_PASSWORD = 'nine violet anchors 7';
const till = { login: 'till', password: PASSWORD };

const desk = deskAndNetworkPerTest();
let copy: DiskCopy;
beforeEach(() => {
  copy = new DiskCopy(desk.bench.dataDir);
});
afterEach(() => copy.dispose());

/** The files as they were, without the link. */
async function putBack(): Promise<void> {
  await desk.bench.cut();
  desk.bench.engine.close();
  copy.putBack(EVERYTHING);
  await desk.bench.open();
}

const unlocking = (password = PASSWORD) =>
  desk.bench.desk.call('session:signIn', { login: 'till', password });

describe('a desk whose files were put back as they were before', () => {
  it('[N-07] lets nobody in whose access was ended since', async () => {
    copy.take();
    const { url, administrator: session } = desk.network;
    const { rows } = await call(url, 'user.list', {}, { session });
    const person = rows.find(({ login }) => login === 'till');
    if (person === undefined) throw new Error('somebody works at the till');
    const { userId, displayName, role } = person;
    const put = { userId, displayName, role, active: false };
    await call(url, 'user.put', { commandId: uuid(), ...put }, { session });
    expect((await desk.bench.desk.call('card:list', {})).ok).toBe(false);
    await desk.bench.refused('preferences:get', {});
    await desk.bench.cut();
    expect(await unlocking()).toMatchObject({ ok: false, code: 'AUTH_INVALID' });
    await putBack();
    expect(await unlocking()).toMatchObject({ ok: false, code: 'ONLINE_SIGNIN_REQUIRED' });
    await desk.bench.mend();
    await desk.bench.cut();
    expect(await unlocking()).toMatchObject({ ok: false, code: 'AUTH_INVALID' });
  });

  it('[N-22] opens by no password that was changed since', async () => {
    copy.take();
    const changing = { currentPassword: PASSWORD, password: NEW_PASSWORD, repeat: NEW_PASSWORD };
    await desk.bench.ok('session:setPassword', changing);
    await putBack();
    expect(await unlocking()).toMatchObject({ ok: false, code: 'ONLINE_SIGNIN_REQUIRED' });
    desk.bench.line.state = 'up';
    await desk.bench.ok('session:signIn', { ...till, password: NEW_PASSWORD });
    await desk.bench.mend();
    await desk.bench.cut();
    await desk.bench.restart();
    expect(await unlocking()).toMatchObject({ ok: false, code: 'AUTH_INVALID' });
    expect(await unlocking(NEW_PASSWORD)).toMatchObject({ ok: true, value: { mode: 'local' } });
  });

  it('[P-18] is guessed at no longer than one that was left as it is', async () => {
    await openProgramme(desk.network, plainProgramme('locking'));
    const login = 'guessed@example.com';
    await addWithPassword(desk.network.backend, { login, programmeId: 'locking' });
    const entering = { login, programmeId: 'locking', password: PASSWORD };
    await desk.bench.ok('programme:public', {});
    await desk.bench.ok('session:signIn', entering);
    await desk.bench.cut();
    copy.take();
    for (let guess = 1; guess <= 3; guess += 1) {
      const wrong = { ...entering, password: 'x' };
      expect((await desk.bench.refused('session:signIn', wrong)).code).toBe('AUTH_INVALID');
    }
    await putBack();
    for (const password of ['x', PASSWORD]) {
      const guessed = await desk.bench.refused('session:signIn', { ...entering, password });
      expect(guessed.code).toBe('ONLINE_SIGNIN_REQUIRED');
    }
  });

  it('[N-20] checks no card’s PIN by what came with its leases', async () => {
    const session = await signIn(desk.network.url, 'curator');
    const set = { commandId: uuid(), cardId: 'card-3', pin: '4826', repeat: '4826' };
    await call(desk.network.url, 'card.set-pin', set, { session });
    await desk.bench.sell({ cardId: 'card-3', pin: '4826' }, 1_000);
    desk.network.backend.clock.pass(6 * 60_000);
    await desk.bench.find(2);
    await desk.bench.syncOk();
    await desk.bench.cut();
    copy.take();
    const guess = (pin: string) => desk.bench.refusalOfSale({ cardId: 'card-3', pin });
    expect([await guess('1111'), await guess('2222')]).toEqual(['PIN_INVALID', 'PIN_INVALID']);
    await putBack();
    desk.bench.line.state = 'up';
    await desk.bench.signIn();
    desk.bench.line.state = 'down';
    // The right one and a wrong one are told alike.
    expect([await guess('3333'), await guess('4826')]).toEqual(['LEASES_KILLED', 'LEASES_KILLED']);
  });

  it('[R-29] opens no locked screen by a PIN of before', async () => {
    await desk.bench.ok('appPin:set', { pin: '4815', repeat: '4815' });
    copy.take();
    await desk.bench.ok('appPin:set', { pin: '7302', repeat: '7302' });
    await desk.bench.ok('session:signIn', till);
    await putBack();
    desk.bench.line.state = 'up';
    await desk.bench.ok('session:signIn', till);
    expect((await desk.bench.refused('session:lock', {})).code).toBe('APP_PIN_MISSING');
  });
});

describe('a desk of which the cache alone was put back', () => {
  it('[I5] sells nothing to a card that was stopped since', async () => {
    await desk.bench.leaseHere();
    copy.take();
    const session = await signIn(desk.network.url, 'curator');
    const stop = { commandId: uuid(), cardId: 'card-1', reason: 'theft' } as const;
    await call(desk.network.url, 'card.block', stop, { session });
    await desk.bench.syncOk();
    await desk.bench.cut();
    expect(await desk.bench.refusalOfSale()).toBe('CARD_BLOCKED');
    desk.bench.engine.close();
    copy.putBack(CACHE);
    await desk.bench.open();
    await desk.bench.signIn();
    // The copy knows of no stop, and the journal of no leases for a card that was stopped.
    expect(await desk.bench.refusalOfSale()).toBe('LEASE_REQUIRED');
  });
});
