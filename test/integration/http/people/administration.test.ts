import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APPROVAL_TERM_MS } from '#domain/approval/approval.ts';
import { routes, type RouteInput } from '#protocol/routes.ts';
import { admit } from '#service/access/admit.ts';
import { approvedBySecond } from '#service/people/approvals.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { addStaff, addWithPassword } from '#test/support/backend/door-people.ts';
import {
  PASSWORD,
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

let network: SmallNetwork;
let session: { session: string };
beforeAll(async () => {
  network = await startSmallNetwork();
  session = { session: network.administrator };
});
afterAll(() => network.backend.stop());

const addPerson = (person: Pick<RouteInput<'user.create'>, 'login' | 'role'>): Promise<string> =>
  addStaff(network.backend, person);

async function addRepresentative(login: string): Promise<string> {
  const rep = { login, programmeId: null, clientId: 'client-1', grants: [] };
  return (await addWithPassword(network.backend, rep)).userId;
}

type Put = RouteInput<'user.put'>;

const putRaw = (asked: Omit<Put, 'commandId'>, as = session) =>
  callRaw(network.url, 'user.put', { commandId: uuid(), ...asked }, as);

const reaches = async (token: string): Promise<string> =>
  outcomeOf(await callRaw(network.url, 'session.list', {}, { session: token }));

/** The newest entries of the trail, the last one first. */
const trail = (event: string) =>
  network.backend.rows<{ subjectId: string; before: string; after: string; userId: string }>(
    `SELECT subject_id AS "subjectId", user_id AS "userId", before, after FROM audit_entry
     WHERE event = '${event}' ORDER BY seq DESC`,
  );

describe('an account', () => {
  it('is given another role: he is signed out, and has the new rights from then on', async () => {
    const userId = await addPerson({ login: 'anna', role: 'operator' });
    const before = await signIn(network.url, 'anna');
    const put = { userId, displayName: 'Anna B', role: 'accountant', active: true } as const;
    expect((await putRaw(put)).body).toMatchObject({ displayName: 'Anna B', role: 'accountant' });
    expect(await reaches(before)).toBe('401 UNAUTHORIZED');
    const after = { session: await signIn(network.url, 'anna') };
    expect((await callRaw(network.url, 'contract.list', {}, after)).status).toBe(200);
    const [entry] = await trail('user.put');
    expect(entry?.subjectId).toBe(userId);
    expect(JSON.parse(entry?.before ?? '')).toMatchObject({
      displayName: 'anna',
      role: 'operator',
    });
    expect(JSON.parse(entry?.after ?? '')).toMatchObject({ role: 'accountant', active: true });
  });

  it('keeps its sessions when only the name changes', async () => {
    const userId = await addPerson({ login: 'clara', role: 'operator' });
    const token = await signIn(network.url, 'clara');
    await putRaw({ userId, displayName: 'Clara', role: 'operator', active: true });
    expect(await reaches(token)).toBe('200');
  });

  it('[V-09] of one of the network’s people gets an address for letters; a client’s person proves his', async () => {
    const staff = await addPerson({ login: 'mailed', role: 'client-manager' });
    const asked = {
      userId: staff,
      displayName: 'M',
      role: 'client-manager',
      active: true,
    } as const;
    const { body } = await putRaw({ ...asked, email: ' Mailed@Example.com ' });
    expect(body).toMatchObject({ email: 'mailed@example.com' });
    expect((await putRaw(asked)).body).toMatchObject({ email: 'mailed@example.com' });
    expect(outcomeOf(await putRaw({ ...asked, email: 'nowhere' }))).toBe('400 FIELD_INVALID');
    const told = JSON.stringify(await trail('user.put'));
    expect(told).not.toContain('mailed@example.com');
    expect((await putRaw({ ...asked, email: null })).body).toMatchObject({ email: null });
    const rep = await addRepresentative('proves');
    const person = { userId: rep, displayName: 'P', role: 'representative', active: true } as const;
    const refused = await putRaw({ ...person, email: 'a@example.com' });
    expect(outcomeOf(refused)).toBe('422 FIELD_READONLY');
  });

  it('that is switched off signs in nowhere, and again when it is switched on', async () => {
    const userId = await addPerson({ login: 'boris', role: 'operator' });
    const token = await signIn(network.url, 'boris');
    const boris = { userId, displayName: 'Boris', role: 'operator' } as const;
    await putRaw({ ...boris, active: false });
    expect(await reaches(token)).toBe('401 UNAUTHORIZED');
    const asked = { login: 'boris', password: PASSWORD, workstationId: null };
    const refused = await callRaw(network.url, 'session.open', asked);
    expect(outcomeOf(refused)).toBe('401 AUTH_INVALID');
    await putRaw({ ...boris, active: true });
    expect(await reaches(await signIn(network.url, 'boris'))).toBe('200');
  });

  it('of a client’s person stays one, and one of the network’s becomes none', async () => {
    const staff = await addPerson({ login: 'dina', role: 'operator' });
    const rep = await addRepresentative('rep');
    const named = { displayName: 'n', active: true } as const;
    for (const asked of [
      { userId: staff, role: 'representative' },
      { userId: rep, role: 'operator' },
      { userId: staff, role: 'operator', grants: ['read'] },
    ] as const) {
      const answer = await callRaw(
        network.url,
        'user.put',
        { commandId: uuid(), ...named, ...asked },
        session,
      );
      expect(outcomeOf(answer)).toBe('400 FIELD_INVALID');
    }
    const nobody = { userId: uuid(), role: 'operator', ...named } as const;
    expect(outcomeOf(await putRaw(nobody))).toBe('404 NOT_FOUND');
  });

  it('[G10] a representative may what his client granted him, at once and no more', async () => {
    const userId = await addRepresentative('reader');
    const put = { userId, displayName: 'Reader', role: 'representative', active: true } as const;
    const asked = [
      ['contract.get', { contractId: 'client-1' }],
      ['card.get', { cardId: 'card-1' }],
      ['card.block', { cardId: 'card-1', reason: 'client' }],
      ['card.unblock', { cardId: 'card-1' }],
    ] as const;
    const allowed = async (grant: 'papers' | 'read' | 'limits' | 'full'): Promise<string[]> => {
      expect((await putRaw({ ...put, grants: [grant] })).body).toMatchObject({ grants: [grant] });
      const as = { session: await signIn(network.url, 'reader') };
      const passed: string[] = [];
      for (const [routeId, input] of asked) {
        const { method } = routes[routeId];
        const id = method === 'GET' ? {} : { commandId: uuid() };
        const outcome = outcomeOf(await callRaw(network.url, routeId, { ...id, ...input }, as));
        expect(['200', '403 FORBIDDEN']).toContain(outcome);
        if (outcome === '200') passed.push(routeId);
      }
      return passed;
    };
    expect(await allowed('papers')).toEqual(['contract.get']);
    expect(await allowed('read')).toEqual(['contract.get', 'card.get']);
    expect(await allowed('limits')).toEqual(['contract.get', 'card.get', 'card.block']);
    expect(await allowed('full')).toEqual(asked.map(([routeId]) => routeId));
  });

  it('[V-11] keeps the login that it was made with, whoever asks for another', async () => {
    const userId = await addPerson({ login: 'eva', role: 'operator' });
    const eva = { userId, displayName: 'Eva', role: 'operator', active: true } as const;
    const refused = await putRaw({ ...eva, login: 'ewa' });
    expect(outcomeOf(refused)).toBe('422 FIELD_READONLY');
    expect(refused.body).toMatchObject({ params: { field: 'login' } });
    expect((await putRaw({ ...eva, login: 'eva' })).body).toMatchObject({ login: 'eva' });
  });

  it('of the network’s own people has no slash in its login, which parts programmes', async () => {
    const named = { displayName: 'Mallory', role: 'operator', password: PASSWORD } as const;
    for (const login of ['invented/anna@client.example', 'invented／anna']) {
      const asked = { commandId: uuid(), ...named, login };
      const refused = await callRaw(network.url, 'user.create', asked, session);
      expect(outcomeOf(refused)).toBe('400 FIELD_INVALID');
      expect(refused.body).toMatchObject({ params: { field: 'login' } });
    }
  });

  it('of the last administrator is neither switched off nor made something else', async () => {
    const { rows } = await call(network.url, 'user.list', {}, session);
    const chief = rows.find(({ login }) => login === 'chief');
    if (chief === undefined) throw new Error('no chief');
    const { userId, displayName } = chief;
    const off = { userId, displayName, role: 'administrator', active: false } as const;
    expect(outcomeOf(await putRaw(off))).toBe('422 LAST_ADMINISTRATOR');
    expect(outcomeOf(await putRaw({ ...off, role: 'operator', active: true }))).toBe(
      '422 LAST_ADMINISTRATOR',
    );
    expect(await reaches(network.administrator)).toBe('200');
    const second = await addPerson({ login: 'second', role: 'administrator' });
    const as = { session: await signIn(network.url, 'second') };
    expect((await putRaw(off, as)).status).toBe(200);
    const own = { userId: second, displayName: 'Second', role: 'operator', active: true } as const;
    expect(outcomeOf(await putRaw(own, as))).toBe('422 LAST_ADMINISTRATOR');
    expect((await putRaw({ ...off, active: true }, as)).status).toBe(200);
    session = { session: await signIn(network.url, 'chief') };
  });

  it('two administrators who switch each other off at once leave one of them', async () => {
    const [left, right] = [
      await addPerson({ login: 'left', role: 'administrator' }),
      await addPerson({ login: 'right', role: 'administrator' }),
    ];
    const { rows } = await call(network.url, 'user.list', {}, session);
    const others = rows.filter(
      ({ role, active, userId }) =>
        role === 'administrator' && active && userId !== left && userId !== right,
    );
    const asLeft = { session: await signIn(network.url, 'left') };
    const asRight = { session: await signIn(network.url, 'right') };
    for (const { userId, displayName } of others) {
      await putRaw({ userId, displayName, role: 'administrator', active: false }, asLeft);
    }
    const off = { displayName: 'n', role: 'administrator', active: false } as const;
    const answers = await Promise.all([
      putRaw({ userId: right, ...off }, asLeft),
      putRaw({ userId: left, ...off }, asRight),
    ]);
    // The other one was signed out before, or was told that he is the last.
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const winner = answers[0].status === 200 ? asLeft : asRight;
    for (const { userId, displayName } of others) {
      await putRaw({ userId, displayName, role: 'administrator', active: true }, winner);
    }
    session = { session: await signIn(network.url, 'chief') };
  });
});

describe('lists', () => {
  it('people are found by login and name, page by page', async () => {
    const { url } = network;
    const found: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const at: { cursor?: string } = cursor === '' ? {} : { cursor };
      const page: { rows: { login: string }[]; nextCursor: string | null } = await call(
        url,
        'user.list',
        { limit: 2, ...at },
        session,
      );
      found.push(...page.rows.map(({ login }) => login));
      cursor = page.nextCursor;
    }
    const all = await call(url, 'user.list', {}, session);
    expect(found).toEqual(all.rows.map(({ login }) => login));
    const clara = await call(url, 'user.list', { search: 'clara' }, session);
    expect(clara.rows).toMatchObject([{ login: 'clara', state: 'active', programmeId: null }]);
  });

  it('people are found by their role, each with what keeps him out', async () => {
    const { url, backend } = network;
    const userId = await addPerson({ login: 'forgetful', role: 'accountant' });
    for (const password of ['a', 'b', 'c', 'd']) {
      await callRaw(url, 'session.open', { login: 'forgetful', password, workstationId: null });
    }
    const { rows } = await call(url, 'user.list', { role: 'accountant' }, session);
    expect(new Set(rows.map(({ role }) => role))).toEqual(new Set(['accountant']));
    const waitsUntilMs = backend.clock.nowMs() + 5_000;
    const him = rows.find((row) => row.userId === userId);
    expect(him).toMatchObject({ mustSetPassword: false, waitsUntilMs });
    const unlocking = { programmeId: null, login: 'forgetful', reason: 'at the desk' };
    await call(url, 'user.unlock', { commandId: uuid(), ...unlocking }, session);
    const after = await call(url, 'user.list', { search: 'forgetful' }, session);
    expect(after.rows).toMatchObject([{ userId, waitsUntilMs: null }]);
  });

  it('sessions of everybody are seen and ended, which is told with whose it was', async () => {
    const { url, workstation } = network;
    const { workstationId } = workstation;
    const token = await signIn(url, 'clara', workstation);
    const { rows } = await call(url, 'session.list-all', { limit: 100 }, session);
    expect(rows.filter(({ current }) => current)).toHaveLength(1);
    const its = rows.find((row) => row.login === 'clara' && row.workstationId === workstationId);
    const { sessionId = '', userId = '' } = its ?? {};
    const own = await call(url, 'session.list-all', { userId }, session);
    expect(own.rows.every((row) => row.userId === userId)).toBe(true);
    const found = await call(url, 'session.list-all', { search: 'CLAR' }, session);
    expect(new Set(found.rows.map(({ login }) => login))).toEqual(new Set(['clara']));
    expect(found.rows).toContainEqual(
      expect.objectContaining({
        workstationName: expect.any(String),
        stationName: expect.any(String),
      }),
    );
    await call(url, 'session.revoke', { sessionId }, session);
    expect(await reaches(token)).toBe('401 UNAUTHORIZED');
    const [entry] = await trail('session.revoke');
    expect(entry).toMatchObject({ subjectId: userId, after: null });
    expect(entry?.userId).not.toBe(userId);
    expect(JSON.parse(entry?.before ?? '')).toMatchObject({ sessionId, workstationId });
  });
});

describe('what waits for a second person', () => {
  const needed = {
    event: 'account.erase',
    right: 'account.recover',
    subjectKind: 'account',
    subjectId: 'account-1',
    before: null,
    after: { why: 'asked by letter' },
  } as const;

  async function ask(token: string, after: { why: string } = needed.after) {
    const { service } = network.backend;
    const caller = await admit(service, 'approval.list', { bearer: null, session: token });
    if (!caller.ok) throw new Error(caller.code);
    return approvedBySecond(service, { ...needed, after }, caller.value);
  }

  const decide = (
    routeId: 'approval.give' | 'approval.refuse',
    approvalId: string,
    token: string,
  ) => {
    const why = routeId === 'approval.give' ? {} : { reason: 'not him' };
    const asked = { commandId: uuid(), approvalId, ...why };
    return callRaw(network.url, routeId, asked, { session: token });
  };

  async function waitingId(token: string, why: string): Promise<string> {
    const asked = await ask(token, { why });
    if (asked.ok) throw new Error('nobody has let it happen');
    expect(asked.code).toBe('SECOND_APPROVER_REQUIRED');
    return String(asked.params['approvalId']);
  }

  it('[N-12] happens once another person with the right has let it, and only as it was asked', async () => {
    const { url } = network;
    const manager = await signIn(url, 'curator');
    const chief = session.session;
    const operator = await signIn(url, 'till');
    const approvalId = await waitingId(manager, 'first');
    expect(await waitingId(manager, 'first')).toBe(approvalId);
    expect(outcomeOf(await decide('approval.give', approvalId, manager))).toBe(
      '422 SECOND_APPROVER_REQUIRED',
    );
    expect(outcomeOf(await decide('approval.give', approvalId, operator))).toBe('403 FORBIDDEN');
    const listed = await call(url, 'approval.list', {}, { session: chief });
    expect(listed.rows).toMatchObject([
      { approvalId, event: 'account.erase', own: false, after: { why: 'first' } },
    ]);
    expect((await call(url, 'approval.list', {}, { session: manager })).rows).toMatchObject([
      { approvalId, askedByName: 'curator', own: true },
    ]);
    expect((await call(url, 'approval.list', {}, { session: operator })).rows).toEqual([]);
    expect((await decide('approval.give', approvalId, chief)).status).toBe(200);
    expect((await call(url, 'approval.list', {}, { session: manager })).rows).toMatchObject([
      { approvalId, own: true, state: 'given' },
    ]);
    const use = { ok: true, value: { kind: 'approval.use', approvalId } };
    expect(await ask(manager, { why: 'first' })).toEqual(use);
    expect(outcomeOf(await decide('approval.refuse', approvalId, chief))).toBe('409 APPROVAL_OVER');
    // Whoever let it happen did not ask for it, and something else was not let happen.
    expect(await waitingId(chief, 'first')).not.toBe(approvalId);
  });

  it('is used once: whoever writes it twice finds the account as it was', async () => {
    const { people } = network.backend.service.stores;
    const [manager, chief] = [await signIn(network.url, 'curator'), session.session];
    const approvalId = await waitingId(manager, 'once');
    await decide('approval.give', approvalId, chief);
    const asked = await ask(manager, { why: 'once' });
    if (!asked.ok) throw new Error(asked.code);
    const work = { atMs: network.backend.clock.nowMs(), audit: null, changes: [asked.value] };
    expect(await people.commit(work)).toBe('done');
    expect(await people.commit(work)).toBe('stale');
    expect(await waitingId(manager, 'once')).not.toBe(approvalId);
  });

  it('may be refused with a reason, and is over when its term is', async () => {
    const manager = await signIn(network.url, 'curator');
    const approvalId = await waitingId(manager, 'refused');
    expect((await decide('approval.refuse', approvalId, session.session)).status).toBe(200);
    const [entry] = await trail('approval.refuse');
    expect(JSON.parse(entry?.after ?? '')).toMatchObject({ approvalId, reason: 'not him' });
    const late = await waitingId(manager, 'late');
    network.backend.clock.pass(APPROVAL_TERM_MS + 1);
    session = { session: await signIn(network.url, 'chief') };
    expect(outcomeOf(await decide('approval.give', late, session.session))).toBe(
      '409 APPROVAL_OVER',
    );
    expect((await call(network.url, 'approval.list', {}, session)).rows).toEqual([]);
    expect(await waitingId(await signIn(network.url, 'curator'), 'late')).not.toBe(late);
  });
});
