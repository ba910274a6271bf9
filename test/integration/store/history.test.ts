import { afterEach, describe, expect, it } from 'vitest';
import { limitOf, NOON_MS } from '#test/support/facts.ts';
import {
  ask,
  authorize,
  capture,
  nextId,
  openBench,
  seedNetwork,
  topUp,
  type StoreBench,
} from '#test/support/network-store.ts';

let bench: StoreBench;
afterEach(() => bench.dispose());

const DAY_MS = 86_400_000;
const MONTHS = ['2026-09', '2026-10', '2026-11'];

async function sell(atMs: number, volumeMl: number): Promise<string> {
  const saleId = nextId();
  await ask(bench.store, { ...authorize(saleId, volumeMl), atMs } as never);
  await ask(bench.store, capture(nextId(), saleId, volumeMl));
  return saleId;
}

async function begin(): Promise<readonly string[]> {
  bench = await openBench();
  await seedNetwork(bench.store, { depositMinor: 0 });
  await ask(bench.store, { ...topUp(nextId(), 900_000_000), atMs: 0 });
  const times = [NOON_MS - 40 * DAY_MS, NOON_MS, NOON_MS + 1_000];
  const ids: string[] = [];
  for (const [index, atMs] of times.entries()) ids.push(await sell(atMs, (index + 1) * 1_000));
  return ids;
}

const find = (search: string, cursor: string | null = null, limit = 50) =>
  bench.store.stores.history.operations({ search, clientId: null, cursor, limit });

describe('sums by month', () => {
  it('[N-15] are those of the statement, by whatever they are asked for', async () => {
    await begin();
    const { months } = bench.store.stores.history;
    const base = { months: MONTHS, limit: 100 } as const;
    const ask4 = (subjectKind: 'contract' | 'client' | 'station' | 'network', id: string | null) =>
      months.call(bench.store.stores.history, {
        ...base,
        subjectKind,
        subjectId: id,
        by: 'none',
      });
    const rows = await ask4('contract', 'contract-1');
    expect(rows).toMatchObject([
      { month: '2026-10', currency: 'KZT', saleCount: 1, volumeMl: 1_000, partId: null },
      { month: '2026-11', currency: 'KZT', saleCount: 2, volumeMl: 5_000, partName: null },
    ]);
    const facts = await bench.store.stores.registers.contractFacts('contract-1', NOON_MS);
    for (const [kind, id] of [
      ['client', facts?.contract.clientId ?? ''],
      ['station', 'station-1'],
      ['network', null],
    ] as const) {
      expect(await ask4(kind, id)).toEqual(rows);
    }
    const question = {
      fromMs: NOON_MS - DAY_MS,
      toMs: NOON_MS + DAY_MS,
      cursor: null,
      limit: 100,
      clientId: null,
    };
    const subject = { subjectKind: 'contract', subjectId: 'contract-1' } as const;
    const { totals } = await bench.store.stores.statements.statement({ ...subject, ...question });
    expect(rows.at(-1)).toMatchObject({
      saleCount: totals.saleCount,
      volumeMl: totals.volumeMl,
      saleMinor: totals.saleAmountMinor,
      vatMinor: totals.vatMinor,
    });
  });

  it('[N-15] are divided by product, station and contract with their names', async () => {
    await begin();
    for (const by of ['product', 'station', 'contract'] as const) {
      const question = { subjectKind: 'network', subjectId: null, by, months: MONTHS } as const;
      const rows = await bench.store.stores.history.months({ ...question, limit: 100 });
      expect(rows).toHaveLength(2);
      for (const { partId, partName } of rows) expect([partId, partName]).not.toContain(null);
    }
  });
});

describe('a search of operations', () => {
  it('finds a fill by its amount, its id and its card, the newest first', async () => {
    const [first = '', second = '', third = ''] = await begin();
    const all = await find('card-1');
    expect(all.rows.map(({ lineId }) => lineId)).toEqual([third, second, first]);
    expect(all.rows[0]).toMatchObject({ contractId: 'contract-1', currency: 'KZT' });
    const amount = -(all.rows[2]?.amountMinor ?? 0);
    const typed = `${Math.floor(amount / 100)},${String(amount % 100).padStart(2, '0')}`;
    expect((await find(typed)).rows.map(({ lineId }) => lineId)).toEqual([first]);
    expect((await find(second)).rows.map(({ lineId }) => lineId)).toEqual([second]);
    expect((await find(`card-1 ${typed}`)).rows.map(({ lineId }) => lineId)).toEqual([first]);
    expect((await find('card-1 9999,99')).rows).toEqual([]);
  });

  it('goes on page by page where it was', async () => {
    const ids = await begin();
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof find>> = await find('card-1', cursor, 1);
      found.push(...page.rows.map(({ lineId }) => lineId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(found).toEqual(ids.toReversed());
  });

  it('[G10] finds a client his own operations by every way, and nobody else’s', async () => {
    const [first = ''] = await begin();
    const facts = await bench.store.stores.registers.contractFacts('contract-1', NOON_MS);
    const { history } = bench.store.stores;
    for (const search of ['card-1', first, '9000000', 'station-1']) {
      const everything = await find(search);
      const page = { search, cursor: null, limit: 50 };
      const own = { ...page, clientId: facts?.contract.clientId ?? '' };
      expect(everything.rows.length, search).toBeGreaterThan(0);
      expect(await history.operations(own), search).toEqual(everything);
      const other = await history.operations({ ...page, clientId: 'client-2' });
      expect(other.rows, search).toEqual([]);
    }
  });

  it('finds a payment by its amount', async () => {
    await begin();
    expect((await find('9000000')).rows).toMatchObject([
      { kind: 'top-up', amountMinor: 900_000_000 },
    ]);
  });
});

describe('fills above a limit that alerts', () => {
  it('[X-15] are found alone, by words too, and not where the fill ended below it', async () => {
    await begin();
    const limit = limitOf({ amount: 4_000, action: 'alert', period: 'once' });
    const named = { contractId: 'contract-1', limit, workstationId: null };
    const atMs = NOON_MS + 1_500;
    await ask(bench.store, { ...named, kind: 'limit.set', commandId: nextId(), atMs });
    const below = nextId();
    await ask(bench.store, { ...authorize(below, 5_000), atMs: NOON_MS + 2_000 } as never);
    await ask(bench.store, capture(nextId(), below, 3_000));
    const above = await sell(NOON_MS + 3_000, 2_000);
    const alerted = async (search: string) => {
      const asked = { search, alerted: true, clientId: null, cursor: null, limit: 50 };
      return (await bench.store.stores.history.operations(asked)).rows;
    };
    const alerts = [{ limitId: 'limit-1', amount: 4_000, above: 1_000 }];
    expect(await alerted('')).toMatchObject([{ lineId: above, alerts }]);
    expect(await alerted('1234')).toMatchObject([{ lineId: above }]);
    expect(await alerted('nothing-like-it')).toEqual([]);
    expect((await find('1234')).rows.filter((row) => row.alerts.length > 0)).toHaveLength(1);
  });

  it('[X-15] fill a page where newer ones ended below it: the list does not end before them', async () => {
    await begin();
    const limit = limitOf({ amount: 2_000, action: 'alert', period: 'day' });
    const named = { contractId: 'contract-1', limit, workstationId: null };
    const atMs = NOON_MS - 50 * DAY_MS;
    await ask(bench.store, { ...named, kind: 'limit.set', commandId: nextId(), atMs });
    const above: string[] = [];
    for (const [index, takenMl] of [3_000, 1_000, 3_000, 1_000, 1_000].entries()) {
      const saleId = nextId();
      const filled = { atMs: NOON_MS + (index + 1) * DAY_MS };
      await ask(bench.store, { ...authorize(saleId, 5_000), ...filled } as never);
      await ask(bench.store, capture(nextId(), saleId, takenMl));
      if (takenMl > 2_000) above.unshift(saleId);
    }
    const page = (cursor: string | null) =>
      bench.store.stores.history.operations({
        search: '',
        alerted: true,
        clientId: null,
        limit: 1,
        cursor,
      });
    const first = await page(null);
    const second = await page(first.nextCursor);
    const ids = [...first.rows, ...second.rows].map(({ lineId }) => lineId);
    expect(ids).toEqual(above);
    expect(second.nextCursor).toBeNull();
  });
});
