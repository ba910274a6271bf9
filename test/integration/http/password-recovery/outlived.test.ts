import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checksOf } from '#domain/password-recovery/recovery-case.ts';
import type { RouteId } from '#protocol/routes.ts';
import { newSession } from '#service/people/new-session.ts';
import type { Account } from '#service/people/people-rows.ts';
import { callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { RecoveryBench } from '#test/support/backend/recovery-bench.ts';
import { PASSWORD } from '#test/support/backend/small-network.ts';

// What was sent, or begun, before somebody took his account into his own hands again.

const MINUTE_MS = 60_000;
const CHOSEN = 'correct horse battery';

let bench: RecoveryBench;
beforeAll(async () => {
  bench = await RecoveryBench.start();
});
afterAll(() => bench.close());

async function signedIn({ userId, role }: Account): Promise<string> {
  const owner = { userId, role, workstationId: null, purpose: 'ordinary' } as const;
  const { row, token } = newSession(bench.network.backend.service, owner);
  await bench.commit({ kind: 'session.add', session: row });
  return token;
}

async function asked(session: string, routeId: RouteId, input: object): Promise<string> {
  return outcomeOf(await callRaw(bench.url, routeId, input, { session }));
}

const choose = (session: string, password: string, current = {}) =>
  asked(session, 'password.set', { password, repeat: password, ...current });

const change = (session: string, kind: 'email' | 'phone', value: string) =>
  asked(session, 'contact.change', {
    commandId: uuid(),
    kind,
    value,
    currentPassword: PASSWORD,
  });

describe('a password that somebody has set himself', () => {
  it('[P-16] ends the link that was on its way before', async () => {
    const account = await bench.account('mail-link');
    await bench.recover('mail-link', account.email ?? '');
    const token = await bench.secret(account.userId, 'token');
    const session = await signedIn(account);
    expect(await choose(session, CHOSEN, { currentPassword: PASSWORD })).toBe('200');
    expect(await bench.follow(token)).toBe('422 LINK_EXPIRED');
  });

  it('[N-10] ends the code that was on its way before', async () => {
    const account = await bench.account('mail-code');
    await bench.recover('mail-code', account.login);
    const code = await bench.secret(account.userId, 'code');
    const session = await signedIn(account);
    expect(await choose(session, CHOSEN, { currentPassword: PASSWORD })).toBe('200');
    expect(await bench.enter('mail-code', account.login, code)).toBe('422 CODE_INVALID');
  });

  it('[N-21] ends an address that a stranger asked for at the desk that was left open', async () => {
    const account = await bench.account('mail-code', { email: null });
    const session = await signedIn(account);
    await change(session, 'email', `thief-${account.userId}@firma.example`);
    const token = await bench.secret(account.userId, 'token');
    expect(await choose(session, CHOSEN, { currentPassword: PASSWORD })).toBe('200');
    const confirmed = await callRaw(bench.url, 'contact.confirm-link', { token });
    expect(outcomeOf(confirmed)).toBe('422 LINK_EXPIRED');
    expect((await bench.read(account.userId)).email).toBeNull();
  });

  it('[N-11] stays, when another one was sent by the same session at the same moment', async () => {
    const account = await bench.account('mail-link');
    await bench.recover('mail-link', account.email ?? '');
    const token = await bench.secret(account.userId, 'token');
    const { token: session } = await bench.prove({ by: 'link', token });
    const both = await Promise.all([choose(session, CHOSEN), choose(session, `${CHOSEN} two`)]);
    expect(both.toSorted()).toEqual(['200', '401 UNAUTHORIZED']);
  });
});

describe('a mailbox that is another by now', () => {
  it('[P-16] [N-21] opens nothing by the link that still lies in the old one', async () => {
    const account = await bench.account('mail-link');
    const { userId } = account;
    await bench.recover('mail-link', account.email ?? '');
    const link = await bench.secret(userId, 'token');
    await change(await signedIn(account), 'email', `next-${userId}@firma.example`);
    const letters = (await bench.sent(userId)).slice(0, 2);
    for (const { secrets } of letters) {
      await callRaw(bench.url, 'contact.confirm-link', { token: String(secrets?.['token']) });
    }
    expect((await bench.read(userId)).email).toBe(`next-${userId}@firma.example`);
    expect(await bench.follow(link)).toBe('422 LINK_EXPIRED');
  });
});

describe('a new phone', () => {
  it('[R-20] is asked for five times an hour, however many ask at once', async () => {
    const account = await bench.account('sms-code');
    const session = await signedIn(account);
    const many = Array.from({ length: 6 }, () => change(session, 'phone', '+79120000099'));
    expect((await Promise.all(many)).filter((outcome) => outcome === '200')).toHaveLength(1);
    for (let n = 2; n <= 5; n += 1) {
      bench.pass(MINUTE_MS);
      expect(await change(session, 'phone', '+79120000099')).toBe('200');
    }
    bench.pass(MINUTE_MS);
    expect(await change(session, 'phone', '+79120000099')).toBe('429 RATE_LIMITED');
  });

  it('[R-10] [R-20] is not guessed over several codes', async () => {
    const account = await bench.account('sms-code');
    const session = await signedIn(account);
    const enter = (code: string) => asked(session, 'contact.confirm-code', { code });
    for (let request = 1; request <= 4; request += 1) {
      expect(await change(session, 'phone', '+79120000098')).toBe('200');
      const code = await bench.secret(account.userId, 'code');
      const wrong = String((Number(code) + 1) % 10_000).padStart(4, '0');
      for (let entry = 0; entry < 5; entry += 1) await enter(wrong);
      bench.pass(MINUTE_MS);
    }
    expect(await change(session, 'phone', '+79120000098')).toBe('200');
    const code = await bench.secret(account.userId, 'code');
    expect(await enter(code)).toBe('422 CODE_INVALID');
    expect((await bench.read(account.userId)).phone).toBe(account.phone);
  });
});

describe('one person of the network alone', () => {
  const open = (session: string, input: object) =>
    callRaw(bench.url, 'recovery-case.open', input, { session });

  const came = (account: Account, kind: 'in-person' | 'lost-mailbox') => ({
    commandId: uuid(),
    kind,
    programmeId: account.programmeId,
    login: account.login,
    checks: [...checksOf(kind)],
    newEmail: 'taken@firma.example',
  });

  it('[N-12] does not get into an account by saying that its person came', async () => {
    for (const way of ['mail-code', 'sms-code', 'mail-link', 'staff-checked-link'] as const) {
      const account = await bench.account(way);
      const answer = await open(bench.network.manager, came(account, 'in-person'));
      expect(answer.body).toMatchObject({ code: 'FIELD_INVALID', params: { field: 'kind' } });
      expect(await bench.read(account.userId)).toEqual(account);
    }
  });

  it('[V-17] does not send a letter where people have to come', async () => {
    const account = await bench.account('in-person');
    const answer = await open(bench.network.manager, came(account, 'lost-mailbox'));
    expect(answer.body).toMatchObject({ code: 'FIELD_INVALID', params: { field: 'kind' } });
  });

  it('[V-17] is not told the access code that a colleague has handed over', async () => {
    const account = await bench.account('in-person');
    const handed = { ...came(account, 'in-person'), overrideReason: 'Офис закрыт' };
    const { administrator, manager } = bench.network;
    expect(outcomeOf(await open(administrator, handed))).toBe('200');
    expect(outcomeOf(await open(administrator, handed))).toBe('200');
    expect(outcomeOf(await open(manager, handed))).toBe('409 COMMAND_ID_REUSED');
  });
});
