import { vi } from 'vitest';
import type { RouteId } from '#protocol/routes.ts';
import { callRaw } from './http-client.ts';
import type { SmallNetwork } from './small-network.ts';

/**
 * Tables that a request of somebody outside may write to. Of those that stand together a row of one
 * is written in the place of a row of the other.
 */
const TABLES = [
  'application',
  'audit_entry',
  'invitation',
  'message',
  'password_case',
  'password_request+contact_change',
  'rate_window',
  'registration',
  'session',
  'sign_in_error',
  'user_account',
];

/** Everything that somebody outside could see or measure of one request (rule G7). */
export interface Observed {
  readonly status: number;
  readonly body: unknown;
  readonly length: string | null;
  readonly headers: readonly string[];
  readonly hashes: number;
  readonly verified: number;
  /** The kinds of changes of each write. */
  readonly written: readonly (readonly string[])[];
  /** How many rows each table has gained. */
  readonly rows: readonly number[];
}

/** Asks once, and counts what answering took. */
export async function observe(
  { backend, url }: Pick<SmallNetwork, 'backend' | 'url'>,
  routeId: RouteId,
  input: object,
): Promise<Observed> {
  const { hasher, stores } = backend.service;
  const spies = {
    hash: vi.spyOn(hasher, 'hash'),
    verify: vi.spyOn(hasher, 'verify'),
    commit: vi.spyOn(stores.people, 'commit'),
  };
  const before = await rowCounts(backend);
  const { status, body, headers } = await callRaw(url, routeId, input);
  const after = await rowCounts(backend);
  const seen = {
    status,
    // A trace id is another one each time.
    body: { ...Object(body), traceId: null },
    length: headers.get('content-length'),
    headers: [...headers.keys()],
    hashes: spies.hash.mock.calls.length,
    verified: spies.verify.mock.calls.length,
    written: spies.commit.mock.calls.map(([{ changes }]) => changes.map(({ kind }) => kind)),
    rows: after.map((many, index) => many - (before[index] ?? 0)),
  };
  for (const spy of Object.values(spies)) spy.mockRestore();
  return seen;
}

async function rowCounts(backend: SmallNetwork['backend']): Promise<readonly number[]> {
  const counts = TABLES.map(async (table) => {
    const many = table.split('+').map((one) => `(SELECT count(*) FROM ${one})`);
    const sql = `SELECT CAST(${many.join(' + ')} AS BIGINT) AS many`;
    const [row] = await backend.rows<{ many: number }>(sql);
    return Number(row?.many);
  });
  return Promise.all(counts);
}
