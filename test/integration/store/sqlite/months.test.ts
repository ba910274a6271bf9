import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StorageResult } from '#sqlite/failure.ts';
import { openDatabase, openReadable } from '#sqlite/open.ts';
import { SqlHistoryStore } from '#store/sql/history/history-store.ts';
import type { Sql, SqlDatabase } from '#store/sql/sql.ts';
import { NetworkWriter } from '#store/sqlite/network-writer.ts';
import { openNetworkStore } from '#store/sqlite/open-network-store.ts';
import { fillMonths } from '#store/sqlite/schema/history.ts';
import { SqliteDatabase } from '#store/sqlite/sqlite-database.ts';
import { verifyLedger } from '#store/sqlite/verify-ledger.ts';
import { NOON_MS } from '#test/support/facts.ts';
import { seedLedger } from '#test/support/ledger-network.ts';
import { ask, authorize, capture, nextId } from '#test/support/network-store.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const TABLES = ['sale_month', 'station_month'] as const;

describe('sums of months', () => {
  it('that a network brings with it are those that its decisions would have kept', async () => {
    const folder = temporaryFolder();
    const where = { file: join(folder.path, 'network.db'), keyHex: null } as const;
    const clock = { nowMs: () => NOON_MS };
    const opened = openNetworkStore({ ...where, clock, appVersion: '0.1.0' });
    if (!opened.ok) throw new Error(opened.code);
    const store = opened.value;
    try {
      await seedLedger(store);
      for (const [monthsAgo, volumeMl] of [2_000, 3_000, 4_000].entries()) {
        const saleId = nextId();
        const atMs = NOON_MS - monthsAgo * 31 * 86_400_000;
        await ask(store, { ...authorize(saleId, 5_000), atMs } as Parameters<typeof ask>[1]);
        await ask(store, capture(nextId(), saleId, volumeMl));
      }
      const tables = (): unknown =>
        TABLES.map((name) => store.db.prepare(`SELECT * FROM ${name}`).all());
      const kept = tables();
      expect(kept).toMatchObject([{ length: 3 }, { length: 3 }]);
      const hand = openDatabase({ ...where, durable: 'normal' });
      if (!hand.ok) throw new Error(hand.code);
      for (const name of TABLES) hand.value.exec(`DELETE FROM ${name}`);
      expect(verifyLedger(store.db, NOON_MS)).toMatchObject({
        difference: expect.stringMatching(
          /the month 2026-09 at station-1 of \S+ of contract contract-1/u,
        ),
      });
      fillMonths(hand.value);
      hand.value.close();
      expect(tables()).toEqual(kept);
      expect(verifyLedger(store.db, NOON_MS)).toMatchObject({ ok: true });
    } finally {
      await store.close();
      folder.dispose();
    }
  });

  it('and their currency are of one moment, whatever is sold while they are read', async () => {
    const folder = temporaryFolder();
    const where = { file: join(folder.path, 'network.db'), keyHex: null } as const;
    const clock = { nowMs: () => NOON_MS };
    const store = opened(openNetworkStore({ ...where, clock, appVersion: '0.1.0' }));
    const hand = opened(openDatabase({ ...where, durable: 'normal' }));
    const reading = opened(openReadable({ ...where, durable: 'normal' }));
    try {
      await seedLedger(store);
      const saleId = nextId();
      await ask(store, authorize(saleId, 5_000));
      await ask(store, capture(nextId(), saleId, 2_000));
      const database = new SqliteDatabase(new NetworkWriter(hand), reading);
      const history = new SqlHistoryStore(
        afterFirstRow(database, () => {
          hand.exec(`UPDATE contract SET currency = 'RUB'; UPDATE sale_month SET volume_ml = 9`);
        }),
      );
      const asked = { subjectKind: 'network', subjectId: null, by: 'none', limit: 9 } as const;
      const months = await history.months({ ...asked, months: ['2026-11'] });
      expect(months).toMatchObject([{ currency: 'KZT', volumeMl: 2_000 }]);
      expect(hand.prepare('SELECT volume_ml FROM sale_month').pluck().all()).toEqual([9]);
    } finally {
      reading.close();
      hand.close();
      await store.close();
      folder.dispose();
    }
  });
});

function opened<T>(result: StorageResult<T>): T {
  if (!result.ok) throw new Error(result.code);
  return result.value;
}

/** The same database, in which somebody writes when the first single row was read. */
function afterFirstRow(database: SqlDatabase, write: () => void): SqlDatabase {
  const among = (sql: Sql): Sql => ({
    dialect: sql.dialect,
    all: (text, values) => sql.all(text, values),
    async get<Row>(text: string, values?: object) {
      const row = await sql.get<Row>(text, values);
      write();
      return row;
    },
  });
  return {
    ...among(database),
    changes: () => database.changes(),
    read: (work) => database.read((sql) => work(among(sql))),
    write: (work) => database.write(work),
  };
}
