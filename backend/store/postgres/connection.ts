import { readFileSync } from 'node:fs';
import pg from 'pg';
import { valueTypes } from './types.ts';

export interface PostgresPlace {
  /**
   * `postgres://user@host:5432/database?sslmode=verify-full&sslrootcert=FILE`. A password belongs
   * into a file or the environment (PGPASSWORD), not into an address that lists of processes show.
   */
  readonly url: string;
  /** File with the password and nothing else. */
  readonly passwordFile?: string;
  /** Connections that this backend opens at most. */
  readonly connectionsMax?: number;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** A backend whose machine is gone must not keep the contracts that it had locked. */
const IDLE_IN_TRANSACTION_MS = 60_000;
const CONNECTIONS_MAX = 12;

function configOf({ url, passwordFile }: PostgresPlace): pg.ClientConfig {
  const address = new URL(url);
  if (passwordFile !== undefined) {
    address.password = encodeURIComponent(readFileSync(passwordFile, 'utf8').trim());
  }
  return {
    connectionString: address.href,
    application_name: 'forecourt',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    // What does not depend on an answer goes out with what was asked before it.
    pipeline: true,
    types: valueTypes,
  };
}

/** Connections for everything but listening. A connection that broke while idle is replaced. */
export function openPool(place: PostgresPlace): pg.Pool {
  const pool = new pg.Pool({ ...configOf(place), max: place.connectionsMax ?? CONNECTIONS_MAX });
  pool.on('error', () => undefined);
  return pool;
}

/** A connection of its own. */
export function openClient(place: PostgresPlace): pg.Client {
  return new pg.Client(configOf(place));
}
