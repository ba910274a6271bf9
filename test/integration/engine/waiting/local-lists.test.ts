import { beforeAll, describe, expect, it } from 'vitest';
import { record } from '#engine/cache/registers.ts';
import { deskPerFile } from '#test/support/engine/desks.ts';

const CARDS = 2_500;

const desk = deskPerFile();
beforeAll(async () => {
  await desk.bench
    .ok('sale:authorize', desk.bench.question())
    .then(({ sale }) => desk.bench.ok('sale:capture', { saleId: sale.saleId, volumeMl: 10_000 }));
  desk.network.backend.clock.pass(6 * 60_000);
  await desk.bench.syncOk();
  await desk.bench.cut();
  addCards();
});

/** As the feed of a larger network would have brought them, every tenth of another contract. */
function addCards(): void {
  const { db } = desk.bench.engine.core.cache;
  const card = record(db, 'card', 'card-1');
  const put = db.prepare(
    `INSERT INTO record (entity, row_id, pan, body) VALUES ('card', ?, NULL, ?)`,
  );
  db.transaction(() => {
    for (let n = 0; n < CARDS; n += 1) {
      const cardId = `many-${String(n).padStart(5, '0')}`;
      const contractId = n % 10 === 0 ? 'client-2' : 'client-1';
      const holder = n === 2_417 ? 'ЩЕГЛОВ Иван' : null;
      const body = { ...card, cardId, contractId, holder };
      put.run(cardId, JSON.stringify(body));
    }
  })();
}

async function wholeList(input: { contractId?: string; search?: string }): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const asked = { ...input, limit: 40, ...(cursor === null ? {} : { cursor }) };
    const page: { rows: { cardId: string }[]; nextCursor: string | null } = await desk.bench.ok(
      'card:list',
      asked,
    );
    // A page is full or the last one: what does not match takes no place on it.
    expect(page.rows.length === 40 || page.nextCursor === null).toBe(true);
    ids.push(...page.rows.map(({ cardId }) => cardId));
    ({ nextCursor: cursor } = page);
  } while (cursor !== null);
  return ids;
}

describe('the list of cards without the link', () => {
  it('of one contract has full pages and every card of it once', async () => {
    const ids = await wholeList({ contractId: 'client-2' });
    expect(ids).toHaveLength(CARDS / 10 + 1);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('card-3');
    expect(ids.toSorted()).toEqual(ids);
  });

  it('is searched by any part of a shown text, in any case and alphabet', async () => {
    expect(await wholeList({ search: 'щеглов' })).toEqual(['many-02417']);
    expect(await wholeList({ search: 'MANY-0000' })).toHaveLength(10);
    expect(await wholeList({ search: 'щеглов', contractId: 'client-2' })).toEqual([]);
  });

  it('is not searched by the hash of a number, nor by what looks like a pattern', async () => {
    const hash = record(desk.bench.engine.core.cache.db, 'card', 'card-1')?.panHash ?? '';
    expect(hash).toHaveLength(64);
    expect(await wholeList({ search: hash })).toEqual([]);
    expect(await wholeList({ search: 'many_0000' })).toEqual([]);
  });

  it('is not finished before a sale that was asked for meanwhile is answered', async () => {
    const order: string[] = [];
    const list = desk.bench
      .ok('card:list', { search: 'nobody is called so' })
      .then(() => order.push('list'));
    const sale = desk.bench
      .ok('sale:authorize', desk.bench.question({ pumpNumber: 2 }))
      .then(() => order.push('sale'));
    await Promise.all([list, sale]);
    expect(order).toEqual(['sale', 'list']);
  });
});
