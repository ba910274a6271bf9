import { join } from 'node:path';
import type { Clock, FeedListener, Stores } from '#service/ports.ts';
import { verifyDatabase } from '#store/move/verify-database.ts';
import { openPostgresStore } from '#store/postgres/open-postgres-store.ts';
import { openNetworkStore } from '#store/sqlite/open-network-store.ts';
import { verifyLedger, type LedgerVerdict } from '#store/sqlite/verify-ledger.ts';
import { writeEmptyNetwork } from './empty-network.ts';
import { engineUnderTest } from './engine.ts';
import { emptyDatabase } from './postgres/database.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const KEY_HEX = '5a'.repeat(32);
const DECIDING_ENTRY = new URL('../../backend/entry-deciding.ts', import.meta.url);

export interface EngineSettings {
  readonly clock: Clock;
  readonly listener: FeedListener;
  readonly appVersion: string;
}

export interface OpenEngine {
  readonly store: { readonly stores: Stores };
  readonly rows: <Row>(sql: string) => Promise<readonly Row[]>;
  readonly verify: (nowMs: number) => Promise<LedgerVerdict>;
  readonly dispose: () => Promise<void>;
}

/** An encrypted file in a folder of its own. */
export async function openSqlite(settings: EngineSettings): Promise<OpenEngine> {
  const folder = temporaryFolder();
  const file = join(folder.path, 'network.db');
  writeEmptyNetwork(file, KEY_HEX);
  const threaded = engineUnderTest() === 'sqlite-thread' ? { decidingEntry: DECIDING_ENTRY } : {};
  const opened = openNetworkStore({ file, keyHex: KEY_HEX, ...settings, ...threaded });
  if (!opened.ok) throw new Error(opened.code);
  const store = opened.value;
  return {
    store,
    // The asker names the columns.
    rows: async <Row>(sql: string) => store.db.prepare(sql).all() as Row[],
    verify: async (nowMs) => verifyLedger(store.db, nowMs),
    dispose: async () => {
      await store.close();
      folder.dispose();
    },
  };
}

/** A database of this test file on the run's server. */
export async function openPostgres(settings: EngineSettings): Promise<OpenEngine> {
  const url = await emptyDatabase();
  const opened = await openPostgresStore({ url, ...settings });
  if (!opened.ok) throw new Error(opened.code);
  const store = opened.value;
  return {
    store,
    rows: <Row>(sql: string) => store.db.all<Row>(sql),
    verify: (nowMs) => verifyDatabase({ url }, nowMs),
    dispose: () => store.close(),
  };
}
