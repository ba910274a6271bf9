import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountRules } from '#domain/identity/programme.ts';
import type { RouteInput } from '#protocol/routes.ts';
import { NOBODY } from '#service/caller.ts';
import { acceptInvitation } from '#service/invitation/accept-invitation.ts';
import { toldTo } from '#test/support/backend/door-people.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { companyOf, draftContract, enterClient } from '#test/support/backend/client-papers.ts';
import { programmeWith, useProgramme } from '#test/support/backend/programmes.ts';
import {
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

const TERM_MS = 14 * 24 * 3_600_000;
const NINE = 'река-7-ёж';

let network: SmallNetwork;
let clientId: string;
let contractId: string;

async function begin(account: Partial<AccountRules> = {}): Promise<void> {
  network = await startSmallNetwork();
  await useProgramme(network.backend, programmeWith({ birth: 'by-invitation', ...account }));
  clientId = await enterClient(network);
  contractId = await draftContract(network, { clientId, programmeId: 'invented' });
  await sign(contractId);
}

beforeEach(() => begin());
afterEach(() => network.backend.stop());

const office = () => ({ session: network.manager });

async function sign(contract: string): Promise<void> {
  const asked = { commandId: uuid(), contractId: contract, creditLimitMinor: 0 };
  await call(network.url, 'contract.sign', asked, office());
}

const send = (commandId = uuid()) =>
  call(network.url, 'invitation.send', { commandId, contractId }, office());

type Renewal = 'invitation.resend' | 'invitation.prolong' | 'invitation.revoke';

const renew = (routeId: Renewal, invitationId: string) =>
  callRaw(network.url, routeId, { commandId: uuid(), invitationId }, office());

/** The codes of all letters, the newest first. */
async function tokens(): Promise<readonly string[]> {
  const question = {
    cursor: null,
    limit: 100,
    search: null,
    state: null,
    channel: null,
    userId: null,
  };
  const { rows } = await network.backend.service.stores.messages.messages(question);
  return rows.map(({ secrets }) => String(secrets?.['token']));
}

async function token(): Promise<string> {
  const [newest] = await tokens();
  if (newest === undefined) throw new Error('no letter was written');
  return newest;
}

function accept(code: string, patch: Partial<RouteInput<'invitation.accept'>> = {}) {
  const passwords = { password: NINE, repeat: NINE };
  const asked = { commandId: uuid(), token: code, ...passwords, ...patch };
  return callRaw(network.url, 'invitation.accept', asked);
}

const accounts = () =>
  network.backend.rows<{ login: string }>(
    `SELECT login FROM user_account WHERE programme_id = 'invented' ORDER BY login`,
  );

const stages = async () => {
  const { rows } = await call(network.url, 'invitation.list', { clientId }, office());
  return rows.map(({ stage }) => stage);
};

describe('an invitation', () => {
  it('[P-02] [P-05] goes to the address of the contract, and makes no account by itself', async () => {
    const sent = await send();
    const { email, letter, stage } = sent;
    expect({ email, letter, stage }).toEqual({
      email: 'office@client.example',
      letter: 'queued',
      stage: 'active',
    });
    expect(await accounts()).toEqual([]);
    const { rows } = await call(network.url, 'invitation.list', { clientId }, office());
    expect(rows).toEqual([sent]);
  });

  it('[P-02] is not sent where the contract names no address', async () => {
    // It was there when the contract was signed, and was taken out since.
    const client = companyOf({ email: null });
    const bare = { commandId: uuid(), clientId, revision: 0, client };
    await call(network.url, 'client.put', bare, office());
    const asked = { commandId: uuid(), contractId };
    const refused = await callRaw(network.url, 'invitation.send', asked, office());
    expect(outcomeOf(refused)).toBe('422 CONTACT_EMAIL_MISSING');
  });

  it('[P-08] [P-14] leaves whoever accepts it in the language that he reads, not in that of the letter', async () => {
    await send();
    const { stores } = network.backend.service;
    expect((await accept(await token(), { language: 'kk' })).status).toBe(200);
    const [made] = await network.backend.rows<{ id: string }>(
      `SELECT user_id AS id FROM user_account WHERE programme_id = 'invented'`,
    );
    const account = await stores.people.accountById(made?.id ?? '');
    expect(account?.preferences).toEqual({ language: 'kk' });
  });

  it('[R-08] leaves no login in the trail, which outlives whoever is forgotten', async () => {
    await network.backend.stop();
    await begin({ login: 'given' });
    await send();
    const { body } = await accept(await token());
    const login = String(Reflect.get(Object(body), 'login'));
    expect(login).not.toContain('@');
    const entries = await network.backend.rows(`SELECT before, after FROM audit_entry`);
    expect(JSON.stringify(entries)).not.toContain(login);
  });

  it('[P-06] keeps its code as a hash alone, of at least 128 random bits', async () => {
    await send();
    const code = await token();
    expect(code).toMatch(/^[\w-]{43}$/u);
    const kept = await network.backend.rows(`SELECT * FROM invitation`);
    expect(JSON.stringify(kept)).not.toContain(code);
    expect(network.backend.logText()).not.toContain(code);
  });

  it('[P-05] is accepted by whoever asks again because the machine stopped before it answered', async () => {
    await send();
    const code = await token();
    const { service } = network.backend;
    const { stores } = service;
    const asked = { commandId: uuid(), token: code, password: NINE, repeat: NINE };
    const answers = {
      firstAnswer: (commandId: string) => stores.answers.firstAnswer(commandId),
      keepAnswer: () => Promise.reject(new Error('stopped')),
    };
    const stopping = { ...service, stores: { ...stores, answers } };
    await expect(acceptInvitation(stopping, asked, NOBODY)).rejects.toThrow('stopped');
    const again = await accept(code, asked);
    expect(again.body).toEqual({ programmeId: 'invented', login: 'office@client.example' });
    // By whom it names he is found in it, should he want to be forgotten.
    const named = await network.backend.rows(
      `SELECT login FROM message JOIN user_account ON user_account.user_id = about_id
      WHERE template = 'invitation-accepted'`,
    );
    expect(named).toEqual([{ login: 'office@client.example' }]);
    expect(outcomeOf(await accept(code))).toBe('422 INVITE_USED');
    expect(await accounts()).toHaveLength(1);
  });

  it('[P-05] [P-06] makes the account of whoever accepts it, once', async () => {
    await send();
    const code = await token();
    const read = await call(network.url, 'invitation.read', { token: code });
    expect(read).toMatchObject({ clientName: 'ООО «Вега»', passwordMinLength: 9 });
    const accepted = await accept(code);
    expect(accepted.body).toEqual({ programmeId: 'invented', login: 'office@client.example' });
    const [inviter] = await network.backend.rows<{ user_id: string }>(
      `SELECT user_id FROM user_account WHERE login = 'curator'`,
    );
    // Whoever invited hears of it; he has no address, so at his desk.
    const { user_id: invitedBy = '' } = inviter ?? {};
    expect(await toldTo(network, invitedBy, 'invitation-accepted')).toEqual([
      `desktop ${invitedBy}`,
    ]);
    expect(outcomeOf(await accept(code))).toBe('422 INVITE_USED');
    expect(await accounts()).toEqual([{ login: 'office@client.example' }]);
    expect(await stages()).toEqual(['finished']);
    const { people } = network.backend.service.stores;
    const account = await people.accountAt('invented', 'office@client.example');
    expect(account).toMatchObject({
      clientId,
      grants: ['full', 'owner'],
      mustSetPassword: false,
      passwordExpiresAtMs: null,
      state: 'active',
    });
    const { hasher } = network.backend.service;
    expect(await hasher.verify(account?.passwordHash ?? '', NINE)).toBe(true);
  });

  it('[P-06] is accepted by one of two who come at once', async () => {
    await send();
    const code = await token();
    const outcomes = (await Promise.all([accept(code), accept(code)])).map(outcomeOf);
    expect(outcomes.filter((outcome) => outcome === '200')).toHaveLength(1);
    expect(await accounts()).toHaveLength(1);
  });

  it('[P-06] repeats its answer to the same command (G2)', async () => {
    await send();
    const code = await token();
    const commandId = uuid();
    const first = await accept(code, { commandId });
    expect((await accept(code, { commandId })).body).toEqual(first.body);
  });

  it('[P-06] works on the last moment of its 14 days, and not after it', async () => {
    await send();
    const code = await token();
    network.backend.clock.pass(TERM_MS);
    expect((await callRaw(network.url, 'invitation.read', { token: code })).status).toBe(200);
    network.backend.clock.pass(1);
    expect(outcomeOf(await accept(code))).toBe('422 INVITE_EXPIRED');
    expect(await accounts()).toEqual([]);
  });

  it('[P-05] that has expired works again once it is prolonged', async () => {
    const { invitationId } = await send();
    const code = await token();
    network.backend.clock.pass(TERM_MS + 1);
    await freshOffice();
    expect(await stages()).toEqual(['expired']);
    expect(outcomeOf(await renew('invitation.prolong', invitationId))).toBe('200');
    expect(await stages()).toEqual(['active']);
    expect(outcomeOf(await accept(code))).toBe('200');
  });

  it('[P-12] sent again has another code, and the one before is dead; once in 60 s', async () => {
    const { invitationId } = await send();
    const old = await token();
    expect(outcomeOf(await renew('invitation.resend', invitationId))).toBe('429 RATE_LIMITED');
    network.backend.clock.pass(60_000);
    expect(outcomeOf(await renew('invitation.resend', invitationId))).toBe('200');
    expect(await tokens()).toHaveLength(2);
    expect(outcomeOf(await accept(old))).toBe('404 INVITE_UNKNOWN');
    expect(outcomeOf(await accept(await token()))).toBe('200');
  });

  it('[P-06] that was withdrawn makes no account, and is not renewed', async () => {
    const { invitationId } = await send();
    expect(outcomeOf(await renew('invitation.revoke', invitationId))).toBe('200');
    expect(outcomeOf(await accept(await token()))).toBe('422 INVITE_REVOKED');
    expect(outcomeOf(await renew('invitation.prolong', invitationId))).toBe('422 INVITE_REVOKED');
    expect(await stages()).toEqual(['revoked']);
    expect(await accounts()).toEqual([]);
  });

  it('[P-07] [P-13] takes a password of 9 characters and refuses one of 8, or two that differ', async () => {
    await send();
    const code = await token();
    const eight = NINE.slice(0, 8);
    const short = await accept(code, { password: eight, repeat: eight });
    expect(short.body).toMatchObject({ code: 'PASSWORD_TOO_SHORT', params: { min: 9 } });
    const unlike = await accept(code, { repeat: `${NINE}!` });
    expect(unlike.body).toMatchObject({ code: 'PASSWORD_MISMATCH' });
    expect(outcomeOf(await accept(code))).toBe('200');
  });

  it('[P-10] is nobody’s to send but the staff’s, and a code that nobody has opens nothing', async () => {
    const asked = { commandId: uuid(), contractId };
    const desk = { session: network.operator };
    const refused = await callRaw(network.url, 'invitation.send', asked, desk);
    expect(outcomeOf(refused)).toBe('403 FORBIDDEN');
    expect(outcomeOf(await accept('x'.repeat(43)))).toBe('404 INVITE_UNKNOWN');
  });

  it('[O-02] is sent for a contract in force alone, under a programme that invites', async () => {
    const papers = { clientId, programmeId: 'invented', number: '26-2' };
    const draft = await draftContract(network, papers);
    const asked = { commandId: uuid(), contractId: draft };
    const refused = await callRaw(network.url, 'invitation.send', asked, office());
    expect(outcomeOf(refused)).toBe('422 CONTRACT_NOT_SIGNED');
    const opened = await callRaw(network.url, 'account.open', { ...asked, contractId }, office());
    expect(outcomeOf(opened)).toBe('422 ACCOUNT_BORN_OTHERWISE');
  });

  /** Days have passed: the manager has signed in again. */
  async function freshOffice(): Promise<void> {
    network = { ...network, manager: await signIn(network.url, 'curator') };
  }
});
