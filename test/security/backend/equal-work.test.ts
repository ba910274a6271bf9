import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '#service/people/people-rows.ts';
import type { PeopleWork } from '#service/people/people-ports.ts';
import { NOBODY } from '#service/caller.ts';
import type { Service } from '#service/service.ts';
import { signIn } from '#service/people/sign-in/sign-in.ts';
import { callRaw } from '#test/support/backend/http-client.ts';
import { addWithPassword, plainProgramme } from '#test/support/backend/door-people.ts';
import { openProgramme } from '#test/support/backend/programme-people.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';

const PROGRAMME = 'locking';

let network: SmallNetwork;
beforeAll(async () => {
  network = await startSmallNetwork();
  await openProgramme(network, plainProgramme(PROGRAMME));
});
afterAll(() => network.backend.stop());

/** Tables that a sign-in may write to, and how many rows each of them has. */
const TABLES = [
  'audit_entry',
  'message',
  'session',
  'sign_in_error',
  'user_account',
  'rate_window',
];

/** What a try cost, as far as it can be seen from inside. */
interface Cost {
  readonly hashes: string[];
  readonly changes: string[][];
  readonly rows: Record<string, number>;
}

/** The service with everything counted that a try may cost. */
function counted(service: Service): { service: Service; cost: Cost } {
  const cost: Cost = { hashes: [], changes: [], rows: {} };
  const { hasher, stores } = service;
  const { people } = stores;
  return {
    cost,
    service: {
      ...service,
      hasher: {
        hash: (text) => {
          cost.hashes.push('hash');
          return hasher.hash(text);
        },
        verify: (phc, text) => {
          cost.hashes.push(phc.split('$').slice(0, 4).join('$'));
          return hasher.verify(phc, text);
        },
        isOutdated: (phc) => hasher.isOutdated(phc),
      },
      stores: {
        ...stores,
        people: new Proxy(people, {
          get: (target, name) => {
            const value: unknown = Reflect.get(target, name);
            if (name !== 'commit') return typeof value === 'function' ? value.bind(target) : value;
            return (work: PeopleWork) => {
              cost.changes.push(work.changes.map(({ kind }) => kind));
              return target.commit(work);
            };
          },
        }),
      },
    },
  };
}

async function rowCounts(): Promise<Record<string, number>> {
  const counts = TABLES.map(async (table) => {
    const [row] = await network.backend.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`);
    return [table, Number(row?.n)] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

/** What the nth of some tries with a wrong password costs, and how it is answered. */
async function costOf(login: string, tries: number) {
  const told: unknown[] = [];
  for (let nth = 1; nth <= tries; nth += 1) {
    const before = await rowCounts();
    const { service, cost } = counted(network.backend.service);
    const input = { login, password: 'x', workstationId: null, programmeId: PROGRAMME };
    const answer = await signIn(service, input, NOBODY);
    const after = await rowCounts();
    for (const table of TABLES) cost.rows[table] = (after[table] ?? 0) - (before[table] ?? 0);
    told.push({ ...cost, answer });
  }
  return told;
}

const someone = (login: string, patch: Partial<Account> = {}) =>
  addWithPassword(network.backend, { login, programmeId: PROGRAMME, ...patch });

describe('[G7] what a wrong try at a door costs says nothing', () => {
  it('hashes, writes and queues the same for everybody and nobody, up to the lock and beyond', async () => {
    const tries = 6;
    await someone('known@example.com');
    await someone('stopped@example.com', { active: false });
    await someone('erased@example.com', { state: 'erased' });
    await someone('no-address@example.com', { email: null });
    const known = await costOf('known@example.com', tries);
    expect(known).toHaveLength(tries);
    expect(JSON.stringify(known)).toContain('account.lock');
    for (const login of ['nobody', 'stopped', 'erased', 'no-address']) {
      expect(await costOf(`${login}@example.com`, tries)).toEqual(known);
    }
  });

  it('and one that is locked costs what one costs that nobody has', async () => {
    await someone('shut@example.com', { state: 'locked' });
    const shut = await costOf('shut@example.com', 2);
    expect(shut).toEqual(await costOf('nobody-2@example.com', 2));
  });

  it('is answered with the same bytes', async () => {
    await someone('bytes@example.com');
    const bytes = async (login: string) => {
      const input = { login, password: 'x', workstationId: null, programmeId: PROGRAMME };
      const { status, headers, body } = await callRaw(network.url, 'session.open', input);
      const { traceId, ...said } = Object(body) as Record<string, unknown>;
      expect(traceId).toBeTypeOf('string');
      return { status, length: headers.get('content-length'), said };
    };
    expect(await bytes('nobody-3@example.com')).toEqual(await bytes('bytes@example.com'));
  });

  it('a message of nobody goes nowhere, one of somebody to his own address', async () => {
    const rows = await network.backend.rows<{ recipient: string; channel: string; state: string }>(
      'SELECT recipient, channel, state FROM message',
    );
    // Who has no address finds it where he works; all else that leaves is a letter.
    const sent = rows.filter(({ channel }) => channel !== 'none' && channel !== 'desktop');
    expect(new Set(sent.map(({ recipient }) => recipient))).toEqual(new Set(['known@example.com']));
    for (const { channel, state, recipient } of rows) {
      if (channel === 'none')
        expect({ state, recipient }).toEqual({ state: 'dropped', recipient: '' });
    }
  });
});
