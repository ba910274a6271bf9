import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import {
  limitFirstCard,
  makeSmallNetwork,
  type NetworkAt,
} from '#test/support/backend/small-network.ts';
import { asked } from '#test/support/postgres/database.ts';
import {
  BackendProcesses,
  setupTokenOf,
  urlOf,
  type Run,
} from '#test/support/postgres/processes.ts';

const PATIENCE = { timeout: 60_000 };
const ASKED = 100;
const ROOM = 40;

let backends: BackendProcesses;
let network: NetworkAt;
let first: Run;
let urls: readonly [string, string];

beforeEach(async () => {
  backends = await BackendProcesses.begin();
  first = backends.serve();
  const url = await urlOf(first);
  network = await makeSmallNetwork({
    url,
    setupToken: await setupTokenOf(first),
    nowMs: Date.now(),
  });
  urls = [url, await urlOf(backends.serve())];
  await limitFirstCard(network, { measure: 'count', amount: ROOM });
});
afterEach(() => backends.dispose());

/** What came of a question; null when its backend died over it. */
async function authorize(url: string, saleId: string): Promise<string | null> {
  const fill = { cardId: 'card-1', productId: 'dt', pumpNumber: 1, pin: null, leaseReturns: [] };
  const asks = { ...fill, saleId, ask: { by: 'volume', volumeMl: 1_000 } };
  const auth = { bearer: network.workstation.bearer, session: network.operator };
  return callRaw(url, 'sale.authorize', asks, auth).then(outcomeOf, () => null);
}

const newSales = (): readonly string[] => Array.from({ length: ASKED }, () => uuid());
const passed = (outcomes: readonly (string | null)[]) => outcomes.filter((one) => one === '200');

async function booksAgree(): Promise<void> {
  const verified = backends.verify();
  expect(await verified.ended, verified.text()).toBe(0);
  expect(verified.text()).toContain(`, ${ROOM} fills, `);
}

describe('two backend processes over one database', () => {
  it('[I1] of 100 parallel authorizations with room for exactly 40, exactly 40 pass', async () => {
    const outcomes = await Promise.all(
      newSales().map((saleId, index) => authorize(urls[index % 2 === 0 ? 0 : 1], saleId)),
    );
    expect(passed(outcomes)).toHaveLength(ROOM);
    expect(new Set(outcomes)).toEqual(new Set(['200', '422 LIMIT_EXCEEDED']));
    await booksAgree();
  });

  it('[I1] [I2] of which one is killed in the middle of a commit, sell what there is, once', async () => {
    const gate = new pg.Client({ connectionString: backends.url });
    await gate.connect();
    await gate.query('BEGIN');
    await gate.query(`SELECT 1 FROM pack WHERE owner_key = 'card/card-1' FOR UPDATE`);
    const sales = newSales();
    const dying = sales.map((saleId) => authorize(urls[0], saleId));
    // Decided, and standing before the first row that it writes.
    await expect.poll(waiting, PATIENCE).toBeGreaterThan(0);
    first.child.kill('SIGKILL');
    await first.ended;
    await gate.query('COMMIT');
    await gate.end();
    expect(passed(await Promise.all(dying))).toEqual([]);
    const outcomes = await Promise.all(sales.map((saleId) => authorize(urls[1], saleId)));
    expect(passed(outcomes)).toHaveLength(ROOM);
    await booksAgree();
  });

  it('verify names the first difference of the database, and ends with 1', async () => {
    await asked(backends.url, 'UPDATE contract SET deposits_minor = deposits_minor + 1');
    const verified = backends.verify();
    expect(await verified.ended).toBe(1);
    expect(verified.text()).toMatch(
      /do not agree: deposits are the payments: contract \S+ has \d+/u,
    );
    expect(verified.text()).not.toContain(backends.password);
  });
});

/** How many transactions of the database stand before a lock. */
async function waiting(): Promise<number> {
  const rows = await asked<{ count: number }>(
    backends.url,
    `SELECT count(*)::integer AS count FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0]?.count ?? 0;
}
