import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StorageResult } from '#sqlite/failure.ts';
import { moveNetwork } from '#store/move/move-network.ts';
import { verifyDatabase } from '#store/move/verify-database.ts';
import { openPostgresStore } from '#store/postgres/open-postgres-store.ts';
import { openNetworkStore } from '#store/sqlite/open-network-store.ts';
import { NOON_MS } from '#test/support/facts.ts';
import { limits, seedLedger } from '#test/support/ledger-network.ts';
import { ask, authorize, capture, nextId, putChanges } from '#test/support/network-store.ts';
import { asked, newDatabase } from '#test/support/postgres/database.ts';
import { KEY_HEX } from '#test/support/store-engines.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const clock = { nowMs: () => NOON_MS };
const stamp = { nowMs: NOON_MS, appVersion: '0.1.0' };
const held = authorize(nextId(), 3_000);

let folder: ReturnType<typeof temporaryFolder>;
let from: { file: string; keyHex: string };
let url: string;
let cursor: string;

beforeEach(async () => {
  folder = temporaryFolder();
  from = { file: join(folder.path, 'network.db'), keyHex: KEY_HEX };
  const store = opened(openNetworkStore({ ...from, clock, appVersion: '0.1.0' }));
  await seedLedger(store);
  const saleId = nextId();
  await ask(store, authorize(saleId, 9_000));
  await ask(store, capture(nextId(), saleId, 5_000));
  await ask(store, held);
  cursor = await store.stores.feed.feedHead();
  await store.close();
  url = await newDatabase();
});
afterEach(() => folder.dispose());

function opened<T>(result: StorageResult<T>): T {
  if (!result.ok) throw new Error(`${result.code} ${JSON.stringify(result.params)}`);
  return result.value;
}

const move = (told?: () => void) =>
  moveNetwork({ from, to: { url }, ...stamp, ...(told === undefined ? {} : { told }) });

async function rowsThere(): Promise<number> {
  const found = await asked<{ sum: string }>(
    url,
    `SELECT (SELECT count(*) FROM sale) + (SELECT count(*) FROM station) AS sum`,
  );
  return Number(found[0]?.sum);
}

describe('a network that moves to PostgreSQL', () => {
  it('is there with every row, and goes on where it was', async () => {
    const copied = opened(await move());
    expect(copied.find(({ table }) => table === 'sale')).toMatchObject({ rows: 2 });
    expect(copied.find(({ table }) => table === 'limit_place')?.rows).toBe(limits.length);
    expect(await verifyDatabase({ url }, NOON_MS)).toMatchObject({
      ok: true,
      counts: { sales: 2 },
    });
    const store = opened(await openPostgresStore({ url, clock, appVersion: '0.1.0' }));
    try {
      expect((await ask(store, held)).repeated).toBe(true);
      expect((await ask(store, authorize(nextId(), 1_000))).outcome).toMatchObject({ ok: true });
      const page = { stationId: 'station-1', limit: 10 };
      expect(await store.stores.feed.feed({ ...page, cursor })).toMatchObject({ rows: [] });
      await putChanges(store, { kind: 'card-pin.set', cardId: 'card-1', verifier: 'verifier' });
      const next = await store.stores.feed.feed({ ...page, cursor });
      expect(next?.rows).toMatchObject([{ entity: 'card', rowId: 'card-1' }]);
      expect(Number(next?.cursor)).toBe(Number(cursor) + 1);
    } finally {
      await store.close();
    }
  });

  it('leaves nothing behind when it is interrupted, and may be begun again', async () => {
    let tables = 0;
    const interrupted = move(() => {
      tables += 1;
      if (tables === 12) throw new Error('interrupted');
    });
    await expect(interrupted).rejects.toThrow('interrupted');
    expect(await rowsThere()).toBe(0);
    opened(await move());
    expect(await rowsThere()).toBeGreaterThan(0);
  });

  it('does not move in where somebody lives', async () => {
    opened(await move());
    expect(await move()).toMatchObject({ ok: false, params: { reason: 'not-empty' } });
  });
});
