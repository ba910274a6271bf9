import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecoveryWay } from '#domain/identity/programme.ts';
import type { RouteId } from '#protocol/routes.ts';
import type { Account } from '#service/people/people-rows.ts';
import { observe } from '#test/support/backend/observe.ts';
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

/** Everything that somebody outside could see or measure of one request. */
const observed = (routeId: RouteId, input: object) => observe(bench.network, routeId, input);

const MINUTE_MS = 60_000;
const TERM_MS = { 'mail-code': 24 * 60 * MINUTE_MS, 'sms-code': 5 * MINUTE_MS };

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
      expect(unknown).toMatchObject({ status: 200, body: { done: true } });
      expect(unknown.written).toHaveLength(1);
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

  it('[G7][N-10] tells nobody by its term who was written to, and how much later', async () => {
    const { keys, nobody } = await everyKind(way);
    for (const key of [nobody, ...keys]) await bench.recover(way, key);
    bench.pass(MINUTE_MS);
    await bench.deliver();
    bench.pass(TERM_MS[way] - MINUTE_MS + 1);
    // Counts whose time is over by then go with the first request.
    await entered(`${nobody}0`);
    const unknown = await entered(nobody);
    expect(unknown).toMatchObject({ body: { code: 'CODE_EXPIRED' } });
    for (const key of keys) expect(await entered(key)).toEqual(unknown);
  });
});
