import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AUDIT_BEGINNING, auditText, type AuditEntry } from '#domain/audit/audit-entry.ts';
import type { PeopleChange } from '#service/people/changes/people-change.ts';
import type { PeopleStore } from '#service/people/people-ports.ts';
import type { Account } from '#service/people/people-rows.ts';
import { NOON_MS } from '#test/support/facts.ts';
import { openBench, seedNetwork, type StoreBench } from '#test/support/network-store.ts';

let bench: StoreBench;
let people: PeopleStore;

beforeEach(async () => {
  bench = await openBench();
  people = bench.store.stores.people;
  await seedNetwork(bench.store);
});
afterEach(() => bench.dispose());

const account = (patch: Partial<Account> = {}): Account => ({
  userId: 'account-1',
  login: 'Anna@Example.COM',
  displayName: 'Анна',
  role: 'representative',
  active: true,
  clientId: null,
  programmeId: 'programme-1',
  email: 'anna@example.com',
  phone: null,
  state: 'active',
  mustSetPassword: true,
  passwordExpiresAtMs: null,
  passwordHash: 'hash-0',
  passwordSetAtMs: null,
  grants: ['limits'],
  preferences: { language: 'kk' },
  revision: 0,
  ...patch,
});

const entry = (patch: Partial<AuditEntry> = {}): AuditEntry => ({
  event: 'account.open',
  userId: 'user-1',
  workstationId: null,
  address: null,
  subjectKind: 'account',
  subjectId: 'account-1',
  code: null,
  before: null,
  after: { login: 'anna@example.com' },
  ...patch,
});

const commit = (changes: readonly PeopleChange[], audit: AuditEntry | null = entry()) =>
  people.commit({ atMs: NOON_MS, audit, changes });

const entries = () =>
  bench.rows<{ seq: number; hash: string; previous_hash: string; before: string; after: string }>(
    'SELECT * FROM audit_entry ORDER BY seq',
  );

describe('an account of a programme', () => {
  it('is found at its own door by its login however it is typed, and nowhere else', async () => {
    expect(await commit([{ kind: 'account.add', account: account() }])).toBe('done');
    expect(await people.accountAt('programme-1', ' anna@EXAMPLE.com ')).toEqual(account());
    expect(await people.accountAt(null, 'anna@example.com')).toBeNull();
    expect(await people.accountAt('programme-2', 'anna@example.com')).toBeNull();
  });

  it('is not who has its key as a login at the door of the network’s own people', async () => {
    const staff = { programmeId: null, login: 'programme-1/anna@example.com' } as const;
    await commit([{ kind: 'account.add', account: account({ userId: 'staff-1', ...staff }) }]);
    expect(await people.accountAt('programme-1', 'anna@example.com')).toBeNull();
    expect(await people.accountAt(null, staff.login)).toMatchObject({ userId: 'staff-1' });
    expect(await commit([{ kind: 'account.add', account: account() }])).toBe('taken');
  });

  it('is one per login and door; what came with a taken login is not written', async () => {
    await commit([{ kind: 'account.add', account: account() }]);
    const second = account({ userId: 'account-2' });
    const elsewhere = account({ userId: 'account-3', programmeId: 'programme-2' });
    const both = [elsewhere, second].map((one) => ({ kind: 'account.add', account: one }) as const);
    expect(await commit(both)).toBe('taken');
    expect(await people.accountById('account-3')).toBeNull();
    expect(await entries()).toHaveLength(1);
    expect(await commit([{ kind: 'account.add', account: elsewhere }])).toBe('done');
  });

  it('is not changed by who read it before another change', async () => {
    await commit([{ kind: 'account.add', account: account() }]);
    const locked = account({ state: 'locked' });
    expect(await commit([{ kind: 'account.put', account: locked }])).toBe('done');
    const late = account({ displayName: 'Поздно' });
    expect(await commit([{ kind: 'account.put', account: late }])).toBe('stale');
    expect(await people.accountById('account-1')).toEqual({ ...locked, revision: 1 });
  });

  it('keeps its login and its programme whatever is written (V-11)', async () => {
    await commit([{ kind: 'account.add', account: account() }]);
    const other = account({ login: 'other', programmeId: null });
    expect(await commit([{ kind: 'account.put', account: other }])).toBe('done');
    expect(await people.accountById('account-1')).toEqual(account({ revision: 1 }));
  });
});

describe('passwords that somebody had', () => {
  it('[N-22] are kept newest first, and no more of them than are asked about', async () => {
    await commit([{ kind: 'account.add', account: account() }]);
    for (const n of [1, 2, 3]) {
      const kept = { userId: 'account-1', passwordHash: `hash-${n}`, setAtMs: n, keepCount: 2 };
      await commit([{ kind: 'password.keep', ...kept }]);
    }
    expect(await people.passwordsBefore('account-1')).toEqual(['hash-3', 'hash-2']);
  });
});

describe('sessions', () => {
  it('others end when the password changes, the one that changed it stays', async () => {
    await commit([{ kind: 'account.add', account: account() }]);
    const session = (sessionId: string) => ({
      sessionId,
      tokenHash: `token-${sessionId}`,
      userId: 'account-1',
      role: 'representative' as const,
      workstationId: null,
      openedAtMs: NOON_MS,
      expiresAtMs: NOON_MS + 1000,
      purpose: 'set-password' as const,
    });
    const opened = ['a', 'b', 'c'].map(
      (id) => ({ kind: 'session.add', session: session(id) }) as const,
    );
    await commit(opened);
    await commit([{ kind: 'session.end-others', userId: 'account-1', keptSessionId: 'b' }]);
    const { identity } = bench.store.stores;
    expect(await identity.sessionsOf('account-1')).toEqual([session('b')]);
    await commit([{ kind: 'session.end-others', userId: 'account-1', keptSessionId: null }]);
    expect(await identity.sessionsOf('account-1')).toEqual([]);
  });
});

describe('the audit trail', () => {
  it('is a chain without a gap, each hash over its entry and the one before', async () => {
    await commit([], entry({ code: 'FORBIDDEN' }));
    await commit([], entry({ before: { state: 'active' }, after: { state: 'locked' } }));
    await commit([], null);
    const kept = await entries();
    expect(kept.map(({ seq }) => seq)).toEqual([1, 2]);
    const [first, second] = kept;
    expect(first?.previous_hash).toBe(AUDIT_BEGINNING);
    expect(second?.previous_hash).toBe(first?.hash);
    const text = auditText({
      ...entry(),
      seq: 2,
      atMs: NOON_MS,
      before: second?.before ?? null,
      after: second?.after ?? null,
      previousHash: first?.hash ?? '',
    });
    expect(second?.hash).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('has one entry per work where many are written together', async () => {
    await Promise.all(Array.from({ length: 20 }, () => commit([])));
    expect((await entries()).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 20 }, (_, n) => n + 1),
    );
  });
});
