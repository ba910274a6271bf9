import type { OpenStores } from './open-stores.ts';

export interface NetworkDatabase {
  /** Without a password. */
  readonly url: string;
  readonly passwordFile: string | null;
}

/** The network of a PostgreSQL database. Its driver is loaded only where it is used. */
export function databaseStores({ url, passwordFile }: NetworkDatabase): OpenStores {
  return async (parts) => {
    const { openPostgresStore } = await import('#store/postgres/open-postgres-store.ts');
    const password = passwordFile === null ? {} : { passwordFile };
    return openPostgresStore({ url, ...password, ...parts });
  };
}
