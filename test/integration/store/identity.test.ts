import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOON_MS } from '#test/support/facts.ts';
import {
  openBench,
  putChanges,
  seedNetwork,
  stationOf,
  type StoreBench,
  workstationOf,
} from '#test/support/network-store.ts';
import type { SessionRow } from '#service/people/people-rows.ts';
import type { IdentityStore, NewNetwork } from '#service/ports.ts';

let bench: StoreBench;
let identity: IdentityStore;

beforeEach(async () => {
  bench = await openBench();
  identity = bench.store.stores.identity;
  await seedNetwork(bench.store);
});
afterEach(() => bench.dispose());

const user = (userId: string, login: string) =>
  ({
    userId,
    login,
    displayName: 'Оператор',
    role: 'operator',
    active: true,
    passwordHash: '$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA',
  }) as const;

const session = (sessionId: string, patch: Partial<SessionRow> = {}): SessionRow => ({
  sessionId,
  tokenHash: `hash-${sessionId}`,
  userId: 'user-1',
  role: 'administrator',
  workstationId: null,
  openedAtMs: NOON_MS,
  expiresAtMs: NOON_MS + 1000,
  purpose: 'ordinary',
  ...patch,
});

describe('the network', () => {
  it('is made once', async () => {
    const facts = await identity.network();
    expect(facts).toMatchObject({ networkName: 'Сеть', demonstration: false });
    const second: NewNetwork = {
      facts: { ...facts!, networkId: 'other' },
      station: stationOf({ stationId: 'other' }),
      administrator: user('other', 'other'),
    };
    expect(await identity.createNetwork(second)).toBe(false);
    expect((await identity.network())?.networkId).toBe('network-1');
    expect(await bench.store.stores.registers.station('other')).toBeNull();
    expect(await identity.userById('other')).toBeNull();
  });
});

describe('people', () => {
  it('are found by login whatever its case, and a login is taken once', async () => {
    expect(await identity.userByLogin(' aDMIN ')).toMatchObject({
      userId: 'user-1',
      login: 'Admin',
    });
    expect(await identity.addUser(user('user-2', 'ADMIN'))).toBe(false);
    expect(await identity.addUser(user('user-2', 'Войтов'))).toBe(true);
    expect(await identity.addUser(user('user-3', 'Воитов'))).toBe(true);
    expect((await identity.users()).map(({ login }) => login)).toEqual([
      'Admin',
      'Воитов',
      'Войтов',
    ]);
    expect(await identity.users()).not.toContainEqual(
      expect.objectContaining({ passwordHash: expect.anything() }),
    );
  });

  it('errors at signing in are counted by login, also of nobody', async () => {
    expect(await identity.signInErrors('nobody')).toEqual({ errorCount: 0, lastErrorAtMs: 0 });
    await identity.putSignInErrors('Nobody', { errorCount: 2, lastErrorAtMs: 7 });
    expect(await identity.signInErrors('nobody')).toEqual({ errorCount: 2, lastErrorAtMs: 7 });
    await identity.putSignInErrors('nobody', null);
    expect(await identity.signInErrors('nobody')).toEqual({ errorCount: 0, lastErrorAtMs: 0 });
  });

  it('errors at signing in are forgotten a day later, so that guesses do not fill the disk', async () => {
    const dayMs = 24 * 3_600_000;
    await identity.putSignInErrors('first', { errorCount: 5, lastErrorAtMs: 1 });
    await identity.putSignInErrors('second', { errorCount: 1, lastErrorAtMs: dayMs + 1 });
    expect((await identity.signInErrors('first')).errorCount).toBe(5);
    await identity.putSignInErrors('third', { errorCount: 1, lastErrorAtMs: dayMs + 2 });
    expect((await identity.signInErrors('first')).errorCount).toBe(0);
    expect((await identity.signInErrors('second')).errorCount).toBe(1);
  });

  it('[P-18] errors that count towards a lock are not forgotten', async () => {
    const dayMs = 24 * 3_600_000;
    await identity.putSignInErrors('kept', { errorCount: 3, lastErrorAtMs: 1 }, true);
    await identity.putSignInErrors('other', { errorCount: 1, lastErrorAtMs: 10 * dayMs });
    expect((await identity.signInErrors('kept')).errorCount).toBe(3);
    await identity.putSignInErrors('kept', null);
    expect((await identity.signInErrors('kept')).errorCount).toBe(0);
  });
});

describe('sessions', () => {
  it('are found by the hash of their token until they are closed', async () => {
    await identity.addSession(session('s1'));
    expect(await identity.sessionByTokenHash('hash-s1')).toEqual(session('s1'));
    const changes = [{ kind: 'session.end', sessionId: 's1' }] as const;
    await bench.store.stores.people.commit({ atMs: NOON_MS, audit: null, changes });
    expect(await identity.sessionByTokenHash('hash-s1')).toBeNull();
  });

  it('that are over go when the person opens a new one', async () => {
    await identity.addSession(session('s1'));
    const later = NOON_MS + 2000;
    await identity.addSession(session('s2', { openedAtMs: later, expiresAtMs: later + 1000 }));
    expect((await identity.sessionsOf('user-1')).map((one) => one.sessionId)).toEqual(['s2']);
  });
});

describe('workstations', () => {
  it('come by a code that works once and not too late', async () => {
    const place = { stationId: 'station-1', expiresAtMs: NOON_MS + 1000 };
    const code = (codeHash: string) => {
      return { kind: 'enrolment-code.add', codeHash, ...place } as const;
    };
    const join = (codeHash: string, workstationId: string, atMs = NOON_MS) => {
      const { stationId: _by, ...workstation } = workstationOf({ workstationId });
      const change = { kind: 'workstation.add', codeHash, workstation } as const;
      return bench.store.stores.people.commit({ atMs, audit: null, changes: [change] });
    };
    await putChanges(bench.store, code('c1'));
    expect(await join('c1', 'desk-2')).toBe('done');
    expect(await identity.workstation('desk-2')).toMatchObject({ stationId: 'station-1' });
    expect(await join('c1', 'desk-3')).toBe('stale');
    await putChanges(bench.store, code('c2'));
    expect(await join('c2', 'desk-3', NOON_MS + 1000)).toBe('stale');
    expect(await join('never', 'desk-3')).toBe('stale');
    expect(await identity.workstation('desk-3')).toBeNull();
  });

  it('of two that show the same code at the same time one joins', async () => {
    const place = { stationId: 'station-1', expiresAtMs: NOON_MS + 1000 };
    await putChanges(bench.store, { kind: 'enrolment-code.add', codeHash: 'c1', ...place });
    const joined = ['desk-2', 'desk-3'].map((workstationId) => {
      const { stationId: _by, ...workstation } = workstationOf({ workstationId });
      return putChanges(bench.store, { kind: 'workstation.add', codeHash: 'c1', workstation });
    });
    expect((await Promise.all(joined)).toSorted()).toEqual(['done', 'stale']);
    expect(await identity.workstations()).toHaveLength(2);
  });

  it('keep their tokens, head and state', async () => {
    const tokens = { refreshHashes: ['n', 'o'], accessHash: 'a1', accessExpiresAtMs: NOON_MS + 5 };
    await identity.putWorkstationTokens('desk-1', { ...tokens, lastSeenAtMs: NOON_MS + 1 });
    const row = await identity.workstationByAccessHash('a1');
    expect(row).toEqual(workstationOf({ ...tokens, lastSeenAtMs: NOON_MS + 1 }));
    const stop = (workstationId: string) => {
      const stopped = { kind: 'workstation.stop', workstationId, state: 'revoked' } as const;
      return putChanges(bench.store, stopped);
    };
    expect(await stop('desk-1')).toBe('done');
    expect(await stop('desk-9')).toBe('stale');
    expect(await identity.workstations()).toEqual([
      {
        workstationId: 'desk-1',
        stationId: 'station-1',
        name: 'Касса 1',
        state: 'revoked',
        enrolledAtMs: NOON_MS,
        lastSeenAtMs: NOON_MS + 1,
        journalSeq: 0,
      },
    ]);
  });
});

describe('first answers', () => {
  it('stay the first', async () => {
    const { answers } = bench.store.stores;
    expect(await answers.firstAnswer('x')).toBeNull();
    await answers.keepAnswer('x', { digest: 'd', answer: '1' }, NOON_MS);
    await answers.keepAnswer('x', { digest: 'e', answer: '2' }, NOON_MS);
    expect(await answers.firstAnswer('x')).toEqual({ digest: 'd', answer: '1' });
  });
});
