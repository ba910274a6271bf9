import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { staffPasswords } from '#domain/identity/password.ts';
import { GIVEN_PASSWORD_MS } from '#domain/approval/second-person.ts';
import type { RouteInput } from '#protocol/routes.ts';
import { admit } from '#service/access/admit.ts';
import { approvedBySecond } from '#service/people/approvals.ts';
import { addStaff, addWithPassword, toldTo } from '#test/support/backend/door-people.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { addPerson } from '#test/support/backend/programme-people.ts';
import { programmeWith, useProgramme } from '#test/support/backend/programmes.ts';
import {
  PASSWORD,
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

const OTHER = 'eight purple pears';

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());

/** The network's own session may have ended: tests let days pass. */
const chief = async () => ({ session: await signIn(network.url, 'chief') });

type NewPerson = Omit<RouteInput<'user.create'>, 'commandId'>;

async function create(patch: Partial<NewPerson> & { readonly login: string }) {
  const asked = {
    commandId: uuid(),
    displayName: patch.login,
    role: 'operator',
    ...patch,
  } as const;
  const made = await call(network.url, 'user.create', asked, await chief());
  return { ...made, asked, password: made.temporaryPassword ?? '' };
}

async function reset(userId: string, commandId = uuid()) {
  const asked = { commandId, userId, reason: 'Забыл пароль, стоит рядом' };
  return callRaw(network.url, 'user.reset-password', asked, await chief());
}

const enter = (login: string, password: string) =>
  callRaw(network.url, 'session.open', { login, password, workstationId: null });

const setOwn = (session: string, password: string) =>
  callRaw(network.url, 'password.set', { password, repeat: password }, { session });

const reaches = async (session: string) =>
  outcomeOf(await callRaw(network.url, 'session.list', {}, { session }));

const trail = async (event: string) =>
  (await call(network.url, 'audit.list', { event }, await chief())).rows;

describe('[N-06] somebody whom an administrator adds', () => {
  it('gets a drawn password, and only sets one of his own with it', async () => {
    const { password, passwordExpiresAtMs } = await create({ login: 'anna' });
    const term = network.backend.clock.nowMs() + (staffPasswords.firstTermMs ?? 0);
    expect(passwordExpiresAtMs).toBe(term);
    expect(password).toMatch(/^[a-z\d]{5}(-[a-z\d]{5}){2}$/u);
    const entered = await enter('anna', password);
    expect(entered.body).toMatchObject({ purpose: 'set-password' });
    const { token } = entered.body as { token: string };
    expect(await reaches(token)).toBe('403 PASSWORD_CHANGE_REQUIRED');
    expect(outcomeOf(await setOwn(token, password))).toBe('422 PASSWORD_REUSED');
    expect(outcomeOf(await setOwn(token, PASSWORD))).toBe('200');
    expect(outcomeOf(await enter('anna', password))).toBe('401 AUTH_INVALID');
    expect(await reaches(await signIn(network.url, 'anna'))).toBe('200');
  });

  it('has it said once: a repeated command says no password, and changes none', async () => {
    const { password, asked, userId } = await create({ login: 'boris' });
    const again = await call(network.url, 'user.create', asked, await chief());
    expect(again).toMatchObject({ userId, temporaryPassword: null });
    expect(outcomeOf(await enter('boris', password))).toBe('200');
    const kept = JSON.stringify(await network.backend.rows('SELECT * FROM command_answer'));
    expect(kept).not.toContain(password);
  });

  it('comes in to the last instant of its term, and then asks for another', async () => {
    const { userId, password, passwordExpiresAtMs } = await create({ login: 'vera' });
    const { clock } = network.backend;
    clock.pass((passwordExpiresAtMs ?? 0) - clock.nowMs());
    expect(outcomeOf(await enter('vera', password))).toBe('200');
    clock.pass(1);
    expect(outcomeOf(await enter('vera', password))).toBe('403 PASSWORD_EXPIRED');
    const { temporaryPassword } = (await reset(userId)).body as { temporaryPassword: string };
    expect(outcomeOf(await enter('vera', temporaryPassword))).toBe('200');
  });

  it('has an address for letters from the beginning, and the trail tells of it masked', async () => {
    const { userId } = await create({ login: 'galina', email: ' Galina@Network.Example ' });
    const { rows } = await call(network.url, 'user.list', { search: 'galina' }, await chief());
    expect(rows).toMatchObject([{ userId, email: 'galina@network.example' }]);
    expect(JSON.stringify(await trail('user.create'))).not.toContain('galina@network.example');
    const nowhere = { commandId: uuid(), login: 'x', displayName: 'x', role: 'operator' } as const;
    const asked = { ...nowhere, email: 'nowhere' };
    const refused = await callRaw(network.url, 'user.create', asked, await chief());
    expect(refused.body).toMatchObject({ code: 'FIELD_INVALID', params: { field: 'email' } });
  });

  it('by an older workstation, has a typed password that is as temporary', async () => {
    const { asked, userId, ...made } = await create({ login: 'dina', password: OTHER });
    expect(made).not.toHaveProperty('temporaryPassword');
    const { body } = await enter('dina', OTHER);
    expect(body).toMatchObject({ purpose: 'set-password', user: { userId } });
    expect(outcomeOf(await setOwn((body as { token: string }).token, OTHER))).toBe(
      '422 PASSWORD_REUSED',
    );
    expect(await call(network.url, 'user.create', asked, await chief())).toMatchObject({ userId });
  });

  it.each(['representative', 'member'])('is no %s: programmes bring those in', async (role) => {
    const asked = { commandId: uuid(), login: 'rep', displayName: 'r', role, clientId: 'client-1' };
    const refused = await callRaw(network.url, 'user.create', asked, await chief());
    expect(outcomeOf(refused)).toBe(
      role === 'member' ? '400 FIELD_INVALID' : '422 ACCOUNT_BORN_OTHERWISE',
    );
  });
});

describe('[O-10] a lost password of one of the network’s people', () => {
  it('is replaced by a drawn one: the old one and every session are dead at once', async () => {
    const userId = await addStaff(network.backend, { login: 'egor', role: 'operator' });
    const session = await signIn(network.url, 'egor');
    const commandId = uuid();
    const { body, status } = await reset(userId, commandId);
    expect(status).toBe(200);
    const { temporaryPassword, passwordExpiresAtMs } = body as {
      temporaryPassword: string;
      passwordExpiresAtMs: number;
    };
    expect(passwordExpiresAtMs - network.backend.clock.nowMs()).toBe(staffPasswords.oneTimeTermMs);
    expect(await reaches(session)).toBe('401 UNAUTHORIZED');
    expect(outcomeOf(await enter('egor', PASSWORD))).toBe('401 AUTH_INVALID');
    expect((await reset(userId, commandId)).body).toMatchObject({ temporaryPassword: null });
    const entered = await enter('egor', temporaryPassword);
    expect(entered.body).toMatchObject({ purpose: 'set-password' });
    const { token } = entered.body as { token: string };
    // The one before is remembered, as any of his own.
    expect(outcomeOf(await setOwn(token, PASSWORD))).toBe('422 PASSWORD_REUSED');
    expect(outcomeOf(await setOwn(token, OTHER))).toBe('200');
  });

  it('is told with what was before, why, and no password', async () => {
    const { userId } = await create({ login: 'foma' });
    const { body } = await reset(userId);
    const [entry, ...others] = (await trail('user.reset-password')).filter(
      ({ subjectId }) => subjectId === userId,
    );
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      subjectKind: 'account',
      before: { mustSetPassword: true },
      after: { mustSetPassword: true, reason: 'Забыл пароль, стоит рядом' },
    });
    const { temporaryPassword } = body as { temporaryPassword: string };
    const everything = await network.backend.rows('SELECT * FROM audit_entry');
    expect(JSON.stringify(everything)).not.toContain(temporaryPassword);
  });

  it('takes away what errors keep him out', async () => {
    const { userId } = await create({ login: 'inna' });
    for (let tries = 0; tries < 5; tries += 1) await enter('inna', OTHER);
    expect(outcomeOf(await enter('inna', OTHER))).toBe('429 AUTH_DELAYED');
    const { temporaryPassword } = (await reset(userId)).body as { temporaryPassword: string };
    expect(outcomeOf(await enter('inna', temporaryPassword))).toBe('200');
  });

  it('is heard of at the address that whoever reset it had replaced before', async () => {
    const own = 'zoya@network.example';
    const { userId } = await create({ login: 'zoya', email: own });
    const person = { userId, displayName: 'zoya', role: 'operator', active: true } as const;
    const readdress = async (email: string) =>
      call(network.url, 'user.put', { commandId: uuid(), ...person, email }, await chief());
    await readdress('attacker@elsewhere.example');
    network.backend.clock.pass(GIVEN_PASSWORD_MS);
    await reset(userId);
    const first = [`desktop ${userId}`, 'email attacker@elsewhere.example', `email ${own}`];
    expect(await toldTo(network, userId, 'credentials-issued')).toEqual(first);
    network.backend.clock.pass(1);
    await reset(userId);
    // By then the address is his: whoever lost it was told of that.
    expect(await toldTo(network, userId, 'credentials-issued')).toEqual(
      [...first, ...first.slice(0, 2)].toSorted(),
    );
  });

  it('is not one’s own, of nobody, of a switched-off account, or of a programme’s person', async () => {
    const { rows } = await call(network.url, 'user.list', { search: 'chief' }, await chief());
    expect(outcomeOf(await reset(rows[0]?.userId ?? ''))).toBe('400 FIELD_INVALID');
    expect(outcomeOf(await reset(uuid()))).toBe('404 NOT_FOUND');
    const off = { login: 'off', programmeId: null, role: 'operator', active: false } as const;
    const { userId } = await addWithPassword(network.backend, off);
    expect(outcomeOf(await reset(userId))).toBe('403 ACCOUNT_SWITCHED_OFF');
    const profile = programmeWith({ birth: 'by-invitation' });
    await useProgramme(network.backend, profile);
    const person = await addPerson(network, profile, { clientId: 'client-1' });
    expect(outcomeOf(await reset(person.userId))).toBe('422 ACCOUNT_BORN_OTHERWISE');
  });
});

describe('[N-12] a colleague who was given his password by whoever asks', () => {
  /** The administrator asks to forget a client’s person; says what a second one approves. */
  async function asks(): Promise<string> {
    const { service } = network.backend;
    const { session } = await chief();
    const caller = await admit(service, 'approval.list', { bearer: null, session });
    if (!caller.ok) throw new Error(caller.code);
    const needed = {
      event: 'account.erase',
      right: 'account.recover',
      subjectKind: 'account',
      subjectId: uuid(),
      before: null,
      after: null,
    } as const;
    const asked = await approvedBySecond(service, needed, caller.value);
    return asked.ok ? '' : String(asked.params['approvalId']);
  }

  const approve = async (approvalId: string, session: string) =>
    outcomeOf(
      await callRaw(network.url, 'approval.give', { commandId: uuid(), approvalId }, { session }),
    );

  it('lets nothing happen as his second person, after a reset too, until a month is over', async () => {
    const { userId, password } = await create({ login: 'puppet', role: 'client-manager' });
    const opened = (await enter('puppet', password)).body as { token: string };
    await setOwn(opened.token, PASSWORD);
    const puppet = await signIn(network.url, 'puppet');
    expect(await approve(await asks(), puppet)).toBe('422 SECOND_APPROVER_REQUIRED');
    network.backend.clock.pass(GIVEN_PASSWORD_MS - 1);
    const late = await signIn(network.url, 'puppet');
    expect(await approve(await asks(), late)).toBe('422 SECOND_APPROVER_REQUIRED');
    network.backend.clock.pass(1);
    expect(await approve(await asks(), late)).toBe('200');
    const { temporaryPassword } = (await reset(userId)).body as { temporaryPassword: string };
    const again = (await enter('puppet', temporaryPassword)).body as { token: string };
    await setOwn(again.token, OTHER);
    const { token } = (await enter('puppet', OTHER)).body as { token: string };
    expect(await approve(await asks(), token)).toBe('422 SECOND_APPROVER_REQUIRED');
    // A colleague who was given nothing by him is one.
    expect(await approve(await asks(), await signIn(network.url, 'curator'))).toBe('200');
  });
});

describe('a member', () => {
  it('becomes no client’s person', async () => {
    const profile = programmeWith({ birth: 'by-member' });
    await useProgramme(network.backend, { ...profile, programmeId: 'members' });
    const patch = { role: 'member', login: '+77010000002', clientId: null } as const;
    const { userId } = await addPerson(network, { programmeId: 'members' }, patch);
    const asked = { commandId: uuid(), userId, clientId: 'client-1' };
    const refused = await callRaw(network.url, 'user.set-client', asked, await chief());
    expect(outcomeOf(refused)).toBe('422 ACCOUNT_BORN_OTHERWISE');
  });
});
