import { openPostgresStore, type PostgresStore } from '#store/postgres/open-postgres-store.ts';
import type { FeedListener } from '#service/ports.ts';
import { NOON_MS } from '../facts.ts';
import { emptyDatabase } from './database.ts';

export interface Backends {
  readonly url: string;
  readonly stores: readonly PostgresStore[];
  readonly close: () => Promise<void>;
}

/** Several backends over one empty database; the n-th tells the n-th listener. */
export async function openBackends(listeners: readonly FeedListener[]): Promise<Backends> {
  const url = await emptyDatabase();
  const stores: PostgresStore[] = [];
  for (const listener of listeners) {
    const clock = { nowMs: () => NOON_MS };
    const opened = await openPostgresStore({ url, clock, appVersion: '0.1.0', listener });
    if (!opened.ok) throw new Error(opened.code);
    stores.push(opened.value);
  }
  const close = async (): Promise<void> => {
    for (const store of stores) await store.close();
  };
  return { url, stores, close };
}

export const deaf: FeedListener = { feedMoved: () => undefined };
