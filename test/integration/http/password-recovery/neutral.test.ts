import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RecoveryWay } from '#domain/identity/programme.ts';
import type { RouteId } from '#protocol/routes.ts';
import type { Account } from '#service/people/people-rows.ts';
import { callRaw } from '#test/support/backend/http-client.ts';
import { RecoveryBench } from '#test/support/backend/recovery-bench.ts';

// Whoever asks learns nothing of any account: not from the text of the answer, not from its status,
// not from the work that was done for it (rule G7).

let bench: RecoveryBench;
beforeAll(async () => {
  bench = await RecoveryBench.start();
  // Made once, with the first guess of a backend's life.
  await bench.network.backend.service.nobodysHash();
});
afterAll(() => bench.close());

const TABLES = [
  'audit_entry',
  'message',
  'password_case',
  'password_request',
  'session',
  'sign_in_error',
  'user_account',
];

async function rowCounts(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    const sql = `SELECT CAST(count(*) AS BIGINT) AS many FROM ${table}`;
    const [row] = await bench.network.backend.rows<{ many: number }>(sql);
    counts[table] = Number(row?.many);
  }
  return counts;
}

/** Everything that somebody outside could see or measure of one request. */
async function observed(routeId: RouteId, input: object): Promise<object> {
  const { hasher, stores } = bench.network.backend.service;
  const spies = {
    hash: vi.spyOn(hasher, 'hash'),
    verify: vi.spyOn(hasher, 'verify'),
    commit: vi.spyOn(stores.people, 'commit'),
  };
  const before = await rowCounts();
  const { status, body, headers } = await callRaw(bench.url, routeId, input);
  const after = await rowCounts();
  const written = spies.commit.mock.calls.flatMap(([{ changes }]) =>
    changes.map(({ kind }) => kind),
  );
  const seen = {
    status,
    // A trace id is another one each time.
    body: { ...Object(body), traceId: null },
    length: headers.get('content-length'),
    headers: [...headers.keys()],
    hashes: spies.hash.mock.calls.length,
    verified: spies.verify.mock.calls.length,
    commits: spies.commit.mock.calls.length,
    written,
    rows: TABLES.map((table) => (after[table] ?? 0) - (before[table] ?? 0)),
  };
  for (const spy of Object.values(spies)) spy.mockRestore();
  return seen;
}

/** Accounts of every kind, and the key under which nobody is known. */
async function everyKind(way: RecoveryWay) {
  const keyOf = ({ login, email, phone }: Account): string =>
    (way === 'sms-code' ? phone : way === 'mail-link' ? email : login) ?? '';
  const states = ['active', 'locked', 'closed', 'erased'] as const;
  const known = await Promise.all(states.map((state) => bench.account(way, { state })));
  const inactive = await bench.account(way, { active: false });
  const unreachable = await bench.account(way, { email: null, phone: null });
  const reachable = way === 'mail-code' || way === 'staff-checked-link' ? [unreachable] : [];
  const nobodys = uuid();
  const nobody = {
    login: `login-${nobodys}`,
    email: `${nobodys}@firma.example`,
    phone: `+7999${nobodys.replaceAll(/\D/gu, '').slice(-7).padStart(7, '1')}`,
  };
  const keys = [...known, inactive, ...reachable].map(keyOf);
  return { keys, nobody: keyOf({ ...inactive, ...nobody }) };
}

describe.each(['mail-code', 'sms-code', 'mail-link', 'staff-checked-link'] as const)(
  '%s',
  (way) => {
    it('[G7][N-09] asking costs and answers the same for everybody and nobody', async () => {
      const { keys, nobody } = await everyKind(way);
      const unknown = await observed('password.recover', { programmeId: way, key: nobody });
      expect(unknown).toMatchObject({ status: 200, body: { done: true }, commits: 1 });
      for (const key of keys) {
        expect(await observed('password.recover', { programmeId: way, key })).toEqual(unknown);
      }
      const again = await observed('password.recover', { programmeId: way, key: nobody });
      for (const key of keys) {
        expect(await observed('password.recover', { programmeId: way, key })).toEqual(again);
      }
    });
  },
);

describe.each(['mail-code', 'sms-code'] as const)('a wrong code by %s', (way) => {
  const entered = (key: string) =>
    observed('password.prove', {
      proof: { by: 'code', programmeId: way, key, code: 'wrong' },
      workstationId: null,
    });

  it('[G7][N-10] costs and answers the same for everybody and nobody', async () => {
    const { keys, nobody } = await everyKind(way);
    const never = await entered(nobody);
    expect(never).toMatchObject({ body: { code: 'CODE_INVALID', params: { left: 4 } } });
    for (const key of keys) expect(await entered(key)).toEqual(never);
    for (const key of [nobody, ...keys]) await bench.recover(way, key);
    for (let round = 0; round < 6; round += 1) {
      const unknown = await entered(nobody);
      for (const key of keys) expect(await entered(key)).toEqual(unknown);
    }
  });
});
