import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '#sqlite/open.ts';
import { openNetworkStore } from '#store/sqlite/open-network-store.ts';
import { fillMonths } from '#store/sqlite/schema/history.ts';
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
      store.close();
      folder.dispose();
    }
  });
});
