import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Approval } from '#domain/approval/approval.ts';
import { auditEntry, type Deed } from '#domain/audit/audit-entry.ts';
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

const account = (login: string, patch: Partial<Account> = {}): Account => ({
  userId: `id-${login}`,
  login,
  displayName: `Имя ${login}`,
  role: 'representative',
  active: true,
  clientId: null,
  programmeId: 'programme-1',
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
  ...patch,
});

const commit = (...changes: readonly PeopleChange[]) =>
  people.commit({ atMs: NOON_MS, audit: null, changes });

describe('pages of people', () => {
  it('come in the order of their keys, each person once, whatever the length of a page', async () => {
    for (const login of ['d', 'a', 'c', 'b']) {
      await commit({ kind: 'account.add', account: account(login) });
    }
    const all = await people.accounts({ cursor: null, limit: 100, search: null });
    const ofProgramme = all.rows.filter(({ programmeId }) => programmeId === 'programme-1');
    expect(ofProgramme.map(({ login }) => login)).toEqual(['a', 'b', 'c', 'd']);
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await people.accounts({ cursor, limit: 1, search: null });
      found.push(...page.rows.map(({ userId }) => userId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(found).toEqual(all.rows.map(({ userId }) => userId));
  });

  it('are found by a part of the login, or of the name with or without its capital', async () => {
    const anna = account('Anna@Example.com', { displayName: 'Әсел Нурланова' });
    await commit({ kind: 'account.add', account: anna });
    for (const search of ['EXAMPLE.com', 'Әсел', 'әсел', 'Нурлан', 'нурлан']) {
      const { rows } = await people.accounts({ cursor: null, limit: 10, search });
      expect(
        rows.map(({ login }) => login),
        search,
      ).toEqual(['Anna@Example.com']);
    }
    const none = await people.accounts({ cursor: null, limit: 10, search: 'борис' });
    expect(none.rows).toEqual([]);
  });

  it('name the client whom somebody acts for', async () => {
    const asked = { cursor: null, limit: 10, search: null, clientId: null };
    const [client] = (await bench.store.stores.registers.clients(asked)).rows;
    const clientId = client?.clientId ?? '';
    await commit({ kind: 'account.add', account: account('anna', { clientId }) });
    const { rows } = await people.accounts({ cursor: null, limit: 10, search: 'anna' });
    expect(rows).toMatchObject([{ clientId, clientName: 'ТОО «Рейс»' }]);
  });

  it('open sessions come newest first, and not those that are over', async () => {
    await commit({ kind: 'account.add', account: account('anna') });
    for (const [index, openedAtMs] of [NOON_MS, NOON_MS, NOON_MS + 1].entries()) {
      const session = {
        sessionId: `session-${index}`,
        tokenHash: `${index}`.repeat(64),
        userId: 'id-anna',
        role: 'representative',
        workstationId: null,
        openedAtMs,
        expiresAtMs: openedAtMs + 10,
        purpose: 'ordinary',
      } as const;
      await commit({ kind: 'session.add', session });
    }
    const of = { userId: 'id-anna', limit: 2, nowMs: NOON_MS + 9, search: null };
    const first = await people.openSessions({ ...of, cursor: null });
    expect(first.rows.map(({ sessionId }) => sessionId)).toEqual(['session-2', 'session-0']);
    expect(first.rows[0]).toMatchObject({ login: 'anna', displayName: 'Имя anna' });
    const second = await people.openSessions({ ...of, cursor: first.nextCursor });
    expect(second.rows.map(({ sessionId }) => sessionId)).toEqual(['session-1']);
    const later = await people.openSessions({ ...of, nowMs: NOON_MS + 10, cursor: null });
    expect(later.rows.map(({ sessionId }) => sessionId)).toEqual(['session-2']);
  });
});

describe('the last administrator', () => {
  it('stays: of two that go at the same time one is kept', async () => {
    const staff = { role: 'administrator', programmeId: null } as const;
    const two = [account('anna', staff), account('boris', staff)];
    for (const one of two) await commit({ kind: 'account.add', account: one });
    const { rows } = await people.accounts({ cursor: null, limit: 100, search: null });
    for (const other of rows.filter((row) => row.role === 'administrator')) {
      if (two.some(({ userId }) => userId === other.userId)) continue;
      await commit({ kind: 'account.put', account: { ...other, active: false } });
    }
    const outcomes = await Promise.all(
      two.map((one) =>
        commit(
          { kind: 'account.put', account: { ...one, active: false } },
          { kind: 'administrator.remains' },
        ),
      ),
    );
    expect(outcomes.toSorted()).toEqual(['done', 'stale']);
  });

  it('stays while the other one has set no password of his own: the drawn one ends', async () => {
    const staff = { role: 'administrator', programmeId: null } as const;
    const [anna, boris] = [
      account('anna', staff),
      account('boris', { ...staff, mustSetPassword: true }),
    ];
    for (const one of [anna, boris]) await commit({ kind: 'account.add', account: one });
    const { rows } = await people.accounts({ cursor: null, limit: 100, search: null });
    for (const other of rows.filter((row) => row.role === 'administrator')) {
      if ([anna, boris].some(({ userId }) => userId === other.userId)) continue;
      await commit({ kind: 'account.put', account: { ...other, active: false } });
    }
    const goes = () =>
      commit(
        { kind: 'account.put', account: { ...anna, active: false } },
        { kind: 'administrator.remains' },
      );
    expect(await goes()).toBe('stale');
    await commit({ kind: 'account.put', account: { ...boris, mustSetPassword: false } });
    expect(await goes()).toBe('done');
  });
});

describe('who gave somebody a password', () => {
  it('is kept with the last time, and of each who did', async () => {
    for (const login of ['anna', 'boris', 'chief']) {
      await commit({ kind: 'account.add', account: account(login) });
    }
    const at = (atMs: number, by: string) => {
      const given = { kind: 'password.given', userId: 'id-anna', givenBy: `id-${by}` } as const;
      return people.commit({ atMs, audit: null, changes: [given] });
    };
    expect(await at(NOON_MS, 'chief')).toBe('done');
    expect(await at(NOON_MS + 1, 'boris')).toBe('done');
    expect(await at(NOON_MS + 2, 'chief')).toBe('done');
    const byChief = { userId: 'id-anna', givenBy: 'id-chief', atMs: NOON_MS + 2 };
    const byBoris = { userId: 'id-anna', givenBy: 'id-boris', atMs: NOON_MS + 1 };
    const since = await people.passwordGivingsSince(NOON_MS);
    expect(since.toSorted((a, b) => a.atMs - b.atMs)).toEqual([byBoris, byChief]);
    expect(await people.passwordGivingsSince(NOON_MS + 1)).toEqual([byChief]);
  });
});

describe('where somebody has come in', () => {
  it('is at a workstation also after it joined anew under another identity', async () => {
    const tell = (workstationId: string, deed: Deed) => {
      const audit = auditEntry({ userId: 'id-anna', workstationId, address: null }, deed);
      return people.commit({ atMs: NOON_MS, audit, changes: [] });
    };
    expect(await people.signedInBefore('id-anna', 'desk-1')).toBe('never');
    await tell('desk-1', { event: 'sign-in' });
    const replaced = { subjectKind: 'workstation', subjectId: 'desk-1' };
    await tell('desk-2', { event: 'workstation.replace', ...replaced });
    await tell('desk-3', { event: 'workstation.replace', ...replaced, subjectId: 'desk-2' });
    for (const desk of ['desk-1', 'desk-2', 'desk-3']) {
      expect(await people.signedInBefore('id-anna', desk)).toBe('here');
    }
    expect(await people.signedInBefore('id-anna', 'desk-4')).toBe('elsewhere');
    expect(await people.signedInBefore('id-anna', null)).toBe('elsewhere');
    expect(await people.signedInBefore('id-boris', 'desk-3')).toBe('never');
  });
});

describe('what waits for a second person', () => {
  const approval = (patch: Partial<Approval> = {}): Approval => ({
    approvalId: 'approval-1',
    event: 'account.erase',
    right: 'account.recover',
    subjectKind: 'account',
    subjectId: 'account-1',
    before: { state: 'active' },
    after: null,
    digest: 'ab'.repeat(32),
    askedBy: 'id-anna',
    askedAtMs: NOON_MS,
    expiresAtMs: NOON_MS + 10,
    state: 'waiting',
    decidedBy: null,
    decidedAtMs: null,
    reason: null,
    ...patch,
  });

  beforeEach(async () => {
    for (const login of ['anna', 'boris']) {
      await commit({ kind: 'account.add', account: account(login) });
    }
    expect(await commit({ kind: 'approval.add', approval: approval() })).toBe('done');
  });

  it('is read as it was written, and waits until its term is over', async () => {
    expect(await people.approvalById('approval-1')).toEqual(approval());
    const waiting = (nowMs: number) =>
      people.waitingApprovals({ userId: 'id-anna', nowMs, limit: 10 });
    expect(await waiting(NOON_MS + 10)).toEqual([approval()]);
    expect(await waiting(NOON_MS + 11)).toEqual([]);
    const newer = approval({ approvalId: 'approval-2', askedAtMs: NOON_MS + 1 });
    await commit({ kind: 'approval.add', approval: newer });
    const of = { event: 'account.erase', subjectId: 'account-1' };
    expect(await people.latestApproval(of)).toEqual(newer);
    expect(await people.latestApproval({ ...of, subjectId: 'account-2' })).toBeNull();
  });

  it('is seen by whoever asked until he has used it, and by nobody else', async () => {
    const given = approval({ state: 'given', decidedBy: 'id-boris', decidedAtMs: NOON_MS });
    await commit({ kind: 'approval.decide', approval: given });
    const seenBy = (userId: string) =>
      people.waitingApprovals({ userId, nowMs: NOON_MS, limit: 9 });
    expect(await seenBy('id-anna')).toEqual([given]);
    expect(await seenBy('id-boris')).toEqual([]);
    await commit({ kind: 'approval.use', approvalId: 'approval-1' });
    expect(await seenBy('id-anna')).toEqual([]);
  });

  it('is decided once and used once', async () => {
    const given = approval({ state: 'given', decidedBy: 'id-boris', decidedAtMs: NOON_MS });
    const use = { kind: 'approval.use', approvalId: 'approval-1' } as const;
    expect(await commit(use)).toBe('stale');
    expect(await commit({ kind: 'approval.decide', approval: given })).toBe('done');
    expect(await commit({ kind: 'approval.decide', approval: given })).toBe('stale');
    expect(await commit(use)).toBe('done');
    expect(await commit(use)).toBe('stale');
    expect(await people.approvalById('approval-1')).toEqual({ ...given, state: 'used' });
  });

  it('[N-12] is let happen by nobody himself, whatever a use case forgets', async () => {
    const own = approval({ state: 'given', decidedBy: 'id-anna', decidedAtMs: NOON_MS });
    await expect(commit({ kind: 'approval.decide', approval: own })).rejects.toThrow();
  });
});
