import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fictitiousInn } from '#domain/client/tax-id.ts';
import { checksOf } from '#domain/password-recovery/recovery-case.ts';
import type { RecoveryCaseRecord } from '#protocol/records/people/access.ts';
import type { RouteInput } from '#protocol/routes.ts';
import { decideCase } from '#service/password-recovery/cases/decide-case.ts';
import { issuedAccess } from '#service/password-recovery/issuing-office.ts';
import type { Account } from '#service/people/people-rows.ts';
import { makeService } from '#service/service.ts';
import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import { call, callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { RecoveryBench } from '#test/support/backend/recovery-bench.ts';
import { addStaff } from '#test/support/backend/door-people.ts';
import { PASSWORD, signIn } from '#test/support/backend/small-network.ts';

let bench: RecoveryBench;
/** A client manager and an administrator, and another manager at the network's workstation. */
let manager: string;
let administrator: string;
let deskManager: string;
beforeAll(async () => {
  bench = await RecoveryBench.start();
  ({ manager, administrator } = bench.network);
  const person = { login: 'desk-curator', displayName: 'Борис', role: 'client-manager' } as const;
  await addStaff(bench.network.backend, person);
  deskManager = await signIn(bench.url, 'desk-curator', bench.network.workstation);
});
afterAll(() => bench.close());

const checked = 'staff-checked-link';

const claimsOf = ({ email, displayName: personName }: Account) => ({
  ...(email === null ? {} : { email }),
  phone: '8 912 000 00 00',
  personName,
});

async function waiting(): Promise<readonly RecoveryCaseRecord[]> {
  const asked = { state: 'waiting', limit: 100 } as const;
  return (await call(bench.url, 'recovery-case.list', asked, { session: manager })).rows;
}

const caseOf = async (userId: string): Promise<RecoveryCaseRecord | undefined> =>
  (await waiting()).find(({ account }) => account?.userId === userId);

async function decide(
  session: string,
  patch: Omit<RouteInput<'recovery-case.decide'>, 'commandId'>,
): Promise<string> {
  const input = { commandId: uuid(), ...patch };
  return outcomeOf(await callRaw(bench.url, 'recovery-case.decide', input, { session }));
}

const openRaw = (session: string, patch: Partial<RouteInput<'recovery-case.open'>>) =>
  callRaw(bench.url, 'recovery-case.open', { commandId: uuid(), ...patch }, { session });

/** Somebody asked, followed the link and said who he is. */
async function identified(account: Account, claims = claimsOf(account)): Promise<void> {
  await bench.recover(checked, account.login);
  const token = await bench.secret(account.userId, 'token');
  const { outcome, answer } = await bench.prove({ by: 'link', token, claims });
  expect(`${outcome} ${JSON.stringify(answer.body)}`).toBe('200 {"next":"wait"}');
}

describe('a link that staff check', () => {
  it('[O-07] only says who it is: nothing is changed, and it works once', async () => {
    const account = await bench.account(checked, { phone: '+79120000000' });
    await bench.recover(checked, account.email ?? '');
    const token = await bench.secret(account.userId, 'token');
    expect(await bench.follow(token)).toBe('400 FIELD_REQUIRED');
    const proof = { by: 'link', token, claims: claimsOf(account) } as const;
    expect((await bench.prove(proof)).outcome).toBe('200');
    expect((await bench.prove(proof)).outcome).toBe('422 LINK_USED');
    expect(await bench.read(account.userId)).toEqual(account);
    expect(await bench.stores.identity.sessionsOf(account.userId)).toEqual([]);
  });

  it('[O-09] staff see requested and stored values side by side', async () => {
    const account = await bench.account(checked, { phone: '+79120000000' });
    await identified(account, { ...claimsOf(account), personName: 'Пётр Орлов' });
    const listed = await caseOf(account.userId);
    const masks = JSON.stringify(listed?.compared);
    expect(masks).not.toContain('912');
    expect(masks).not.toContain(account.email);
    const opening = { caseId: listed?.caseId ?? '' };
    const record = await call(bench.url, 'recovery-case.get', opening, { session: manager });
    const told = `SELECT subject_id AS "subjectId" FROM audit_entry
      WHERE event = 'recovery-case.get'`;
    expect(await bench.network.backend.rows(told)).toEqual([{ subjectId: account.userId }]);
    expect(record.compared.map(({ requested }) => requested)).toContain(account.email);
    expect(record).toMatchObject({ kind: 'checked-link', programmeId: checked });
    expect(record?.compared.map(({ field, same }) => [field, same])).toEqual([
      ['email', true],
      ['phone', true],
      ['personName', false],
      ['login', false],
    ]);
  });

  it('[O-09][O-10] confirmed: a password for one sign-in is sent, the old one dies', async () => {
    const account = await bench.account(checked, { state: 'locked' });
    const { userId } = account;
    await identified(account);
    const caseId = (await caseOf(userId))?.caseId ?? '';
    expect(await decide(manager, { caseId, confirmed: true })).toBe('200');
    const after = await bench.read(userId);
    const password = await bench.secret(userId, 'password');
    const { hasher } = bench.network.backend.service;
    expect(after).toMatchObject({ state: 'active', mustSetPassword: true });
    expect(await hasher.verify(after.passwordHash, password)).toBe(true);
    expect(await hasher.verify(after.passwordHash, PASSWORD)).toBe(false);
    expect(await bench.stores.people.passwordsBefore(userId)).toEqual([account.passwordHash]);
    expect(await decide(manager, { caseId, confirmed: true })).toBe('409 CASE_DECIDED');
  });

  it('[O-09] is decided all the same when the account is changed in that moment', async () => {
    const account = await bench.account(checked);
    const { userId } = account;
    await identified(account);
    const caseId = (await caseOf(userId))?.caseId ?? '';
    const { service } = bench.network.backend;
    const { hasher } = service;
    let changed = false;
    const meanwhile = makeService({
      ...service,
      hasher: {
        verify: (phc, text) => hasher.verify(phc, text),
        isOutdated: (phc) => hasher.isOutdated(phc),
        hash: async (text) => {
          const preferences = { language: 'kk' };
          const put = { kind: 'account.put', account: { ...account, preferences } } as const;
          if (!changed) await bench.commit(put);
          changed = true;
          return hasher.hash(text);
        },
      },
    });
    const { rows } = await call(bench.url, 'user.list', {}, { session: administrator });
    const staffId = rows.find(({ login }) => login === 'curator')?.userId ?? '';
    const person = { userId: staffId, sessionId: uuid(), workstationId: null, clientId: null };
    const caller = {
      person: { ...person, role: 'client-manager', grants: [] },
      workstation: null,
    } as const;
    const asked = { caseId, confirmed: true };
    expect(await decideCase(meanwhile, { commandId: uuid(), ...asked }, caller)).toMatchObject({
      ok: true,
    });
    expect(await bench.read(userId)).toMatchObject({
      mustSetPassword: true,
      preferences: { language: 'kk' },
    });
    expect(await decideCase(service, { commandId: uuid(), ...asked }, caller)).toMatchObject({
      code: 'CASE_DECIDED',
    });
  });

  it('[O-09] rejected with a reason, which the person is told', async () => {
    const account = await bench.account(checked);
    await identified(account);
    const caseId = (await caseOf(account.userId))?.caseId ?? '';
    expect(await decide(manager, { caseId, confirmed: false })).toBe('400 FIELD_REQUIRED');
    const reason = 'Телефон не совпадает';
    expect(await decide(manager, { caseId, confirmed: false, reason })).toBe('200');
    const [letter] = await bench.sent(account.userId);
    expect(letter).toMatchObject({ template: 'recovery-rejected', params: { reason } });
    expect(await bench.read(account.userId)).toEqual(account);
  });

  it('[O-09] an exact match needs nobody where the programme says so', async () => {
    const profile = shippedProgrammes().find(({ recovery }) => recovery.way === checked);
    if (profile?.recovery.way !== checked) throw new Error('no such programme');
    const recovery = { ...profile.recovery, autoConfirm: true };
    await bench.run({ ...profile, recovery }, 'sure');
    const account = await bench.account(checked, { programmeId: 'sure', phone: '+79120000000' });
    const follow = async (claims: ReturnType<typeof claimsOf>) => {
      await bench.recover('sure', account.login);
      const token = await bench.secret(account.userId, 'token');
      const { answer } = await bench.prove({ by: 'link', token, claims });
      expect(answer.body).toEqual({ next: 'wait' });
      return (await bench.read(account.userId)).mustSetPassword;
    };
    expect(await follow({ ...claimsOf(account), phone: '8 912 000 00 01' })).toBe(false);
    bench.pass(60_000);
    expect(await follow(claimsOf(account))).toBe(true);
  });

  it('[O-09] whoever may not let people in sees no case and decides none', async () => {
    const session = bench.network.operator;
    const listed = await callRaw(bench.url, 'recovery-case.list', {}, { session });
    expect(outcomeOf(listed)).toBe('403 FORBIDDEN');
    expect(await decide(session, { caseId: uuid(), confirmed: true })).toBe('403 FORBIDDEN');
  });
});

describe('a case that is refused', () => {
  it('[R-08] leaves the login of whoever came in no trail', async () => {
    const { login } = await bench.account('mail-code', { login: 'petrov-unique' });
    const asked = { kind: 'lost-mailbox', programmeId: 'mail-code', login } as const;
    const refused = await openRaw(manager, { ...asked, checks: [], newEmail: 'x@y.example' });
    expect(outcomeOf(refused)).toBe('400 FIELD_REQUIRED');
    const told = `SELECT after FROM audit_entry WHERE event = 'recovery-case.open' AND code IS NOT NULL`;
    const entries = JSON.stringify(await bench.network.backend.rows(told));
    expect(entries).toContain('lost-mailbox');
    expect(entries).not.toContain(login);
  });
});

describe('several accounts under one tax id', () => {
  const taxId = fictitiousInn(71);

  it('[O-06] the reply is the usual one, and staff find the right account', async () => {
    const registers = bench.stores.registers;
    const company = { sourceId: 'several', name: 'ООО «Два входа»', country: 'RU' } as const;
    const row = { ...company, currency: 'RUB', taxId, segment: null } as const;
    await registers.importRegister({ register: 'clients', rows: [row] });
    const [found] = await bench.network.backend.rows<{ clientId: string }>(
      `SELECT client_id AS "clientId" FROM client WHERE tax_id = '${taxId}'`,
    );
    const clientId = found?.clientId ?? '';
    const [first, second] = [
      await bench.account(checked, { clientId }),
      await bench.account(checked, { clientId }),
    ];
    const stranger = await bench.account(checked);
    expect(await bench.recover(checked, taxId)).toBe('200');
    bench.pass(60_000);
    expect(await bench.recover(checked, taxId)).toBe('200');
    const cases = (await waiting()).filter(({ kind }) => kind === 'several-accounts');
    expect(cases).toHaveLength(1);
    const [{ caseId, candidates, compared } = { caseId: '', candidates: [], compared: [] }] = cases;
    expect(candidates.map(({ userId }) => userId)).toEqual([first.userId, second.userId]);
    expect(compared).toEqual([{ field: 'taxId', requested: taxId, stored: null, same: false }]);
    expect(await bench.sent(first.userId)).toEqual([]);
    const confirmed = { caseId, confirmed: true };
    expect(await decide(manager, confirmed)).toBe('400 FIELD_REQUIRED');
    expect(await decide(manager, { ...confirmed, userId: stranger.userId })).toBe(
      '400 FIELD_INVALID',
    );
    expect(await decide(manager, { ...confirmed, userId: second.userId })).toBe('200');
    expect((await bench.sent(second.userId))[0]).toMatchObject({ template: 'one-time-password' });
    expect(await bench.read(first.userId)).toEqual(first);
  });
});

describe('a lost mailbox', () => {
  const lost = (account: Account): Omit<RouteInput<'recovery-case.open'>, 'commandId'> => ({
    kind: 'lost-mailbox',
    programmeId: 'mail-code',
    login: account.login,
    checks: [...checksOf('lost-mailbox')],
    newEmail: `New-${account.userId}@firma.example`,
  });

  it('[N-12] a second person agrees, and the new address is confirmed by its link', async () => {
    const account = await bench.account('mail-code');
    const { userId } = account;
    const opened = await openRaw(manager, lost(account));
    expect(opened.body).toMatchObject({ state: 'waiting', password: null });
    const { caseId } = opened.body as { caseId: string };
    expect(await decide(manager, { caseId, confirmed: true })).toBe('422 SECOND_APPROVER_REQUIRED');
    expect(await decide(administrator, { caseId, confirmed: true })).toBe('200');
    const newEmail = `new-${userId}@firma.example`;
    const [letter] = await bench.sent(userId);
    expect(letter).toMatchObject({ recipient: newEmail, params: { purpose: 'set-password' } });
    expect((await bench.read(userId)).email).toBe(account.email);
    expect(await bench.follow(await bench.secret(userId, 'token'))).toBe('200');
    expect((await bench.read(userId)).email).toBe(newEmail);
    const told = await bench.sent(userId);
    const changed = told.filter(({ template }) => template === 'contact-changed');
    expect(changed.map(({ recipient }) => recipient)).toEqual([newEmail, account.email]);
  });

  it('[N-12] without the documents, or the new address, no case is opened', async () => {
    const account = await bench.account('mail-code');
    const noPapers = await openRaw(manager, { ...lost(account), checks: ['contract-known'] });
    expect(noPapers.body).toMatchObject({ code: 'FIELD_REQUIRED', params: { field: 'checks' } });
    const noMailbox = await openRaw(manager, { ...lost(account), newEmail: 'a@b' });
    expect(noMailbox.body).toMatchObject({ code: 'FIELD_INVALID', params: { field: 'newEmail' } });
    const nobody = await openRaw(manager, { ...lost(account), login: 'nobody' });
    expect(outcomeOf(nobody)).toBe('404 NOT_FOUND');
  });
});

describe('recovery in person', () => {
  const came = (account: Account): Omit<RouteInput<'recovery-case.open'>, 'commandId'> => ({
    kind: 'in-person',
    programmeId: 'in-person',
    login: account.login,
    checks: [...checksOf('in-person')],
  });

  async function issuedHere(): Promise<Account> {
    const account = await bench.account('in-person');
    const { userId } = account;
    const { backend, workstation } = bench.network;
    const { workstationId } = workstation;
    const whose = { role: 'client-manager', grants: [], clientId: null } as const;
    const by = { userId, sessionId: 'any', workstationId, ...whose };
    await bench.commit(...(await issuedAccess(backend.service, by, userId)));
    return account;
  }

  it('[V-17] where the access was issued, a new access code is handed over', async () => {
    const account = await issuedHere();
    const commandId = uuid();
    const opened = await openRaw(deskManager, { ...came(account), commandId });
    const again = await openRaw(deskManager, { ...came(account), commandId });
    expect(again.body).toEqual(opened.body);
    expect(opened.body).toMatchObject({ state: 'confirmed', login: account.login });
    const { password } = opened.body as { password: string };
    const after = await bench.read(account.userId);
    expect(after.mustSetPassword).toBe(true);
    const { hasher } = bench.network.backend.service;
    expect(await hasher.verify(after.passwordHash, password)).toBe(true);
    expect(after.passwordExpiresAtMs).toBe(bench.nowMs() + 86_400_000);
    expect(await bench.sent(account.userId)).toEqual([]);
  });

  it('[V-17] elsewhere it is refused; an administrator who says why is not', async () => {
    const account = await issuedHere();
    expect(outcomeOf(await openRaw(manager, came(account)))).toBe('422 OFFICE_MISMATCH');
    const why = { ...came(account), overrideReason: 'Офис закрыт' };
    expect(outcomeOf(await openRaw(manager, why))).toBe('422 OFFICE_MISMATCH');
    expect(outcomeOf(await openRaw(administrator, came(account)))).toBe('422 OFFICE_MISMATCH');
    expect(outcomeOf(await openRaw(administrator, why))).toBe('200');
  });

  it('[V-17] a manager who names a desk of that office from elsewhere gets no code', async () => {
    const account = await issuedHere();
    const { workstationId } = bench.network.workstation;
    const naming = await signIn(bench.url, 'curator', { workstationId });
    expect(outcomeOf(await openRaw(naming, came(account)))).toBe('422 OFFICE_MISMATCH');
    const told = await bench.network.backend.rows(
      `SELECT event, workstation_id AS "workstationId" FROM audit_entry ORDER BY seq DESC LIMIT 2`,
    );
    expect(told).toEqual([
      { event: 'recovery-case.open', workstationId: null },
      { event: 'sign-in', workstationId: null },
    ]);
  });

  it('[V-17] without the signature of receipt there is no code', async () => {
    const account = await issuedHere();
    const checks = came(account).checks.filter((check) => check !== 'receipt-signed');
    const answer = await openRaw(deskManager, { ...came(account), checks });
    expect(answer.body).toMatchObject({ params: { field: 'checks', check: 'receipt-signed' } });
    expect(await bench.read(account.userId)).toEqual(account);
  });

  it('[N-07] a closed account is let in by nobody', async () => {
    const account = await bench.account('in-person', { state: 'closed' });
    expect(outcomeOf(await openRaw(deskManager, came(account)))).toBe('403 ACCOUNT_CLOSED');
  });

  it('[V-17] staff hear why somebody is not let in: his contract may well run', async () => {
    const off = await bench.account('in-person', { active: false });
    expect(outcomeOf(await openRaw(deskManager, came(off)))).toBe('403 ACCOUNT_SWITCHED_OFF');
    const gone = await bench.account('in-person', { state: 'erased' });
    expect(outcomeOf(await openRaw(deskManager, came(gone)))).toBe('403 ACCOUNT_ERASED');
  });
});

// The last one: a day goes by, and with it the sessions of staff.
describe('a password for one sign-in', () => {
  it('[O-10] the sent password works to the last millisecond that its letter says', async () => {
    const account = await bench.account(checked);
    await identified(account);
    const caseId = (await caseOf(account.userId))?.caseId ?? '';
    await decide(manager, { caseId, confirmed: true });
    const [letter] = await bench.sent(account.userId);
    const enter = async (password: string) => {
      const asked = { login: account.login, programmeId: checked, password, workstationId: null };
      return outcomeOf(await callRaw(bench.url, 'session.open', asked));
    };
    const sent = await bench.secret(account.userId, 'password');
    const untilMs = Number(letter?.params['expiresAtMs']);
    expect(untilMs).toBe(bench.nowMs() + 86_400_000);
    bench.pass(untilMs - bench.nowMs());
    expect(await enter(sent)).toBe('200');
    bench.pass(1);
    expect(await enter(sent)).toBe('403 PASSWORD_EXPIRED');
    // Said only after the right password.
    expect(await enter(`${sent}x`)).toBe('401 AUTH_INVALID');
    const refusals = await bench.network.backend.rows<{ code: string }>(
      `SELECT code FROM audit_entry WHERE event = 'sign-in' AND subject_id = '${account.userId}'
       AND code IS NOT NULL ORDER BY seq`,
    );
    expect(refusals.map(({ code }) => code)).toEqual(['PASSWORD_EXPIRED', 'AUTH_INVALID']);
  });
});
