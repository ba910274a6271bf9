import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PeopleChange } from '#service/people/changes/people-change.ts';
import type { SessionRow } from '#service/people/people-rows.ts';
import { NOON_MS } from '#test/support/facts.ts';
import { hash64 } from '#test/support/network-store.ts';
import { deaf, openBackends, type Backends } from '#test/support/postgres/backends.ts';
import { waitingForLocks } from '#test/support/postgres/database.ts';

const PATIENCE = { timeout: 60_000 };
const USER = 'user-1';

let backends: Backends;
let gate: pg.Client;
beforeEach(async () => {
  backends = await openBackends([deaf, deaf]);
  gate = new pg.Client({ connectionString: backends.url });
  await gate.connect();
});
afterEach(async () => {
  await gate.end();
  await backends.close();
});

const commit = (index: number, ...changes: readonly PeopleChange[]) =>
  backends.stores[index]!.stores.people.commit({ atMs: NOON_MS, audit: null, changes });

const session = (sessionId: string): SessionRow => ({
  sessionId,
  tokenHash: hash64(sessionId),
  userId: USER,
  role: 'administrator',
  workstationId: null,
  openedAtMs: NOON_MS,
  expiresAtMs: NOON_MS + 3_600_000,
  purpose: 'ordinary',
});

const account = {
  userId: USER,
  login: 'chief',
  displayName: 'Chief',
  role: 'administrator',
  active: true,
  clientId: null,
  programmeId: null,
  email: null,
  phone: null,
  state: 'active',
  mustSetPassword: false,
  passwordExpiresAtMs: null,
  passwordHash: 'hash',
  passwordSetAtMs: null,
  grants: [],
  preferences: {},
  revision: 0,
} as const;

describe('sessions at two backends', () => {
  it('that are all ended leave none that another backend makes in the place of one', async () => {
    await commit(
      0,
      { kind: 'account.add', account },
      { kind: 'session.add', session: session('a') },
    );
    await gate.query('BEGIN');
    await gate.query(`SELECT 1 FROM session WHERE session_id = 'a' FOR UPDATE`);
    const renewed = commit(
      0,
      { kind: 'account.unchanged', userId: USER, revision: 0 },
      { kind: 'session.replace', sessionId: 'a' },
      { kind: 'session.add', session: session('b') },
    );
    await expect.poll(() => waitingForLocks(backends.url), PATIENCE).toBe(1);
    const ended = commit(1, { kind: 'session.end-others', userId: USER, keptSessionId: null });
    await expect.poll(() => waitingForLocks(backends.url), PATIENCE).toBe(2);
    await gate.query('COMMIT');
    expect([await renewed, await ended]).toEqual(['done', 'done']);
    expect(await backends.stores[0]!.stores.identity.sessionsOf(USER)).toEqual([]);
  });
});
