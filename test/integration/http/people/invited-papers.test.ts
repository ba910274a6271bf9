import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { draftContract, enterClient } from '#test/support/backend/client-papers.ts';
import { addPerson, sessionFor } from '#test/support/backend/programme-people.ts';
import { programmeWith, useProgramme } from '#test/support/backend/programmes.ts';
import {
  PASSWORD,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

const programmeId = 'invented';
const PAPER = { title: 'Доверенность', number: '7', fromOn: '2026-11-01', untilOn: '2027-10-31' };

let network: SmallNetwork;
let clientId: string;
let contractId: string;
let owner: { readonly session: string };

/** A client under a programme that lets nobody act without a paper, with an owner who has one. */
beforeEach(async () => {
  network = await startSmallNetwork();
  const signIn = { lockAtError: null, robotCheck: [] };
  const profile = { ...programmeWith({ birth: 'by-application' }), documents: [], signIn };
  await useProgramme(network.backend, { ...profile, selfService: ['manage-users'] });
  clientId = await enterClient(network);
  contractId = await draftContract(network, { clientId, programmeId });
  const signing = { commandId: uuid(), contractId, creditLimitMinor: 0 };
  await call(network.url, 'contract.sign', signing, office());
  const first = { clientId, login: 'first', grants: ['full', 'owner'] as const };
  const account = await addPerson(network, { programmeId }, first);
  const { userId } = account;
  const own = { commandId: uuid(), userId, contractId, document: PAPER };
  await call(network.url, 'account.authority', own, office());
  owner = await sessionFor(network, account);
});
afterEach(() => network.backend.stop());

const office = () => ({ session: network.manager });

function invite(authority?: object, auth: { session: string } = office()) {
  const person = { email: 'third@client.example', displayName: 'Третья Анна', grants: ['read'] };
  const asked = { commandId: uuid(), contractId, ...person, authority };
  return callRaw(network.url, 'client-user.invite', asked, auth);
}

/** Makes himself an account by the newest letter; his session, and what he reads by it. */
async function accepted(): Promise<{ readonly login: string; readonly outcome: string }> {
  const any = { cursor: null, limit: 20, search: null };
  const question = { ...any, state: null, channel: null, userId: null };
  const { rows } = await network.backend.service.stores.messages.messages(question);
  const token = String(rows.find(({ template }) => template === 'invitation')?.secrets?.['token']);
  const passwords = { password: PASSWORD, repeat: PASSWORD };
  const accepting = { commandId: uuid(), token, ...passwords };
  const { login } = await call(network.url, 'invitation.accept', accepting);
  const entry = { login, password: PASSWORD, programmeId, workstationId: null };
  return { login, outcome: outcomeOf(await callRaw(network.url, 'session.open', entry)) };
}

describe('[V-02] whoever is invited where nobody acts without a paper', () => {
  it('has it entered by staff with the letter, and comes in at once', async () => {
    expect((await invite()).body).toMatchObject({
      code: 'FIELD_REQUIRED',
      params: { field: 'authority' },
    });
    const over = await invite({ ...PAPER, untilOn: '2026-11-02' });
    expect(outcomeOf(over)).toBe('403 AUTHORITY_EXPIRED');
    const turned = await invite({ ...PAPER, untilOn: '2026-10-02' });
    expect(turned.body).toMatchObject({ code: 'FIELD_INVALID', params: { field: 'untilOn' } });
    expect(outcomeOf(await invite(PAPER))).toBe('200');
    const { login, outcome } = await accepted();
    expect(outcome).toBe('200');
    const { rows } = await call(network.url, 'client-user.list', { clientId }, office());
    const third = rows.find((one) => one.login === login);
    expect(third?.authority).toEqual({ ...PAPER, contractId });
  });

  it('by the client’s owner, waits until staff have seen the paper', async () => {
    expect(outcomeOf(await invite(PAPER, owner))).toBe('403 FORBIDDEN');
    expect(outcomeOf(await invite(undefined, owner))).toBe('200');
    expect((await accepted()).outcome).toBe('403 AUTHORITY_MISSING');
  });
});

describe('[N-07] an invitation that waits when the last contract ends', () => {
  it('is withdrawn, and the trail tells who did it', async () => {
    expect(outcomeOf(await invite(PAPER))).toBe('200');
    const closing = { commandId: uuid(), contractId, reason: 'Расторгнут' };
    await call(network.url, 'contract.close', closing, office());
    const { rows } = await call(network.url, 'invitation.list', { clientId }, office());
    expect(rows.map(({ stage }) => stage)).toEqual(['revoked']);
    const told = await network.backend.rows<{ subjectId: string }>(
      `SELECT subject_id AS "subjectId" FROM audit_entry WHERE event = 'invitation.revoke'`,
    );
    expect(told).toEqual([{ subjectId: rows[0]?.invitationId }]);
  });
});
