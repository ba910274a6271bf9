import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RouteId } from '#protocol/routes.ts';
import type { Account } from '#service/people/people-rows.ts';
import { reportErrors } from '#service/people/sign-in/report-errors.ts';
import { makeService } from '#service/service.ts';
import { addWithPassword, plainProgramme } from '#test/support/backend/door-people.ts';
import { call, callRaw, outcomeOf, type TestAuth } from '#test/support/backend/http-client.ts';
import {
  lastCode,
  openMemberProgramme,
  registrationForm,
} from '#test/support/backend/member-programme.ts';
import { cameIn, openProgramme, sessionFor } from '#test/support/backend/programme-people.ts';
import {
  PASSWORD,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';

// A backend that dies after it has done what it was asked for, and before it has noted its
// answer: whoever asks again, as every workstation does, is told that it is done, and nothing is
// done twice.

const LOGIN = 'a@example.com';
const profile = plainProgramme('locking', {
  documents: [{ kind: 'marketing', acceptance: 'by-tick', required: false }],
});

let network: SmallNetwork;
let account: Account;
let own: TestAuth;
beforeEach(async () => {
  network = await startSmallNetwork();
  await openProgramme(network, profile);
  account = await addWithPassword(network.backend, { login: LOGIN, programmeId: 'locking' });
  await cameIn(network, account);
  own = await sessionFor(network, account);
});
afterEach(() => network.backend.stop());

/** Everything that it has written, as often as it is written. */
async function written(): Promise<unknown> {
  const tables = ['audit_entry', 'consent', 'message', 'contact_change', 'approval', 'session'];
  const counts = tables.map(async (table) => {
    const [row] = await network.backend.rows<{ many: number }>(
      `SELECT CAST(count(*) AS BIGINT) AS many FROM ${table}`,
    );
    return [table, Number(row?.many)];
  });
  const errors = await network.backend.rows('SELECT login_folded, error_count FROM sign_in_error');
  return [await Promise.all(counts), errors];
}

/** Asks, has the backend die over its answer, and says what is answered under the same id. */
async function askedAgain(routeId: RouteId, input: object, auth: TestAuth): Promise<string> {
  const { answers } = network.backend.service.stores;
  const command = { commandId: uuid(), ...input };
  vi.spyOn(answers, 'keepAnswer').mockRejectedValueOnce(new Error('killed'));
  expect(outcomeOf(await callRaw(network.url, routeId, command, auth))).toBe('500 INTERNAL');
  const before = await written();
  const again = outcomeOf(await callRaw(network.url, routeId, command, auth));
  expect(await written(), routeId).toEqual(before);
  return again;
}

const wrong = { login: LOGIN, password: 'x', workstationId: null, programmeId: 'locking' };

describe('a command whose backend was killed over its answer', () => {
  it('[P-18] errors of a desk are not counted twice, and lock nobody', async () => {
    const { bearer } = network.workstation;
    const told = { programmeId: 'locking', login: LOGIN, errorCount: 2, lastErrorAtMs: 1 };
    expect(await askedAgain('sign-in.errors', told, { bearer })).toBe('200');
    const entering = { ...wrong, password: PASSWORD };
    expect(outcomeOf(await callRaw(network.url, 'session.open', entering))).toBe('200');
  });

  it('[P-18] a lock is taken away once', async () => {
    for (let n = 1; n <= 4; n += 1) await callRaw(network.url, 'session.open', wrong);
    const auth = { session: network.administrator };
    const unlocking = { programmeId: 'locking', login: LOGIN, reason: 'пришёл сам' };
    expect(await askedAgain('user.unlock', unlocking, auth)).toBe('200');
  });

  it('[R-08] a consent is given, and taken back, once', async () => {
    const { documents } = await call(network.url, 'consent.list', {}, own);
    const { version = 0, hash = '' } = documents[0]?.head ?? {};
    const accepted = [{ kind: 'marketing', version, hash, language: 'ru' }];
    expect(await askedAgain('consent.accept', { accepted }, own)).toBe('200');
    expect(await askedAgain('consent.withdraw', { kind: 'marketing' }, own)).toBe('200');
  });

  it('[N-21] a change of address is asked for once: two letters, and no four', async () => {
    expect(await askedAgain('contact.change', { kind: 'email', value: 'b@example.com' }, own)).toBe(
      '200',
    );
  });

  it('[R-08] a person is forgotten by two, whoever of them is not answered', async () => {
    const { userId } = account;
    const { url, administrator, manager } = network;
    const erasing = { userId, reason: 'по заявлению' };
    expect(await askedAgain('account.erase-request', {}, own)).toBe('200');
    const asked = await callRaw(
      url,
      'account.erase',
      { commandId: uuid(), ...erasing },
      { session: manager },
    );
    const { params } = asked.body as { params: { approvalId: string } };
    const { approvalId } = params;
    expect(await askedAgain('approval.give', { approvalId }, { session: administrator })).toBe(
      '200',
    );
    expect(await askedAgain('account.erase', erasing, { session: manager })).toBe('200');
  });

  it('[O-09] a case of recovery is decided once, with one letter', async () => {
    const { url, manager: session, administrator } = network;
    const lost = { kind: 'lost-mailbox', programmeId: 'locking', login: LOGIN } as const;
    const opening = {
      ...lost,
      commandId: uuid(),
      checks: ['identity-document', 'authority-document', 'contract-known'] as const,
      newEmail: 'new@example.com',
    };
    const opened = await callRaw(url, 'recovery-case.open', opening, { session });
    expect(outcomeOf(opened)).toBe('200');
    const { caseId } = opened.body as { caseId: string };
    const deciding = { caseId, confirmed: true };
    expect(await askedAgain('recovery-case.decide', deciding, { session: administrator })).toBe(
      '200',
    );
  });

  it('[R-11] a registration whose last answer was lost says that it is done, and to nobody else that somebody is', async () => {
    const form = registrationForm(await openMemberProgramme(network));
    await call(network.url, 'registration.start', form);
    const confirming = { registrationId: form.commandId, code: await lastCode(network) };
    await call(network.url, 'registration.confirm', confirming);
    const again = await callRaw(network.url, 'registration.confirm', confirming);
    expect(outcomeOf(again)).toBe('422 REGISTRATION_DONE');
    const { registrationId } = confirming;
    const resent = await callRaw(network.url, 'registration.resend', { registrationId });
    expect(outcomeOf(resent)).toBe('422 REGISTRATION_DONE');
    for (const other of [uuid(), network.workstation.workstationId]) {
      const asked = { ...confirming, registrationId: other };
      const unknown = await callRaw(network.url, 'registration.confirm', asked);
      expect(outcomeOf(unknown)).toBe('422 CODE_EXPIRED');
    }
  });

  it('[P-18] and one that came to two backends at once is done once, and both say so', async () => {
    const { workstation, stationId, backend } = network;
    const { service } = backend;
    const told = { programmeId: 'locking', login: LOGIN, errorCount: 2, lastErrorAtMs: 1 };
    const command = { commandId: uuid(), ...told };
    const { workstationId } = workstation;
    const caller = { person: null, workstation: { workstationId, stationId } };
    const answers = await Promise.all(
      [service, makeService(service)].map((backend) => reportErrors(backend, command, caller)),
    );
    expect(answers).toEqual([
      { ok: true, value: { done: true } },
      { ok: true, value: { done: true } },
    ]);
    const { identity } = service.stores;
    expect((await identity.signInErrors(`locking/${LOGIN}`)).errorCount).toBe(2);
  });
});
