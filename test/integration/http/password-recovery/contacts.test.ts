import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maskPhone } from '#domain/client/contact-mask.ts';
import type { RouteId } from '#protocol/routes.ts';
import type { Account } from '#service/people/people-rows.ts';
import { call, callRaw } from '#test/support/backend/http-client.ts';
import { RecoveryBench } from '#test/support/backend/recovery-bench.ts';
import { PASSWORD, signIn } from '#test/support/backend/small-network.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let bench: RecoveryBench;
beforeAll(async () => {
  bench = await RecoveryBench.start();
});
afterAll(() => bench.close());

const signedIn = (account: Account) => bench.signedIn(account);

const asked = (session: string, routeId: RouteId, input: object) =>
  bench.asked(session, routeId, input);
const change = (session: string, kind: 'email' | 'phone', value: string) =>
  bench.changeContact(session, kind, value);
const agree = (token: string) => bench.agree(token);
const tokens = (userId: string) => bench.contactTokens(userId);

it('[R-20] whoever finds a window open takes no account by a phone of his own', async () => {
  const account = await bench.account('sms-code', { role: 'member' });
  const session = await signedIn(account);
  const own = { kind: 'phone', value: '+79120000077' };
  expect(await asked(session, 'contact.change', own)).toBe('400 FIELD_REQUIRED');
  const guessed = { ...own, currentPassword: 'guessed' };
  for (let error = 1; error <= 4; error += 1) {
    expect(await asked(session, 'contact.change', guessed)).toBe('401 AUTH_INVALID');
  }
  expect((await bench.sent(account.userId)).map(({ template }) => template)).not.toContain(
    'contact-change',
  );
  const errors = await bench.network.backend.rows<{ count: number }>(
    `SELECT error_count AS count FROM sign_in_error ORDER BY error_count DESC LIMIT 1`,
  );
  expect(errors[0]?.count).toBeGreaterThanOrEqual(4);
});

it('[N-21] a first address, to which no old one agrees, is asked for by the password', async () => {
  const account = await bench.account('sms-code', { role: 'member', email: null });
  const session = await signedIn(account);
  const first = { kind: 'email', value: 'first@firma.example' };
  expect(await asked(session, 'contact.change', first)).toBe('400 FIELD_REQUIRED');
  const proved = { ...first, currentPassword: PASSWORD };
  expect(await asked(session, 'contact.change', proved)).toBe('200');
});

it('[N-21] [R-27] a first address is told at the phone, which was all that its owner had', async () => {
  const account = await bench.account('sms-code', { role: 'member', email: null });
  const first = `${uuid()}@firma.example`;
  expect(await change(await signedIn(account), 'email', first)).toBe('200');
  const { new: link = '' } = await tokens(account.userId);
  expect(await agree(link)).toBe('200 []');
  const told = (await bench.sent(account.userId)).filter(
    ({ template }) => template === 'contact-changed',
  );
  expect(told.map(({ channel, recipient }) => [channel, recipient])).toEqual([
    ['sms', account.phone],
  ]);
});

describe('a new address', () => {
  it('[N-21] is taken once both addresses have agreed', async () => {
    const account = await bench.account('mail-code');
    const { userId } = account;
    const session = await signedIn(account);
    const value = `Another-${userId}@firma.example`;
    expect(await change(session, 'email', value)).toBe('200');
    const letters = (await bench.sent(userId)).map(({ recipient }) => recipient);
    expect(letters.toSorted()).toEqual([account.email, value.toLowerCase()].toSorted());
    const { old = '', new: newer = '' } = await tokens(userId);
    expect(await agree(newer)).toBe('200 ["old"]');
    expect((await bench.read(userId)).email).toBe(account.email);
    expect(await agree(newer)).toBe('422 LINK_USED null');
    expect(await agree(old)).toBe('200 []');
    expect((await bench.read(userId)).email).toBe(value.toLowerCase());
    const told = await bench.sent(userId);
    const changed = told.filter(({ template }) => template === 'contact-changed');
    // At the new address first: the newest of them.
    const addresses = [value.toLowerCase(), account.email];
    expect(changed.map(({ recipient }) => recipient)).toEqual(addresses);
    expect(await agree(old)).toBe('422 LINK_USED null');
  });

  it('[N-21] is the login where people sign in by their address', async () => {
    const email = `${uuid()}@firma.example`;
    const account = await bench.account('mail-link', { login: email, email });
    const session = await signedIn(account);
    const value = `new-${email}`;
    await change(session, 'email', value);
    const { old = '', new: newer = '' } = await tokens(account.userId);
    await agree(old);
    expect(await agree(newer)).toBe('200 []');
    expect(await bench.stores.people.accountAt('mail-link', value)).toMatchObject({
      userId: account.userId,
      login: value,
      email: value,
    });
    expect(await bench.stores.people.accountAt('mail-link', email)).toBeNull();
  });

  it('[N-21] that is another login is not taken', async () => {
    const taken = `${uuid()}@firma.example`;
    await bench.account('mail-link', { login: taken, email: taken });
    const account = await bench.account('mail-link', { email: null });
    await change(await signedIn(account), 'email', taken);
    const { new: newer = '' } = await tokens(account.userId);
    expect(await agree(newer)).toBe('409 LOGIN_TAKEN null');
    expect((await bench.read(account.userId)).email).toBeNull();
  });

  it.each([
    [DAY_MS, '200 []'],
    [DAY_MS + 1, '422 LINK_EXPIRED null'],
  ])('[N-21] %i ms after it was sent: %s', async (afterMs, outcome) => {
    const account = await bench.account('mail-code', { email: null });
    await change(await signedIn(account), 'email', `${uuid()}@firma.example`);
    bench.pass(afterMs);
    const { new: newer = '' } = await tokens(account.userId);
    expect(await agree(newer)).toBe(outcome);
  });

  it('[N-21] a newer change ends the older one, and is asked for once a minute', async () => {
    const account = await bench.account('mail-code');
    const session = await signedIn(account);
    await change(session, 'email', 'first@firma.example');
    const { new: first = '' } = await tokens(account.userId);
    expect(await change(session, 'email', 'second@firma.example')).toBe('429 RATE_LIMITED');
    bench.pass(MINUTE_MS);
    expect(await change(session, 'email', 'second@firma.example')).toBe('200');
    expect(await agree(first)).toBe('422 LINK_EXPIRED null');
    expect(await change(session, 'email', 'a@b')).toBe('400 FIELD_INVALID');
  });
});

describe('a change that is under way', () => {
  const pending = async (session: string) =>
    (await call(bench.url, 'personal-data.get', {}, { session })).changes;

  it('[N-21] shows who has agreed and until when, and nothing once it is over', async () => {
    const account = await bench.account('mail-code');
    const session = await signedIn(account);
    await change(session, 'email', 'shown@firma.example');
    const expiresAtMs = bench.nowMs() + DAY_MS;
    const shown = { kind: 'email', value: 'shown@firma.example', expiresAtMs };
    expect(await pending(session)).toEqual([{ ...shown, awaits: ['old', 'new'] }]);
    const { new: newer = '' } = await tokens(account.userId);
    await agree(newer);
    expect(await pending(session)).toEqual([{ ...shown, awaits: ['old'] }]);
    bench.pass(DAY_MS);
    const nextDay = await signedIn(account);
    expect(await pending(nextDay)).toHaveLength(1);
    bench.pass(1);
    expect(await pending(nextDay)).toEqual([]);
  });

  it('[N-21] is given up: its links are dead, and that of another person goes on', async () => {
    const [account, other] = [await bench.account('mail-code'), await bench.account('mail-code')];
    const [session, foreign] = [await signedIn(account), await signedIn(other)];
    await change(session, 'email', 'given-up@firma.example');
    await change(foreign, 'email', 'goes-on@firma.example');
    expect(await asked(session, 'contact.cancel', { kind: 'email' })).toBe('200');
    expect(await pending(session)).toEqual([]);
    const { old = '', new: newer = '' } = await tokens(account.userId);
    expect([await agree(old), await agree(newer)]).toEqual(
      Array.from({ length: 2 }, () => '422 LINK_EXPIRED null'),
    );
    expect(await pending(foreign)).toHaveLength(1);
    expect(await asked(session, 'contact.cancel', { kind: 'email' })).toBe('200');
  });
});

describe('a new phone', () => {
  const confirm = (session: string, code: string) =>
    asked(session, 'contact.confirm-code', { code });

  it('[R-20] is taken by the code that came to it, and is the login where it is one', async () => {
    const account = await bench.account('sms-code');
    const { userId, phone } = account;
    const session = await signedIn(account);
    const value = (phone ?? '').replace('+7912', '+7913');
    expect(await change(session, 'phone', value.replace('+7', '8 '))).toBe('200');
    const [message] = await bench.sent(userId);
    expect(message).toMatchObject({ channel: 'sms', recipient: value });
    const code = await bench.secret(userId, 'code');
    expect(code).toMatch(/^\d{4}$/u);
    expect(await confirm(session, code === '0000' ? '1111' : '0000')).toBe('422 CODE_INVALID');
    expect(await confirm(session, code)).toBe('200');
    expect(await bench.read(userId)).toMatchObject({ phone: value, login: value });
    expect(await confirm(session, code)).toBe('422 CODE_USED');
    const told = await bench.sent(userId);
    const changed = told.filter(({ template }) => template === 'contact-changed');
    expect(changed.map(({ recipient }) => recipient)).toEqual([account.email, value, phone]);
  });

  it('[R-20] names anew whoever is called by his phone', async () => {
    const phone = '+79120001101';
    const account = await bench.account('sms-code', { phone, displayName: maskPhone(phone) });
    const session = await signedIn(account);
    const value = '+79130001199';
    await change(session, 'phone', value);
    expect(await confirm(session, await bench.secret(account.userId, 'code'))).toBe('200');
    expect((await bench.read(account.userId)).displayName).toBe(maskPhone(value));
  });

  it('[R-20] five wrong codes end it', async () => {
    const account = await bench.account('mail-code');
    const session = await signedIn(account);
    await change(session, 'phone', '+79130000001');
    const code = await bench.secret(account.userId, 'code');
    const wrong = code === '0000' ? '1111' : '0000';
    const outcomes = [];
    for (let entry = 0; entry < 6; entry += 1) outcomes.push(await confirm(session, wrong));
    expect(outcomes).toEqual([...Array<string>(5).fill('422 CODE_INVALID'), '422 CODE_EXPIRED']);
    expect(await confirm(session, code)).toBe('422 CODE_EXPIRED');
  });

  it("[N-21] the network's own people have theirs kept by an administrator", async () => {
    const session = await signIn(bench.url, 'curator');
    expect(await change(session, 'phone', '+79130000002')).toBe('422 FIELD_READONLY');
    expect(await confirm(session, '0000')).toBe('422 CODE_EXPIRED');
  });
});

describe("one's own data", () => {
  it('[N-21] name and postal address are written, and read back', async () => {
    const account = await bench.account('mail-code');
    const session = await signedIn(account);
    const patch = { displayName: ' Анна  Орлова ', postalAddress: 'Алматы, а/я 7' };
    expect(await asked(session, 'personal-data.put', patch)).toBe('200');
    const { body } = await callRaw(bench.url, 'personal-data.get', {}, { session });
    expect(body).toEqual({
      login: account.login,
      displayName: 'Анна Орлова',
      email: account.email,
      phone: account.phone,
      postalAddress: 'Алматы, а/я 7',
      taxId: null,
      changes: [],
      asOfMs: bench.nowMs(),
    });
    expect(await asked(session, 'personal-data.put', { displayName: 'Анна' })).toBe(
      '400 FIELD_INVALID',
    );
  });

  it('[N-21] a postal address is saved also where the name is one word, or a masked phone', async () => {
    for (const displayName of ['Касса', '+7•••01']) {
      const account = await bench.account('mail-code', { displayName });
      const session = await signedIn(account);
      const patch = { displayName, postalAddress: 'Алматы, а/я 7' };
      expect(await asked(session, 'personal-data.put', patch)).toBe('200');
      const other = { ...patch, displayName: `${displayName}2` };
      expect(await asked(session, 'personal-data.put', other)).toBe('400 FIELD_INVALID');
    }
  });

  it.each(['taxId', 'legalName', 'contractNumber', 'login', 'phone', 'email'])(
    '[N-21][V-11][R-20] %s is not, and nothing else with it',
    async (field) => {
      const account = await bench.account('mail-code');
      const session = await signedIn(account);
      const patch = { displayName: 'Анна Орлова', [field]: 'x' };
      const { body } = await callRaw(
        bench.url,
        'personal-data.put',
        { commandId: uuid(), ...patch },
        { session },
      );
      expect(body).toMatchObject({ code: 'FIELD_READONLY', params: { field } });
      expect(await bench.read(account.userId)).toEqual(account);
    },
  );
});

it('a code that was right, and refused all the same, is not in the trail', async () => {
  const account = await bench.account('sms-code', { role: 'member' });
  const session = await signedIn(account);
  // Nothing waits for it: so ends also one that was right when somebody else came first.
  const refused = await asked(session, 'contact.confirm-code', { code: '482913' });
  expect(refused).toContain('CODE_EXPIRED');
  const entries = await bench.network.backend.rows<{ code: string; after: string | null }>(
    `SELECT code, after FROM audit_entry WHERE event = 'contact.confirm-code'
       AND user_id = '${account.userId}'`,
  );
  expect(entries).toEqual([{ code: 'CODE_EXPIRED', after: '{}' }]);
});
