import { createHash } from 'node:crypto';
import type { Clock, FeedListener } from '#service/ports.ts';
import { openPostgresStore } from '#store/postgres/open-postgres-store.ts';
import { openNetworkStore, type NetworkStore } from '#store/sqlite/open-network-store.ts';
import { asked, newNetworkDatabase } from '../postgres/database.ts';

/** Where a test's backend keeps its network. */
export interface KeptNetwork {
  readonly store: NetworkStore;
  readonly rows: <Row>(sql: string) => Promise<readonly Row[]>;
  /** Changes when any row does, of the tables that are not left out. */
  readonly state: (without: readonly string[]) => Promise<string>;
}

export interface KeptParts {
  readonly clock: Clock;
  readonly appVersion: string;
  readonly listener: FeedListener;
}

export function keptInFile(file: string, keyHex: string | null, parts: KeptParts): KeptNetwork {
  const opened = openNetworkStore({ file, keyHex, ...parts });
  if (!opened.ok) throw new Error(opened.code);
  const store = opened.value;
  return {
    store,
    // The asker names the columns.
    rows: async <Row>(sql: string) => store.db.prepare(sql).all() as Row[],
    state: async (without) => fileChecksum(store, without),
  };
}

/** On a new database of the run's server; what works on a file alone is not to be had there. */
export async function keptOnPostgres(parts: KeptParts): Promise<KeptNetwork> {
  const url = await newNetworkDatabase();
  const opened = await openPostgresStore({ url, ...parts });
  if (!opened.ok) throw new Error(opened.code);
  const { stores, db, close } = opened.value;
  const store: NetworkStore = {
    stores,
    get db(): never {
      throw new Error('a network on PostgreSQL has no file');
    },
    close,
  };
  return {
    store,
    rows: <Row>(sql: string) => db.all<Row>(sql),
    state: (without) => databaseChecksum(url, without),
  };
}

export function fileChecksum({ db }: NetworkStore, without: readonly string[]): string {
  const hash = createHash('sha256');
  const tables = db
    .prepare<[], { name: string }>(
      `SELECT name FROM pragma_table_list
       WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .all();
  for (const { name } of tables) {
    if (without.includes(name)) continue;
    hash.update(name);
    for (const row of db.prepare(`SELECT * FROM "${name}"`).raw().iterate()) {
      hash.update(JSON.stringify(row));
    }
  }
  return hash.digest('hex');
}

async function databaseChecksum(url: string, without: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  const tables = await asked<{ name: string }>(
    url,
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
  );
  for (const { name } of tables) {
    if (without.includes(name)) continue;
    hash.update(name);
    const rows = await asked(url, `SELECT * FROM ${name} AS one ORDER BY one`);
    hash.update(JSON.stringify(rows));
  }
  return hash.digest('hex');
}
