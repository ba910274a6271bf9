import { describe, expect, it } from 'vitest';
import type { Binding } from '#domain/member/bindings.ts';
import type { Application } from '#service/application/application-rows.ts';
import type { PeopleChange } from '#service/people/changes/people-change.ts';
import { NOON_MS } from '#test/support/facts.ts';
import {
  memberAccount,
  memberCardRecord,
  PROGRAMME_ID,
  registrationOf,
} from '#test/support/members.ts';
import { hash64, nextId, putChanges } from '#test/support/network-store.ts';
import { storePerTest } from '#test/support/store-per-test.ts';

const store = storePerTest();
const { commit } = store;

const memberAdded = (userId = 'member-1', phone = '+79160000001'): readonly PeopleChange[] => [
  { kind: 'account.add', account: memberAccount({ userId, phone, login: phone }) },
  {
    kind: 'member.add',
    member: {
      userId,
      programmeId: PROGRAMME_ID,
      pointsAccountId: userId,
      registeredAtMs: NOON_MS,
    },
  },
];

const bind = (userId: string, binding: Binding): PeopleChange => ({
  kind: 'member-card.bind',
  userId,
  binding,
  virtualRange: binding.virtual ? '9900' : null,
  atMs: NOON_MS,
});
const primary = (cardId: string, virtual = false): Binding => ({
  cardId,
  kind: 'primary',
  virtual,
});

const addCards = async (...cardIds: readonly string[]): Promise<void> => {
  for (const cardId of cardIds) {
    const card = memberCardRecord(cardId);
    await putChanges(store.bench.store, { kind: 'card.add', card, panHash: hash64(cardId) });
  }
};

describe('registrations that wait for their code', () => {
  it('are kept whole, changed by whoever has read them last, and gone when they end', async () => {
    const registration = registrationOf();
    const { registrationId } = registration;
    expect(await commit({ kind: 'registration.add', registration })).toBe('done');
    expect(await commit({ kind: 'registration.add', registration })).toBe('stale');
    expect(await store.stores.members.registration(registrationId)).toEqual(registration);
    const tried = { ...registration, triesUsed: 1, triesBefore: 4 };
    expect(await commit({ kind: 'registration.put', registration: tried })).toBe('done');
    expect(await commit({ kind: 'registration.put', registration: tried })).toBe('stale');
    expect(await store.stores.members.registration(registrationId)).toEqual({
      ...tried,
      revision: 1,
    });
    const { programmeId, phone } = registration;
    const ofPhone = await store.stores.members.registrationsOf({ programmeId, phone, sinceMs: 0 });
    expect(ofPhone).toEqual({ starts: 1, triesUsed: 5 });
    expect(await commit({ kind: 'registration.end', registrationId, revision: 0 })).toBe('stale');
    expect(await commit({ kind: 'registration.end', registrationId, revision: 1 })).toBe('done');
    expect(await store.stores.members.registration(registrationId)).toBeNull();
  });

  it('[R-11] are forgotten by the instant at which they were begun', async () => {
    for (const startedAtMs of [NOON_MS - 2, NOON_MS - 1, NOON_MS]) {
      const registration = registrationOf({ registrationId: nextId(), startedAtMs });
      await commit({ kind: 'registration.add', registration });
    }
    const mine = { programmeId: PROGRAMME_ID, phone: '+79160000001' };
    const startsSince = async (sinceMs: number) =>
      (await store.stores.members.registrationsOf({ ...mine, sinceMs })).starts;
    expect(await startsSince(0)).toBe(3);
    expect(await startsSince(NOON_MS - 1)).toBe(1);
    await commit({ kind: 'registration.forget', programmeId: PROGRAMME_ID, beforeMs: NOON_MS - 1 });
    expect(await startsSince(0)).toBe(2);
  });
});

describe('members and their cards', () => {
  it('[R-17] all cards of a member feed one account of points', async () => {
    await addCards('virtual', 'plastic');
    const changes = [bind('member-1', primary('virtual', true))];
    const further: Binding = { cardId: 'plastic', kind: 'further', virtual: false };
    expect(await commit(...memberAdded(), ...changes, bind('member-1', further))).toBe('done');
    expect(await store.stores.members.member('member-1')).toMatchObject({
      pointsAccountId: 'member-1',
    });
    expect(await store.stores.members.memberCards('member-1')).toMatchObject([
      { cardId: 'virtual', kind: 'primary', virtual: true, virtualRange: '9900', state: 'active' },
      { cardId: 'plastic', kind: 'further', virtual: false, virtualRange: null },
    ]);
  });

  it('[R-03] [R-04] a card is one member’s, a member has one primary and one virtual card', async () => {
    await addCards('one', 'two', 'three');
    await commit(...memberAdded(), bind('member-1', primary('one', true)));
    await commit(...memberAdded('member-2', '+79160000002'));
    expect(await commit(bind('member-2', primary('one')))).toBe('stale');
    expect(await commit(bind('member-1', primary('two')))).toBe('stale');
    const virtual: Binding = { cardId: 'three', kind: 'further', virtual: true };
    expect(await commit(bind('member-1', virtual))).toBe('stale');
    expect(await store.stores.members.memberCards('member-1')).toHaveLength(1);
    expect(await store.stores.members.memberCards('member-2')).toEqual([]);
  });

  it('[R-05] one phone is one member: the second one is not written at all', async () => {
    await addCards('one');
    expect(await commit(...memberAdded())).toBe('done');
    const again = memberAdded('member-2');
    expect(await commit(...again, bind('member-2', primary('one')))).toBe('taken');
    expect(await store.stores.members.member('member-2')).toBeNull();
    expect(await store.stores.members.bindableCard('one')).toMatchObject({ bound: false });
  });

  it('[R-03] a card knows its kit and whether it is bound', async () => {
    await addCards('main', 'first', 'second', 'alone');
    const kit = { kitId: 'kit', mainCardId: 'main', additionalCardIds: ['first', 'second'] };
    expect(await commit({ kind: 'kit.add', kit })).toBe('done');
    expect(await commit({ kind: 'kit.add', kit: { ...kit, kitId: 'other' } })).toBe('stale');
    expect(await store.stores.members.bindableCard('second')).toEqual({
      cardId: 'second',
      contractId: 'contract-1',
      state: 'active',
      kit,
      bound: false,
    });
    expect(await store.stores.members.bindableCard('alone')).toMatchObject({ kit: null });
    expect(await store.stores.members.bindableCard('none')).toBeNull();
  });

  it('[R-16] a number that any card ever had is never issued again', async () => {
    const issue = (cardId: string): PeopleChange => {
      return { kind: 'card.add', card: memberCardRecord(cardId), panHash: hash64('number') };
    };
    expect(await commit(issue('one'))).toBe('done');
    expect(await commit(issue('two'))).toBe('stale');
  });

  it('whom a network names for a programme is said anew as a whole', async () => {
    const nobody = { memberContractId: null, curatorUserId: null, headUserId: null };
    const programmeId = PROGRAMME_ID;
    expect(await store.stores.members.assignment(programmeId)).toEqual({ programmeId, ...nobody });
    const assignment = { programmeId, ...nobody, memberContractId: 'contract-1' };
    for (const headUserId of ['user-1', null]) {
      await commit({ kind: 'assignment.put', assignment: { ...assignment, headUserId } });
      expect(await store.stores.members.assignment(programmeId)).toEqual({
        ...assignment,
        headUserId,
      });
    }
  });
});

describe('applications', () => {
  const applicationOf = (patch: Partial<Application> = {}): Application => ({
    applicationId: nextId(),
    number: 1,
    programmeId: PROGRAMME_ID,
    form: {
      clientName: 'ООО «Котельная»',
      taxId: '7707083893',
      contractNumber: 'Г-17',
      personName: 'Ольга Тестова',
      phone: '+79160000009',
      email: null,
      authority: { title: 'Доверенность', number: '5', fromOn: '2026-01-01', untilOn: null },
    },
    language: 'ru',
    source: 'form',
    filedAtMs: NOON_MS,
    filedBy: null,
    curatorUserId: null,
    headUserId: 'user-1',
    curatorSeenAtMs: null,
    headSeenAtMs: null,
    state: 'filed',
    closedAtMs: null,
    closedBy: null,
    reason: null,
    accountUserId: null,
    revision: 0,
    ...patch,
  });

  it('[V-09] are numbered, each number once, and read the newest first', async () => {
    for (const number of [1, 2, 3]) {
      expect(await store.stores.applications.nextNumber()).toBe(number);
      const application = applicationOf({ number });
      expect(await commit({ kind: 'application.add', application })).toBe('done');
    }
    const again = applicationOf({ number: 3 });
    expect(await commit({ kind: 'application.add', application: again })).toBe('stale');
    const question = { cursor: null, limit: 2, state: 'filed', search: null } as const;
    const first = await store.stores.applications.applications(question);
    expect(first.rows.map(({ number }) => number)).toEqual([3, 2]);
    const rest = await store.stores.applications.applications({
      ...question,
      cursor: first.nextCursor,
    });
    expect(rest).toMatchObject({ rows: [{ number: 1 }], nextCursor: null });
  });

  it('[V-09] keep who has seen them and what came of them; two who act at once do not both', async () => {
    const application = applicationOf();
    await commit({ kind: 'application.add', application });
    const closed = { closedAtMs: NOON_MS, closedBy: 'user-1', reason: 'нет договора' };
    const rejected: Application = { ...application, ...closed, state: 'rejected' };
    expect(await commit({ kind: 'application.put', application: rejected })).toBe('done');
    expect(await commit({ kind: 'application.put', application: rejected })).toBe('stale');
    const kept = await store.stores.applications.application(application.applicationId);
    expect(kept).toEqual({ ...rejected, revision: 1 });
  });

  it('[V-02] say by what document somebody acts, and until when', async () => {
    const authority = {
      userId: 'user-1',
      contractId: 'contract-1',
      applicationId: null,
      title: 'Доверенность',
      number: '5',
      fromOn: '2026-01-01',
      untilOn: '2026-12-31',
      stationId: 'station-1',
    };
    expect(await store.stores.applications.authorityOf('user-1')).toBeNull();
    await commit({ kind: 'authority.put', authority });
    await commit({ kind: 'authority.put', authority: { ...authority, untilOn: null } });
    expect(await store.stores.applications.authorityOf('user-1')).toEqual({
      ...authority,
      untilOn: null,
    });
  });
});
