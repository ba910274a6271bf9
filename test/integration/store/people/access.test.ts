import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fictitiousBin } from '#domain/client/tax-id.ts';
import type { RecoveryKey } from '#domain/identity/programme.ts';
import type { AccessStore } from '#service/people/access-ports.ts';
import type {
  ContactChangeRow,
  PasswordCase,
  PasswordRequest,
} from '#service/people/access-rows.ts';
import type { PeopleChange } from '#service/people/changes/people-change.ts';
import type { Account } from '#service/people/people-rows.ts';
import { NOON_MS } from '#test/support/facts.ts';
import { hash64, openBench, seedNetwork, type StoreBench } from '#test/support/network-store.ts';

const DAY_MS = 24 * 3_600_000;
/** The client of the seeded contract, with a tax id. */
const COMPANY = {
  sourceId: 'contract-1',
  name: 'ТОО «Рейс»',
  country: 'KZ',
  currency: 'KZT',
  taxId: fictitiousBin(1),
  segment: null,
} as const;

let bench: StoreBench;
let access: AccessStore;

beforeEach(async () => {
  bench = await openBench();
  ({ access } = bench.store.stores);
  await seedNetwork(bench.store);
});
afterEach(() => bench.dispose());

const commit = (...changes: readonly PeopleChange[]) =>
  bench.store.stores.people.commit({ atMs: NOON_MS, audit: null, changes });

const account = (patch: Partial<Account> = {}): Account => ({
  userId: 'account-1',
  login: 'zavod',
  displayName: 'Анна Петровна',
  role: 'representative',
  active: true,
  clientId: null,
  programmeId: 'programme-1',
  email: 'anna@firma.example',
  phone: '+79120000000',
  state: 'active',
  mustSetPassword: false,
  passwordExpiresAtMs: null,
  passwordHash: 'hash-0',
  passwordSetAtMs: null,
  grants: [],
  preferences: {},
  revision: 0,
  ...patch,
});

const request = (patch: Partial<PasswordRequest> = {}): PasswordRequest => ({
  requestId: 'request-1',
  subject: 'account-1',
  keyHash: hash64('zavod'),
  programmeId: 'programme-1',
  userId: null,
  purpose: 'set-password',
  secretHash: 'secret-1',
  messageId: 'message-1',
  state: 'open',
  triesUsed: 0,
  askedAtMs: NOON_MS,
  expiresAtMs: NOON_MS + DAY_MS,
  caseId: null,
  ...patch,
});
const asks = (patch: Partial<PasswordRequest>): PeopleChange => ({
  kind: 'password-request.add',
  request: request(patch),
});

const waiting: PasswordCase = {
  caseId: 'case-1',
  kind: 'checked-link',
  state: 'waiting',
  programmeId: 'programme-1',
  userId: null,
  claims: { email: 'anna@firma.example', personName: 'Анна Петровна' },
  checks: ['identity-document'],
  newEmail: null,
  stationId: null,
  overrideReason: null,
  openedBy: null,
  openedAtMs: NOON_MS,
  decidedBy: null,
  decidedAtMs: null,
  reason: null,
};

const change: ContactChangeRow = {
  changeId: 'change-1',
  userId: 'account-1',
  kind: 'email',
  value: 'new@firma.example',
  state: 'open',
  awaits: ['old', 'new'],
  oldSecretHash: 'old-1',
  newSecretHash: 'new-1',
  triesUsed: 0,
  askedAtMs: NOON_MS,
  expiresAtMs: NOON_MS + DAY_MS,
};

describe('the accounts that a key means', () => {
  const found = async (kind: RecoveryKey, value: string) => {
    const key = { kind, value };
    const accounts = await access.accountsByRecoveryKey('programme-1', key, 2);
    return accounts.map(({ userId }) => userId);
  };

  it('[N-09] are found by login, address and phone, at their own programme', async () => {
    const elsewhere = account({ userId: 'account-2', programmeId: 'programme-2' });
    await commit({ kind: 'account.add', account: account() });
    await commit({ kind: 'account.add', account: elsewhere });
    expect(await found('login', 'zavod')).toEqual(['account-1']);
    expect(await found('email', 'anna@firma.example')).toEqual(['account-1']);
    expect(await found('phone', '+79120000000')).toEqual(['account-1']);
    expect(await found('login', 'nobody')).toEqual([]);
  });

  it('[O-06] are all those of the client whose tax id it is, and no closed one', async () => {
    const [first] = await bench.rows<{ id: string }>('SELECT client_id AS id FROM client');
    const clientId = first?.id ?? '';
    await bench.store.stores.registers.importRegister({ register: 'clients', rows: [COMPANY] });
    const of = (userId: string, patch: Partial<Account> = {}): PeopleChange => ({
      kind: 'account.add',
      account: account({ userId, login: userId, clientId, ...patch }),
    });
    await commit(of('a'), of('b', { state: 'closed' }), of('c', { active: false }));
    expect(await found('tax-id', COMPANY.taxId)).toEqual(['a']);
    await commit(of('d', { state: 'locked' }), of('e'));
    expect(await found('tax-id', COMPANY.taxId)).toEqual(['a', 'd']);
  });
});

describe('a request for a new password', () => {
  it('[N-10] a newer one of the same subject cancels it, under whatever key', async () => {
    await commit(asks({}));
    const second = { requestId: 'request-2', secretHash: 'secret-2', keyHash: hash64('mail') };
    await commit(asks({ ...second, askedAtMs: NOON_MS + 1 }));
    expect(await access.latestRequest(hash64('zavod'))).toEqual(request({ state: 'cancelled' }));
    expect(await access.latestRequest(hash64('mail'))).toMatchObject({ state: 'open' });
    expect(await access.requestBySecretHash('secret-1')).toMatchObject({ state: 'cancelled' });
  });

  it('[N-09][R-10] is counted by its key, and its tries by its subject', async () => {
    await commit(asks({}));
    const other = { requestId: 'request-2', secretHash: 'secret-2', keyHash: hash64('mail') };
    await commit(asks({ ...other, triesUsed: 3, askedAtMs: NOON_MS + 5 }));
    expect(await access.askedSince(hash64('zavod'), NOON_MS - 1)).toEqual([NOON_MS]);
    expect(await access.askedSince(hash64('zavod'), NOON_MS)).toEqual([]);
    expect(await access.triesSince('account-1', NOON_MS - 1)).toBe(3);
    expect(await access.triesSince('account-1', NOON_MS + 5)).toBe(0);
  });

  it('is judged once: of two entries at the same time one is stale', async () => {
    await commit(asks({}));
    const was = { state: 'open', triesUsed: 0 } as const;
    const used: PeopleChange = {
      kind: 'password-request.judged',
      requestId: 'request-1',
      was,
      is: { state: 'used', triesUsed: 0 },
    };
    expect(await Promise.all([commit(used), commit(used)])).toEqual(['done', 'stale']);
  });

  it('is forgotten a week after its term', async () => {
    await commit(asks({}));
    const late = { requestId: 'request-2', secretHash: 'secret-2', subject: 'another' };
    const atMs = NOON_MS + 8 * DAY_MS;
    await commit(asks({ ...late, askedAtMs: atMs, expiresAtMs: atMs + 1 }));
    expect(await access.requestBySecretHash('secret-1')).not.toBeNull();
    const later = { requestId: 'request-3', secretHash: 'secret-3', subject: 'another' };
    await commit(asks({ ...later, askedAtMs: atMs + 1, expiresAtMs: atMs + 2 }));
    expect(await access.requestBySecretHash('secret-1')).toBeNull();
  });
});

describe('a case', () => {
  const add = (patch: Partial<PasswordCase>): PeopleChange => ({
    kind: 'password-case.add',
    case: { ...waiting, ...patch },
  });

  it('[O-09] is decided once, by one of two who do it at the same time', async () => {
    await commit(add({}), { kind: 'account.add', account: account() });
    const decided = {
      ...waiting,
      state: 'rejected',
      decidedAtMs: NOON_MS,
      decidedBy: 'account-1',
      reason: 'another phone',
    } as const;
    const decide: PeopleChange = { kind: 'password-case.decide', case: decided };
    expect(await Promise.all([commit(decide), commit(decide)])).toEqual(['done', 'stale']);
    expect(await access.passwordCase('case-1')).toEqual(decided);
    expect(await access.passwordCase('case-2')).toBeNull();
  });

  it('waits in the order in which they came, page by page', async () => {
    await commit(add({ caseId: 'c', openedAtMs: 1 }), add({ caseId: 'a' }), add({ caseId: 'b' }));
    await commit(add({ caseId: 'd', state: 'confirmed', decidedAtMs: NOON_MS }));
    const page = async (cursor: string | null, state: 'waiting' | null) => {
      const { rows, nextCursor } = await access.passwordCases({ state, cursor, limit: 2 });
      return [rows.map(({ caseId }) => caseId), nextCursor];
    };
    expect(await page(null, 'waiting')).toEqual([['c', 'a'], 'a']);
    expect(await page('a', 'waiting')).toEqual([['b'], null]);
    expect(await page('a', null)).toEqual([['b', 'd'], null]);
  });
});

describe('a change of contact', () => {
  it('[N-21] is found by either token, and a newer one of its kind cancels it', async () => {
    await commit({ kind: 'account.add', account: account() });
    await commit({ kind: 'contact-change.add', change });
    expect(await access.contactChangeBySecretHash('old-1')).toEqual(change);
    expect(await access.contactChangeBySecretHash('new-1')).toEqual(change);
    const newer = { ...change, changeId: 'change-2', oldSecretHash: 'old-2', newSecretHash: 'n2' };
    await commit({ kind: 'contact-change.add', change: { ...newer, askedAtMs: NOON_MS + 1 } });
    expect(await access.contactChangeBySecretHash('old-1')).toMatchObject({ state: 'cancelled' });
    expect(await access.latestContactChange('account-1', 'email')).toMatchObject({
      changeId: 'change-2',
    });
    expect(await access.latestContactChange('account-1', 'phone')).toBeNull();
  });

  it('is answered once: of two answers at the same time one is stale', async () => {
    await commit({ kind: 'account.add', account: account() });
    await commit({ kind: 'contact-change.add', change });
    const agree: PeopleChange = {
      kind: 'contact-change.put',
      was: change,
      is: { ...change, awaits: ['new'] },
    };
    expect(await Promise.all([commit(agree), commit(agree)])).toEqual(['done', 'stale']);
  });
});

describe('what else is kept of an account', () => {
  it('[V-17] the office that issued the access first stays the one', async () => {
    await commit({ kind: 'account.add', account: account() });
    const issued = { kind: 'access.issued', userId: 'account-1', issuedAtMs: 1 } as const;
    await commit({ ...issued, stationId: 'station-1', issuedBy: 'account-1' });
    await commit({ ...issued, stationId: 'station-1', issuedBy: 'account-1', issuedAtMs: 2 });
    expect(await access.issuedAtStation('account-1')).toBe('station-1');
    expect(await access.issuedAtStation('account-2')).toBeNull();
  });

  it('[N-21] a postal address is written anew and taken away', async () => {
    await commit({ kind: 'account.add', account: account() });
    const put = (address: string | null) =>
      commit({ kind: 'postal-address.put', userId: 'account-1', address });
    await put('Алматы, а/я 1');
    await put('Алматы, а/я 2');
    expect(await access.postalAddress('account-1')).toBe('Алматы, а/я 2');
    await put(null);
    expect(await access.postalAddress('account-1')).toBeNull();
  });
});
