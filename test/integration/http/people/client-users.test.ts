import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountBirth } from '#domain/identity/programme.ts';
import type { Grant } from '#domain/identity/rights.ts';
import type { RouteInput } from '#protocol/routes.ts';
import { admit } from '#service/access/admit.ts';
import type { Caller } from '#service/caller.ts';
import { putClientUser, removeClientUser } from '#service/client/client-users.ts';
import { addWithPassword } from '#test/support/backend/door-people.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { companyOf, draftContract, enterClient } from '#test/support/backend/client-papers.ts';
import { programmeWith, useProgramme } from '#test/support/backend/programmes.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

const PASSWORD = 'река-7-ёж-гора';

let network: SmallNetwork;
let clientId: string;
let contractId: string;
let owner: { readonly userId: string; readonly session: string };

beforeEach(async () => {
  network = await startSmallNetwork();
  await useProgramme(network.backend, {
    ...programmeWith({ birth: 'by-invitation' }),
    selfService: ['manage-users'],
  });
  clientId = await enterClient(network);
  contractId = await draftContract(network, { clientId, programmeId: 'invented' });
  const signing = { commandId: uuid(), contractId, creditLimitMinor: 0 };
  await call(network.url, 'contract.sign', signing, office());
  await call(network.url, 'invitation.send', { commandId: uuid(), contractId }, office());
  owner = await accepted('office@client.example');
});
afterEach(() => network.backend.stop());

const office = () => ({ session: network.manager });
const asOwner = () => ({ session: owner.session });

const PASSWORDS = { password: PASSWORD, repeat: PASSWORD };

/** The code out of the newest letter. */
async function newestToken(): Promise<string> {
  const question = {
    cursor: null,
    limit: 1,
    search: null,
    state: null,
    channel: null,
    userId: null,
  };
  const { rows } = await network.backend.service.stores.messages.messages(question);
  return String(rows[0]?.secrets?.['token']);
}

/** Takes the code from the newest letter, sets a password, and has a session as at the desk. */
async function accepted(login: string): Promise<typeof owner> {
  const { service, clock } = network.backend;
  const token = await newestToken();
  await call(network.url, 'invitation.accept', { commandId: uuid(), token, ...PASSWORDS });
  const account = await service.stores.people.accountAt('invented', login);
  if (account === null) throw new Error('no account was made');
  const { userId, role } = account;
  const session = service.ids.token();
  await service.stores.identity.addSession({
    sessionId: uuid(),
    tokenHash: service.digests.sha256(session),
    userId,
    role,
    workstationId: null,
    openedAtMs: clock.nowMs(),
    expiresAtMs: clock.nowMs() + 3_600_000,
    purpose: 'ordinary',
  });
  return { userId, session };
}

function invite(grants: Grant[], auth: { session: string } = asOwner()) {
  network.backend.clock.pass(1);
  const person = { email: 'Second@Client.Example', displayName: 'Петрова Анна', grants };
  const asked = { commandId: uuid(), contractId, ...person };
  return callRaw(network.url, 'client-user.invite', asked, auth);
}

/** Somebody whom the doors have let in already. */
async function callerOf({ session }: typeof owner): Promise<Caller> {
  const shown = { bearer: null, session };
  const admitted = await admit(network.backend.service, 'client-user.remove', shown);
  if (!admitted.ok) throw new Error(admitted.code);
  return admitted.value;
}

const people = async (auth: { session: string } = asOwner()) =>
  (await call(network.url, 'client-user.list', { clientId }, auth)).rows;

function put(patch: Partial<RouteInput<'client-user.put'>>, auth = asOwner()) {
  const asked = { commandId: uuid(), clientId, userId: owner.userId, revision: 0 };
  const fields = { displayName: 'Иванов Пётр', grants: ['full', 'owner'] as Grant[], ...patch };
  return callRaw(network.url, 'client-user.put', { ...asked, ...fields }, auth);
}

const remove = (userId: string, auth = asOwner()) =>
  callRaw(network.url, 'client-user.remove', { commandId: uuid(), clientId, userId }, auth);

async function closeContract(): Promise<void> {
  const asked = { commandId: uuid(), contractId, reason: 'Расторгнут' };
  await call(network.url, 'contract.close', asked, office());
}

describe('a client’s owner', () => {
  it('invites a further person, who may what he was granted and nothing more', async () => {
    expect(outcomeOf(await invite(['read']))).toBe('200');
    const second = await accepted('second@client.example');
    const rows = await people();
    expect(rows.map(({ login, grants }) => [login, grants])).toEqual([
      ['office@client.example', ['full', 'owner']],
      ['second@client.example', ['read']],
    ]);
    const auth = { session: second.session };
    const read = await callRaw(network.url, 'contract.get', { contractId }, auth);
    expect(outcomeOf(read)).toBe('200');
    const list = await callRaw(network.url, 'client-user.list', { clientId }, auth);
    expect(outcomeOf(list)).toBe('403 FORBIDDEN');
  });

  it('[G10] hears nothing of who has an account with another client', async () => {
    const { backend, url } = network;
    const known = 'boss@two.example';
    await addWithPassword(backend, { login: known, email: known, programmeId: 'invented' });
    const ask = (email: string, auth: { session: string }) => {
      backend.clock.pass(1);
      const person = { email, displayName: 'Иванов Иван', grants: ['read'] };
      const asked = { commandId: uuid(), contractId, ...person };
      return callRaw(url, 'client-user.invite', asked, auth);
    };
    const seen = async (email: string) => {
      const { status, body } = await ask(email, asOwner());
      const { rows } = await call(url, 'invitation.list', { clientId }, asOwner());
      const own = { invitationId: '', email: '', sentAtMs: 0, expiresAtMs: 0 };
      return { status, body: Object.assign({}, body, own), row: { ...rows[0], ...own } };
    };
    expect(await seen(known)).toEqual(await seen('nobody@two.example'));
    const letters = await backend.rows(`SELECT channel, recipient, state FROM message
      WHERE template = 'invitation' ORDER BY created_at_ms DESC LIMIT 2`);
    expect(letters).toEqual([
      { channel: 'email', recipient: 'nobody@two.example', state: 'queued' },
      { channel: 'none', recipient: '', state: 'dropped' },
    ]);
    expect(outcomeOf(await ask(known, office()))).toBe('409 LOGIN_TAKEN');
    expect(outcomeOf(await ask('office@client.example', asOwner()))).toBe('409 LOGIN_TAKEN');
  });

  it('changes what somebody may, who is signed out and judged anew', async () => {
    await invite(['read']);
    const second = await accepted('second@client.example');
    const { userId } = second;
    const fields = { userId, displayName: 'Петрова Анна', grants: ['papers'] as Grant[] };
    expect(outcomeOf(await put(fields))).toBe('200');
    const auth = { session: second.session };
    const read = await callRaw(network.url, 'contract.get', { contractId }, auth);
    expect(outcomeOf(read)).toBe('401 UNAUTHORIZED');
    expect(outcomeOf(await put(fields))).toBe('409 ACCOUNT_CHANGED');
  });

  it('[V-11] changes nobody’s login', async () => {
    const refused = await put({ login: 'other@client.example' });
    expect(refused.body).toMatchObject({ code: 'FIELD_READONLY', params: { field: 'login' } });
    expect(outcomeOf(await put({ login: 'office@client.example' }))).toBe('200');
  });

  it('ends somebody’s access at once, and not his own', async () => {
    await invite(['full']);
    const second = await accepted('second@client.example');
    expect(outcomeOf(await remove(second.userId))).toBe('200');
    const auth = { session: second.session };
    const read = await callRaw(network.url, 'contract.get', { contractId }, auth);
    expect(outcomeOf(read)).toBe('401 UNAUTHORIZED');
    expect((await people())[1]).toMatchObject({ active: false, state: 'closed' });
    expect(outcomeOf(await remove(owner.userId))).toBe('400 FIELD_INVALID');
    expect(outcomeOf(await put({ grants: ['read'] }))).toBe('400 FIELD_INVALID');
  });

  it('who is put out brings nobody in by a letter that he had sent before', async () => {
    await invite(['full', 'owner']);
    const second = await accepted('second@client.example');
    network.backend.clock.pass(1);
    const third = { email: 'third@client.example', displayName: 'Третий', grants: ['owner'] };
    const asked = { commandId: uuid(), contractId, ...third } as RouteInput<'client-user.invite'>;
    await call(network.url, 'client-user.invite', asked, { session: second.session });
    const token = await newestToken();
    expect(outcomeOf(await remove(second.userId))).toBe('200');
    const accepting = { commandId: uuid(), token, ...PASSWORDS };
    const answer = await callRaw(network.url, 'invitation.accept', accepting);
    expect(outcomeOf(answer)).toBe('422 INVITE_REVOKED');
  });

  it('two of whom end each other in one moment leave one of them', async () => {
    await invite(['full', 'owner']);
    const second = await accepted('second@client.example');
    const [one, other] = await Promise.all([callerOf(owner), callerOf(second)]);
    const { service } = network.backend;
    const end = (userId: string, by: Caller) =>
      removeClientUser(service, { commandId: uuid(), clientId, userId }, by);
    const answers = await Promise.all([end(second.userId, one), end(owner.userId, other)]);
    const codes = answers.map((answer) => (answer.ok ? 'done' : answer.code));
    expect(codes.toSorted()).toEqual(['LAST_OWNER', 'done']);
    const left = (await people(office())).filter(({ active }) => active);
    expect(left).toHaveLength(1);
    expect(left[0]?.grants).toContain('owner');
    // Whoever was quicker has lost nothing; staff may end his access, too, and name another.
    expect(outcomeOf(await remove(left[0]?.userId ?? '', office()))).toBe('200');
  });

  it('two of whom take each other’s grant leave one of them', async () => {
    await invite(['full', 'owner']);
    const second = await accepted('second@client.example');
    const [one, other] = await Promise.all([callerOf(owner), callerOf(second)]);
    const lower = (userId: string, by: Caller) => {
      const fields = {
        userId,
        revision: 0,
        displayName: 'Петрова Анна',
        grants: ['read'],
      } as const;
      const asked = { commandId: uuid(), clientId, ...fields, grants: [...fields.grants] };
      return putClientUser(network.backend.service, asked, by);
    };
    const answers = await Promise.all([lower(second.userId, one), lower(owner.userId, other)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const owners = (await people(office())).filter(({ grants }) => grants.includes('owner'));
    expect(owners).toHaveLength(1);
  });

  it('[G10] sees his own client’s people alone: another’s look like nobody', async () => {
    const other = await enterClient(network);
    const list = await callRaw(network.url, 'client-user.list', { clientId: other }, asOwner());
    expect(outcomeOf(list)).toBe('404 CLIENT_NOT_FOUND');
    const staff = await network.backend.rows<{ id: string }>(
      `SELECT user_id AS id FROM user_account WHERE login = 'curator'`,
    );
    expect(outcomeOf(await remove(staff[0]?.id ?? ''))).toBe('404 NOT_FOUND');
    const papers = { clientId: other, programmeId: 'invented', number: '26-2' };
    const drawn = await draftContract(network, papers);
    const person = { email: 'x@client.example', displayName: 'Чужой', grants: ['read'] as Grant[] };
    const asked = { commandId: uuid(), contractId: drawn, ...person };
    const invited = await callRaw(network.url, 'client-user.invite', asked, asOwner());
    expect(outcomeOf(invited)).toBe('404 CONTRACT_NOT_FOUND');
  });

  it('[P-05] sees whom he invited, sends the letter again, prolongs it and takes it back', async () => {
    await invite(['read']);
    const list = () => call(network.url, 'invitation.list', { clientId }, asOwner());
    const [sent] = (await list()).rows.filter(({ stage }) => stage === 'active');
    expect(sent).toMatchObject({ email: 'second@client.example', letter: 'sent' });
    const act = (routeId: 'invitation.resend' | 'invitation.prolong' | 'invitation.revoke') => {
      const asked = { commandId: uuid(), invitationId: sent?.invitationId ?? '' };
      return callRaw(network.url, routeId, asked, asOwner());
    };
    network.backend.clock.pass(60_001);
    expect(outcomeOf(await act('invitation.resend'))).toBe('200');
    expect(outcomeOf(await act('invitation.prolong'))).toBe('200');
    expect(outcomeOf(await act('invitation.revoke'))).toBe('200');
    const accepting = { commandId: uuid(), token: await newestToken(), ...PASSWORDS };
    const answer = await callRaw(network.url, 'invitation.accept', accepting);
    expect(outcomeOf(answer)).toBe('422 INVITE_REVOKED');
    const by = (await list()).rows.map(({ email, stage }) => [email, stage]);
    expect(by).toContainEqual(['second@client.example', 'revoked']);
  });

  it('[G10] another client’s invitation is not there for him', async () => {
    const other = await enterClient(network, companyOf({ email: 'other@client.example' }));
    const papers = { clientId: other, programmeId: 'invented', number: '26-3' };
    const drawn = await draftContract(network, papers);
    const signing = { commandId: uuid(), contractId: drawn, creditLimitMinor: 0 };
    await call(network.url, 'contract.sign', signing, office());
    const sending = { commandId: uuid(), contractId: drawn };
    const { invitationId } = await call(network.url, 'invitation.send', sending, office());
    const list = await callRaw(network.url, 'invitation.list', { clientId: other }, asOwner());
    expect(outcomeOf(list)).toBe('404 CLIENT_NOT_FOUND');
    for (const act of ['resend', 'prolong', 'revoke'] as const) {
      const asked = { commandId: uuid(), invitationId };
      const answer = await callRaw(network.url, `invitation.${act}`, asked, asOwner());
      expect(outcomeOf(answer)).toBe('404 NOT_FOUND');
    }
  });

  it('[N-07] a new contract that is only drawn up lets nobody in', async () => {
    await closeContract();
    await draftContract(network, { clientId, programmeId: 'invented', number: '26-9' });
    const read = await callRaw(network.url, 'client-user.list', { clientId }, asOwner());
    expect(outcomeOf(read)).toBe('403 ACCOUNT_CLOSED');
  });

  it('[N-07] a contract under another programme lets nobody in by the one that has ended', async () => {
    await useProgramme(network.backend, {
      ...programmeWith({ birth: 'by-invitation' }),
      programmeId: 'other-door',
    });
    const papers = { clientId, programmeId: 'other-door', number: '26-8' };
    const drawn = await draftContract(network, papers);
    const signing = { commandId: uuid(), contractId: drawn, creditLimitMinor: 0 };
    await call(network.url, 'contract.sign', signing, office());
    const list = () => callRaw(network.url, 'client-user.list', { clientId }, asOwner());
    expect(outcomeOf(await list())).toBe('200');
    await closeContract();
    expect(outcomeOf(await list())).toBe('403 ACCOUNT_CLOSED');
  });

  it('[N-07] whoever was invited makes no account once the contract is over', async () => {
    await invite(['read']);
    const token = await newestToken();
    await closeContract();
    const read = await callRaw(network.url, 'invitation.read', { token });
    expect(outcomeOf(read)).toBe('422 INVITE_REVOKED');
    const accepting = { commandId: uuid(), token, ...PASSWORDS };
    const answer = await callRaw(network.url, 'invitation.accept', accepting);
    expect(outcomeOf(answer)).toBe('422 INVITE_REVOKED');
    const { rows } = await call(network.url, 'invitation.list', { clientId }, office());
    const invitationId = rows.find(({ stage }) => stage === 'revoked')?.invitationId ?? '';
    const again = { commandId: uuid(), invitationId };
    const prolonged = await callRaw(network.url, 'invitation.prolong', again, office());
    expect(outcomeOf(prolonged)).toBe('422 INVITE_REVOKED');
  });

  it('[N-07] is out on the day his contract ends, like everybody of his client', async () => {
    await closeContract();
    const read = await callRaw(network.url, 'client-user.list', { clientId }, asOwner());
    expect(outcomeOf(read)).toBe('403 ACCOUNT_CLOSED');
  });
});

describe('an invitation of a further person', () => {
  async function inviteUnder(contract: string): Promise<string> {
    network.backend.clock.pass(1);
    const person = { email: 'third@client.example', displayName: 'Третья Анна' };
    const asked = { commandId: uuid(), contractId: contract, ...person, grants: ['read' as const] };
    return outcomeOf(await callRaw(network.url, 'client-user.invite', asked, office()));
  }

  async function signedUnder(birth: AccountBirth): Promise<string> {
    const programmeId = 'other-birth';
    await useProgramme(network.backend, { ...programmeWith({ birth }), programmeId });
    const drawn = await draftContract(network, { clientId, programmeId, number: '26-4' });
    const signing = { commandId: uuid(), contractId: drawn, creditLimitMinor: 0 };
    await call(network.url, 'contract.sign', signing, office());
    return drawn;
  }

  it('[O-05] brings nobody in before a card was handed over', async () => {
    const drawn = await signedUnder('after-card');
    expect(await inviteUnder(drawn)).toBe('422 CARD_NOT_HANDED_OVER');
  });

  it('[V-09] brings nobody in where nobody has applied', async () => {
    const drawn = await signedUnder('by-application');
    expect(await inviteUnder(drawn)).toBe('422 FIRST_ACCOUNT_MISSING');
  });

  it('[P-02] goes to no typed address while the contract’s own person has no account', async () => {
    const drawn = await signedUnder('by-invitation');
    expect(await inviteUnder(drawn)).toBe('422 FIRST_ACCOUNT_MISSING');
  });
});

describe('staff', () => {
  it('manage the people of any client', async () => {
    expect(outcomeOf(await invite(['limits'], office()))).toBe('200');
    await accepted('second@client.example');
    expect(await people(office())).toHaveLength(2);
  });

  it('[P-05] invite a further person where the first account comes with the contract', async () => {
    const programmeId = 'with-papers';
    const born = { ...programmeWith({ birth: 'with-contract' }), programmeId, documents: [] };
    const signIn = { ...born.signIn, robotCheck: [] };
    await useProgramme(network.backend, { ...born, signIn });
    const drawn = await draftContract(network, { clientId, programmeId, number: '26-5' });
    const signing = { commandId: uuid(), contractId: drawn, creditLimitMinor: 0 };
    await call(network.url, 'contract.sign', signing, office());
    network.backend.clock.pass(1);
    const person = { email: 'third@client.example', displayName: 'Третья Анна' };
    const grants: Grant[] = ['read'];
    const asked = { commandId: uuid(), contractId: drawn, ...person, grants };
    await call(network.url, 'client-user.invite', asked, office());
    const accepting = { commandId: uuid(), token: await newestToken(), ...PASSWORDS };
    const { login } = await call(network.url, 'invitation.accept', accepting);
    const entry = { login, password: PASSWORD, programmeId, workstationId: null };
    const { user } = await call(network.url, 'session.open', entry);
    expect(user).toMatchObject({ login, displayName: 'Третья Анна' });
  });

  it('[V-02] see on what paper somebody acts, and from when until when', async () => {
    const paper = { title: 'Доверенность', number: '12', fromOn: '2026-11-01' };
    const document = { ...paper, untilOn: '2027-10-31' };
    const asked = { commandId: uuid(), userId: owner.userId, contractId, document };
    await call(network.url, 'account.authority', asked, office());
    const [shown] = await people(office());
    expect(shown?.authority).toEqual({ contractId, ...document });
  });
});
