import { v7 as uuid } from 'uuid';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import { fictitiousInn } from '#domain/client/tax-id.ts';
import type { AccountBirth } from '#domain/identity/programme.ts';
import { programmeProfile } from '#protocol/records/programme.ts';
import { call, type TestAuth } from '#test/support/backend/http-client.ts';
import { companyOf, draftContract, enterClient } from '#test/support/backend/client-papers.ts';
import { DyingBackends } from '#test/support/postgres/dying-backends.ts';

// How access is given, regained, changed and ended, each under a backend that is killed in the
// middle of its commit: nothing of it is there, the same command does it once, and says the same
// when it is repeated.

const CHOSEN = 'correct horse battery 7';
const NEXT = 'nine violet anchors 7';

let begun: DyingBackends | undefined;
let backends: DyingBackends;
let office: TestAuth;
let chief: TestAuth;
beforeEach(async () => {
  // One network for all: to begin one takes longer than a test.
  begun ??= await DyingBackends.begin();
  backends = begun;
  office = { session: backends.network.manager };
  chief = { session: backends.network.administrator };
});
afterAll(() => begun?.dispose());

/** Puts a programme of such a birth to use, without documents and without a robot check. */
async function programmeOf(birth: AccountBirth): Promise<string> {
  const shipped = shippedProgrammes().find(({ account }) => account.birth === birth);
  if (shipped === undefined) throw new Error(`no shipped programme is born ${birth}`);
  const signIn = { lockAtError: shipped.signIn.lockAtError, robotCheck: [] };
  const profile = { ...programmeProfile.parse(shipped), documents: [], signIn };
  const put = { commandId: uuid(), profile, active: true, revision: null };
  await call(backends.url, 'programme.put', put, chief);
  return shipped.programmeId;
}

let companies = 0;

/** A contract that is drawn up with a company of its own. */
async function drafted(programmeId: string) {
  companies += 1;
  const email = `office${companies}@client.example`;
  const company = companyOf({ email, taxId: fictitiousInn(companies) });
  const clientId = await enterClient(backends.network, company);
  const number = `26-${companies}`;
  const contractId = await draftContract(backends.network, { clientId, programmeId, number });
  return { clientId, contractId, email, number, taxId: company.taxId ?? '' };
}

const signing = (contractId: string) => ({ commandId: uuid(), contractId, creditLimitMinor: 0 });

/** Somebody who was given an account with his contract, and has set his own password. */
async function personOf(programmeId: string) {
  const { contractId, email } = await drafted(programmeId);
  const { sheet } = await call(backends.url, 'contract.sign', signing(contractId), office);
  const { login = '', temporaryPassword: password = '' } = sheet ?? {};
  const entering = { programmeId, login, workstationId: null };
  const first = await call(backends.url, 'session.open', { ...entering, password: password ?? '' });
  const set = { password: CHOSEN, repeat: CHOSEN };
  const { token, user } = await call(backends.url, 'password.set', set, { session: first.token });
  return { login, email, userId: user.userId, own: { session: token }, entering };
}

const accountsOf = (programmeId: string) =>
  backends.many(`user_account WHERE programme_id = '${programmeId}'`);

describe('a backend that is killed in the middle of a commit', () => {
  it('[N-05] over a contract leaves it unsigned and without an account, and signs it once', async () => {
    const programmeId = await programmeOf('with-contract');
    const { contractId } = await drafted(programmeId);
    const asking = signing(contractId);
    await backends.killedOver('contract.sign', asking, office);
    expect(await accountsOf(programmeId)).toBe(0);
    const { sheet } = await call(backends.url, 'contract.sign', asking, office);
    expect(await accountsOf(programmeId)).toBe(1);
    const again = await call(backends.url, 'contract.sign', asking, office);
    expect(again.sheet?.login).toBe(sheet?.login);
    expect(await accountsOf(programmeId)).toBe(1);
    await backends.expectWhole();
  });

  it('[P-06] over an invitation leaves no account, and its link works once', async () => {
    const programmeId = await programmeOf('by-invitation');
    const { contractId } = await drafted(programmeId);
    await call(backends.url, 'contract.sign', signing(contractId), office);
    await call(backends.url, 'invitation.send', { commandId: uuid(), contractId }, office);
    const { token } = await backends.secretsOf('invitation');
    const accepting = { commandId: uuid(), token, password: CHOSEN, repeat: CHOSEN };
    await backends.killedOver('invitation.accept', accepting);
    expect(await accountsOf(programmeId)).toBe(0);
    const outcomes = [
      await backends.outcome('invitation.accept', accepting),
      await backends.outcome('invitation.accept', accepting),
      await backends.outcome('invitation.accept', { ...accepting, commandId: uuid() }),
    ];
    expect(outcomes).toEqual(['200', '200', '422 INVITE_USED']);
    expect(await accountsOf(programmeId)).toBe(1);
    await backends.expectWhole();
  });

  it('[N-10] [N-11] over a code of recovery opens nothing, and the code works once', async () => {
    const programmeId = await programmeOf('with-contract');
    const { login, own } = await personOf(programmeId);
    const asked = { programmeId, key: login };
    await call(backends.url, 'password.recover', asked);
    const { code } = await backends.secretsOf('recovery-code');
    const proving = { proof: { by: 'code', ...asked, code }, workstationId: null };
    await backends.killedOver('password.prove', proving);
    expect(await backends.outcome('session.list', {}, own)).toBe('200');
    expect(await backends.outcome('password.prove', proving)).toBe('200');
    expect(await backends.outcome('password.prove', proving)).toBe('422 CODE_USED');
    await backends.expectWhole();
  });

  it('[N-21] over a new address leaves the old one, and its link works once', async () => {
    const { own, email, userId } = await personOf(await programmeOf('with-contract'));
    const value = `new-${email}`;
    const changing = { commandId: uuid(), kind: 'email', value, currentPassword: CHOSEN };
    await backends.killedOver('contact.change', changing, own);
    expect(await backends.many('contact_change')).toBe(0);
    expect(await backends.outcome('contact.change', changing, own)).toBe('200');
    expect(await backends.outcome('contact.change', changing, own)).toBe('200');
    const letters = await backends.rows<{ secrets: string }>(
      `SELECT secrets FROM message WHERE template = 'contact-change' ORDER BY message_id`,
    );
    const [first = '', second = ''] = letters.map(({ secrets }) => JSON.parse(secrets).token);
    expect(letters).toHaveLength(2);
    expect(await backends.outcome('contact.confirm-link', { token: first })).toBe('200');
    await backends.killedOver('contact.confirm-link', { token: second });
    const known = `user_account WHERE user_id = '${userId}' AND email =`;
    expect(await backends.many(`${known} '${email}'`)).toBe(1);
    const outcomes = [
      await backends.outcome('contact.confirm-link', { token: second }),
      await backends.outcome('contact.confirm-link', { token: second }),
    ];
    expect(outcomes).toEqual(['200', '422 LINK_USED']);
    expect(await backends.many(`${known} '${value}'`)).toBe(1);
    await backends.expectWhole();
  });

  it('[V-10] over an application makes nobody of it, and then one account', async () => {
    const programmeId = await programmeOf('by-application');
    const { contractId, number, taxId } = await drafted(programmeId);
    await call(backends.url, 'contract.sign', signing(contractId), office);
    const { rows } = await call(backends.url, 'user.list', {}, chief);
    const headUserId = rows.find(({ login }) => login === 'curator')?.userId ?? null;
    const named = { memberContractId: null, curatorUserId: null, headUserId };
    const assignment = { commandId: uuid(), programmeId, ...named };
    await call(backends.url, 'assignment.put', assignment, chief);
    const authority = { title: 'Доверенность', number: '5' };
    const form = {
      clientName: 'ООО «Вега»',
      taxId,
      contractNumber: number,
      personName: 'Ольга Тестова',
      phone: '+79160000009',
      email: 'olga@example.org',
      authority: { ...authority, fromOn: '2026-01-01', untilOn: '2027-12-31' },
    };
    const filing = { commandId: uuid(), programmeId, form, language: 'ru' } as const;
    await backends.killedOver('application.file', filing);
    const { applicationId, number: first } = await call(backends.url, 'application.file', filing);
    expect((await call(backends.url, 'application.file', filing)).number).toBe(first);
    expect(await backends.many('application')).toBe(1);
    await call(backends.url, 'application.see', { commandId: uuid(), applicationId }, office);
    const processing = { commandId: uuid(), applicationId, contractId };
    await backends.killedOver('application.process', processing, office);
    expect(await accountsOf(programmeId)).toBe(0);
    const made = await call(backends.url, 'application.process', processing, office);
    const again = await call(backends.url, 'application.process', processing, office);
    expect(again).toMatchObject({ login: made.login, accessCode: null });
    expect(await accountsOf(programmeId)).toBe(1);
    await backends.expectWhole();
  });

  it('[R-08] over an erasure leaves the person whole, and forgets him once', async () => {
    const { own, userId, entering } = await personOf(await programmeOf('with-contract'));
    await call(backends.url, 'account.erase-request', { commandId: uuid() }, own);
    const erasing = { commandId: uuid(), userId, reason: 'по заявлению' };
    expect(await backends.outcome('account.erase', erasing, office)).toBe(
      '422 SECOND_APPROVER_REQUIRED',
    );
    const [approval] = await backends.rows<{ id: string }>(
      `SELECT approval_id AS id FROM approval ORDER BY approval_id DESC LIMIT 1`,
    );
    // Who asks was brought in by who approves, more than a month ago.
    await backends.rows(`UPDATE given_password SET given_at_ms = 0`);
    const giving = { commandId: uuid(), approvalId: approval?.id };
    await backends.killedOver('approval.give', giving, chief);
    expect(await backends.outcome('approval.give', giving, chief)).toBe('200');
    const again = { ...erasing, commandId: uuid() };
    await backends.killedOver('account.erase', again, office);
    const signedIn = { ...entering, password: CHOSEN };
    expect(await backends.outcome('session.open', signedIn)).toBe('200');
    expect(await backends.outcome('account.erase', again, office)).toBe('200');
    expect(await backends.outcome('account.erase', again, office)).toBe('200');
    expect(await backends.outcome('session.open', signedIn)).toBe('401 AUTH_INVALID');
    expect(await backends.outcome('session.open', { ...entering, password: NEXT })).toBe(
      '401 AUTH_INVALID',
    );
    await backends.expectWhole();
  });
});
