import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PeopleChange } from '#service/people/changes/people-change.ts';
import type { PeopleStore } from '#service/people/people-ports.ts';
import type { ProgrammeStore } from '#service/programme/programme-ports.ts';
import { engineUnderTest } from '#test/support/engine.ts';
import { NOON_MS } from '#test/support/facts.ts';
import { openBench, seedNetwork, type StoreBench } from '#test/support/network-store.ts';
import {
  programmeId,
  userId,
  HASH,
  NAME,
  PHONE,
  EMAIL,
  NEW_EMAIL,
  ADDRESS,
  PASSWORDS,
  member,
  consent,
  known,
  severalOf,
} from './known-person.ts';

let bench: StoreBench;
let people: PeopleStore;
let programmes: ProgrammeStore;

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
  // By ids, hashes and parts alone.
  audit_entry: 'from which network something was asked, without the last part of its address',
  journal_line: 'who sold what, by his id, under a hash that nothing is taken out of',
  rate_window: 'tries under the hash of what was typed',
  // Proved through the routes: `forgotten-owner.test.ts`.
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

  it('ends a case that waits for nobody else, and leaves the one in which another is meant', async () => {
    const shared = 'both@example.com';
    const other = { ...member, userId: 'account-2', login: 'second', phone: null, email: shared };
    await commitAt(
      NOON_MS,
      { kind: 'account.put', account: { ...member, email: shared } },
      { kind: 'account.add', account: other },
      { kind: 'password-case.add', case: severalOf('case-3', { email: shared }) },
      { kind: 'password-case.add', case: severalOf('case-4', { login: PHONE }) },
    );
    expect(await erase(1)).toBe('done');
    const { access } = bench.store.stores;
    const claims = { email: shared };
    expect(await access.passwordCase('case-3')).toMatchObject({ state: 'waiting', claims });
    const ended = { state: 'rejected', claims: {}, decidedAtMs: NOON_MS + 5 };
    expect(await access.passwordCase('case-4')).toMatchObject(ended);
    const last = { userId: 'account-2', revision: 0, passwordHash: 'nobodys' } as const;
    expect(await commitAt(NOON_MS + 6, { kind: 'account.erase', ...last })).toBe('done');
    expect(await access.passwordCase('case-3')).toMatchObject({ state: 'rejected', claims: {} });
  });

  it('is in no first answer that is repeated; other answers are', async () => {
    await erase(0);
    const { answers } = bench.store.stores;
    expect(await answers.firstAnswer('command-1')).toEqual({ digest: '', answer: '' });
    expect((await answers.firstAnswer('command-2'))?.answer).toContain('another');
  });

  it('is named no more in what others were told of him, and they still read the rest', async () => {
    const { messages } = bench.store.stores;
    expect(await erase(0)).toBe('done');
    const told = async (messageId: string) => {
      const message = await messages.message(messageId);
      return [message?.state, message?.recipient, message?.params];
    };
    const head = 'head@example.com';
    expect([await told('message-4'), await told('message-5'), await told('message-7')]).toEqual([
      ['queued', head, { personName: '-', atMs: NOON_MS }],
      [
        'queued',
        head,
        { applicationNumber: '1', clientName: 'ТОО «Рейс»', personName: '-', curator: '' },
      ],
      [
        'queued',
        'invited@example.com',
        { personName: 'Ерлан', inviter: '-', expiresAtMs: NOON_MS },
      ],
    ]);
    // To him, before there was an account of his.
    expect(await told('message-6')).toEqual(['cancelled', '-', {}]);
  });

  it('is not written to again by a letter that was on its way', async () => {
    const { messages } = bench.store.stores;
    const claim = 'claim-1';
    const due = { claim, nowMs: NOON_MS, claimedUntilMs: NOON_MS + 60_000, limit: 10 };
    const sending = await messages.claimDue({ ...due, channels: ['email'] });
    expect(sending.map(({ messageId }) => messageId)).toContain('message-2');
    expect(await erase(0)).toBe('done');
    const later = { state: 'queued', error: 'REFUSED', providerId: null } as const;
    const settled = { ...later, nextTryAtMs: NOON_MS + 9, atMs: NOON_MS + 6 };
    expect(await messages.settle('message-2', claim, settled)).toBe(false);
    expect((await messages.message('message-2'))?.state).toBe('cancelled');
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
