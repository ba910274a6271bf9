import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shippedProgrammes } from '#backend/programmes/shipped.ts';
import type { PeopleChange } from '#service/people/changes/people-change.ts';
import type { PeopleStore } from '#service/people/people-ports.ts';
import type { Account } from '#service/people/people-rows.ts';
import type { ProgrammeStore } from '#service/programme/programme-ports.ts';
import { engineUnderTest } from '#test/support/engine.ts';
import { NOON_MS } from '#test/support/facts.ts';
import { openBench, seedNetwork, type StoreBench } from '#test/support/network-store.ts';

let bench: StoreBench;
let people: PeopleStore;
let programmes: ProgrammeStore;

const [profile] = shippedProgrammes();
if (profile === undefined) throw new Error('no programme is shipped');
const { programmeId } = profile;
const userId = 'account-1';
const HASH = 'a'.repeat(64);

/** All that says who he is: none of it may be found once he is forgotten. */
const NAME = 'Әсел Қайратқызы';
const PHONE = '+77010000001';
const EMAIL = 'asel@example.com';
const NEW_EMAIL = 'asel.new@example.com';
const ADDRESS = 'Абай көшесі, 1';
const PASSWORDS = ['hash-of-now', 'hash-of-before'] as const;

const member: Account = {
  userId,
  login: PHONE,
  displayName: NAME,
  role: 'member',
  active: true,
  clientId: null,
  programmeId,
  email: EMAIL,
  phone: PHONE,
  state: 'active',
  mustSetPassword: false,
  passwordExpiresAtMs: null,
  passwordHash: PASSWORDS[0],
  passwordSetAtMs: NOON_MS,
  grants: [],
  preferences: { language: 'kk' },
  revision: 0,
};

const times = { askedAtMs: NOON_MS, expiresAtMs: NOON_MS + 1000 };

const consent = {
  consentId: 'consent-1',
  userId,
  programmeId,
  kind: 'offer',
  version: 1,
  hash: HASH,
  language: 'kk',
  acceptedAtMs: NOON_MS,
  channel: 'sign-in',
  workstationId: 'desk-1',
  withdrawnAtMs: null,
} as const;

/** Everything that a network may know of somebody, in every table that has a place for it. */
const known: readonly PeopleChange[] = [
  {
    kind: 'programme.add',
    programme: { profile, active: true, revision: 0, changedAtMs: NOON_MS },
  },
  {
    kind: 'terms.publish',
    terms: {
      programmeId,
      kind: 'offer',
      version: 1,
      fromMs: NOON_MS,
      publishedAtMs: NOON_MS,
      hash: HASH,
      texts: [{ language: 'kk', title: 'Оферта', body: 'Мәтін' }],
    },
  },
  { kind: 'account.add', account: member },
  { kind: 'consent.add', consent },
  {
    kind: 'password.keep',
    userId,
    passwordHash: PASSWORDS[1],
    setAtMs: NOON_MS,
    keepCount: 5,
  },
  {
    kind: 'errors.put',
    accountKey: `${programmeId}/${PHONE}`,
    errors: { errorCount: 1, lastErrorAtMs: NOON_MS },
  },
  {
    kind: 'session.add',
    session: {
      sessionId: 'session-1',
      tokenHash: 'token-1',
      userId,
      role: 'member',
      workstationId: null,
      purpose: 'ordinary',
      openedAtMs: NOON_MS,
      expiresAtMs: NOON_MS + 1000,
    },
  },
  { kind: 'postal-address.put', userId, address: ADDRESS },
  {
    kind: 'contact-change.add',
    change: {
      changeId: 'change-1',
      userId,
      kind: 'email',
      value: NEW_EMAIL,
      state: 'open',
      awaits: ['new'],
      oldSecretHash: null,
      newSecretHash: 'secret-1',
      triesUsed: 0,
      ...times,
    },
  },
  {
    kind: 'password-case.add',
    case: {
      caseId: 'case-1',
      kind: 'lost-mailbox',
      state: 'waiting',
      programmeId,
      userId,
      claims: { phone: PHONE, personName: NAME },
      checks: [],
      newEmail: NEW_EMAIL,
      stationId: null,
      overrideReason: null,
      openedBy: 'user-1',
      openedAtMs: NOON_MS,
      decidedBy: null,
      decidedAtMs: null,
      reason: null,
    },
  },
  {
    kind: 'password-request.add',
    request: {
      requestId: 'request-1',
      subject: userId,
      keyHash: HASH,
      programmeId,
      userId,
      purpose: 'identify',
      secretHash: 'secret-2',
      messageId: 'message-1',
      state: 'open',
      triesUsed: 0,
      caseId: 'case-1',
      ...times,
    },
  },
  {
    kind: 'message.add',
    message: {
      messageId: 'message-2',
      channel: 'email',
      to: EMAIL,
      language: 'kk',
      template: 'recovery-rejected',
      params: { reason: `${NAME} келмеді` },
      expiresAtMs: NOON_MS + 1000,
      programmeId,
      userId,
    },
  },
  {
    // Written before there was an account of his.
    kind: 'message.add',
    message: {
      messageId: 'message-3',
      channel: 'sms',
      to: PHONE,
      language: 'kk',
      template: 'registration-code',
      params: { code: '1234', expiresAtMs: NOON_MS },
      expiresAtMs: NOON_MS + 1000,
      programmeId,
      userId: null,
    },
  },
  {
    kind: 'invitation.add',
    invitation: {
      invitationId: 'invitation-1',
      programmeId,
      clientId: 'contract-1',
      email: EMAIL,
      displayName: NAME,
      language: 'kk',
      grants: ['full'],
      tokenHash: 'b'.repeat(64),
      state: 'revoked',
      invitedBy: userId,
      sentAtMs: NOON_MS,
      revision: 0,
      expiresAtMs: NOON_MS + 1000,
      endedAtMs: NOON_MS,
      userId: null,
    },
  },
  {
    kind: 'registration.add',
    registration: {
      registrationId: 'registration-1',
      programmeId,
      phone: PHONE,
      email: EMAIL,
      cardId: null,
      passwordHash: PASSWORDS[1],
      language: 'kk',
      ticks: [],
      workstationId: null,
      operatorId: null,
      decoy: true,
      startedAtMs: NOON_MS,
      codeHash: 'code-1',
      sentAtMs: NOON_MS,
      sentCount: 1,
      triesUsed: 0,
      revision: 0,
    },
  },
  {
    kind: 'application.add',
    application: {
      applicationId: 'application-1',
      number: 1,
      programmeId,
      language: 'kk',
      form: {
        clientName: 'ТОО «Рейс»',
        taxId: '000000000000',
        contractNumber: '7',
        personName: NAME,
        phone: PHONE,
        email: EMAIL,
        authority: { title: 'Сенімхат', number: '12', fromOn: '2026-01-01', untilOn: null },
      },
      source: 'form',
      filedAtMs: NOON_MS,
      filedBy: null,
      curatorUserId: null,
      headUserId: 'user-1',
      curatorSeenAtMs: null,
      headSeenAtMs: null,
      state: 'processed',
      closedAtMs: NOON_MS,
      closedBy: 'user-1',
      reason: null,
      accountUserId: userId,
      revision: 0,
    },
  },
  {
    kind: 'feedback.add',
    feedback: {
      feedbackId: 'feedback-1',
      number: 1,
      programmeId,
      language: 'kk',
      state: 'answered',
      contact: PHONE,
      text: `${NAME}: ${ADDRESS}`,
      workstationId: 'desk-1',
      writtenAtMs: NOON_MS,
      toldAtMs: NOON_MS,
      answer: NAME,
      answeredAtMs: NOON_MS,
      answeredBy: 'user-1',
      closedAtMs: null,
      closedBy: null,
      revision: 0,
    },
  },
  { kind: 'erasure.ask', request: { userId, programmeId, askedAtMs: NOON_MS } },
];

const commitAt = (atMs: number, ...changes: readonly PeopleChange[]) =>
  people.commit({ atMs, audit: null, changes });

const erase = (revision: number) =>
  commitAt(NOON_MS + 5, { kind: 'account.erase', userId, revision, passwordHash: 'nobodys' });

async function tableNames(): Promise<readonly string[]> {
  const listed =
    engineUnderTest() === 'postgres'
      ? `SELECT table_name AS name FROM information_schema.tables
         WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'`
      : `SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'`;
  return (await bench.rows<{ name: string }>(listed)).map(({ name }) => name);
}

/** Every row of every table, but for the trail of who did what, which nothing is taken out of. */
async function everything(): Promise<string> {
  const tables = await tableNames();
  const rows = [];
  for (const table of tables.filter((name) => name !== 'audit_entry')) {
    rows.push(...(await bench.rows(`SELECT * FROM ${table}`)));
  }
  return JSON.stringify(rows);
}

beforeEach(async () => {
  bench = await openBench();
  ({ people, programmes } = bench.store.stores);
  await seedNetwork(bench.store);
  expect(await commitAt(NOON_MS, ...known)).toBe('done');
  const { answers } = bench.store.stores;
  const said = { userId, login: PHONE, displayName: NAME, email: EMAIL };
  const kept = { digest: HASH, answer: JSON.stringify(said) };
  await answers.keepAnswer('command-1', kept, NOON_MS);
  const ofOther = { digest: HASH, answer: JSON.stringify({ userId: 'another', email: '' }) };
  await answers.keepAnswer('command-2', ofOther, NOON_MS);
});
afterEach(() => bench.dispose());

/** Columns under whose names people are known. */
const PERSONAL = new RegExp(
  `^(?:.*_)?(?:${[
    'login|login_folded|email|phone|name|contact|recipient|address|holder',
    'claims|form|body|answer|outcome|value|params',
  ].join('|')})$`,
  'u',
);

/** What such columns hold here is somebody else's, and why. */
const NOT_HIS: Readonly<Record<string, string>> = {
  // Names and values of things.
  asset: 'what a voucher or points are worth',
  card_group: 'how a client calls its cards',
  limit_template: 'how a client calls its limits',
  network: 'the network’s own name',
  product: 'what is sold',
  product_group: 'the same',
  schema_migration: 'steps of the schema',
  station: 'where it is sold',
  station_said: 'what the network says of its stations',
  terms_text: 'documents for everybody',
  workstation: 'how a desk is called',
  // The firm’s papers, which the firm changes and the law has it keep.
  card: 'whom a firm has given a card',
  card_hand_over: 'an act with its receiver, as it was signed',
  client: 'whom a firm has named as its contact',
  // By ids and hashes alone.
  journal_line: 'who sold what, by his id, under a hash that nothing is taken out of',
  rate_window: 'tries under the hash of what was typed',
  // Proved through the routes: `people/forgotten-owner.test.ts`.
  command_outcome: 'the login of an account that was born with a contract',
};

describe('a person who is forgotten', () => {
  it('stood before in every table that has a place for him, or it is said here why not', async () => {
    const unknown: string[] = [];
    for (const table of await tableNames()) {
      const columns =
        engineUnderTest() === 'postgres'
          ? `SELECT column_name AS name FROM information_schema.columns
             WHERE table_schema = current_schema() AND table_name = '${table}'`
          : `SELECT name FROM pragma_table_info('${table}')`;
      const names = (await bench.rows<{ name: string }>(columns)).map(({ name }) => name);
      if (!names.some((name) => PERSONAL.test(name)) || table in NOT_HIS) continue;
      const rows = JSON.stringify(await bench.rows(`SELECT * FROM ${table}`));
      const stands = [NAME, PHONE, EMAIL, NEW_EMAIL, ADDRESS].some((text) => rows.includes(text));
      if (!stands) unknown.push(table);
    }
    expect(unknown).toEqual([]);
  });

  it('is named by nothing in any table', async () => {
    const told = [NAME, PHONE, EMAIL, NEW_EMAIL, ADDRESS, ...PASSWORDS, 'token-1', 'secret-1'];
    const before = await everything();
    expect(told.filter((text) => !before.includes(text))).toEqual([]);
    expect(await erase(0)).toBe('done');
    const after = await everything();
    expect(told.filter((text) => after.includes(text))).toEqual([]);
  });

  it('leaves his id to the ledger, his consents to the law, and the papers to the firm', async () => {
    await erase(0);
    expect(await people.accountById(userId)).toEqual({
      ...member,
      login: 'erased:account-1',
      displayName: '-',
      active: false,
      email: null,
      phone: null,
      state: 'erased',
      passwordHash: 'nobodys',
      passwordSetAtMs: null,
      preferences: {},
      revision: 1,
    });
    expect(await programmes.consentsOf(userId)).toEqual([
      { ...consent, withdrawnAtMs: NOON_MS + 5 },
    ]);
    const { applications, access } = bench.store.stores;
    expect((await applications.application('application-1'))?.form).toMatchObject({
      clientName: 'ТОО «Рейс»',
      authority: { number: '12' },
    });
    expect(await access.passwordCase('case-1')).toMatchObject({ state: 'rejected', claims: {} });
    expect(await programmes.erasureRequests()).toEqual([]);
  });

  it('is in no first answer that is repeated; other answers are', async () => {
    await erase(0);
    const { answers } = bench.store.stores;
    expect(await answers.firstAnswer('command-1')).toEqual({ digest: '', answer: '' });
    expect((await answers.firstAnswer('command-2'))?.answer).toContain('another');
  });

  it('is not forgotten twice, nor by who read him before a change', async () => {
    await commitAt(NOON_MS, { kind: 'account.put', account: member });
    expect(await erase(0)).toBe('stale');
    expect(await erase(1)).toBe('done');
    expect(await erase(2)).toBe('stale');
  });
});

it('to be forgotten is asked for once', async () => {
  const request = { userId, programmeId, askedAtMs: NOON_MS + 1 };
  await commitAt(NOON_MS, { kind: 'erasure.ask', request });
  expect(await programmes.erasureRequests()).toEqual([{ ...request, askedAtMs: NOON_MS }]);
});
