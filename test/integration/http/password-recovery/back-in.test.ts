import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountKey } from '#domain/identity/login.ts';
import type { RouteId } from '#protocol/routes.ts';
import { newSession } from '#service/people/new-session.ts';
import { callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { RecoveryBench } from '#test/support/backend/recovery-bench.ts';
import { PASSWORD } from '#test/support/backend/small-network.ts';

const NEW_PASSWORD = 'eleven quiet harbours';

let bench: RecoveryBench;
beforeAll(async () => {
  bench = await RecoveryBench.start();
});
afterAll(() => bench.close());

const asked = async (routeId: RouteId, input: object, session: string): Promise<string> =>
  outcomeOf(await callRaw(bench.url, routeId, input, { session }));

const setting = { password: NEW_PASSWORD, repeat: NEW_PASSWORD };

describe('from a forgotten password back in', () => {
  it.each(['mail-code', 'sms-code', 'mail-link'] as const)(
    '[N-11][R-14][P-19] by %s: the old session ends, the lock goes, the new password opens',
    async (way) => {
      const account = await bench.account(way, { state: 'locked' });
      const { userId, login, email, phone, role } = account;
      const accountsKey = accountKey(way, login);
      const errors = { errorCount: 4, lastErrorAtMs: bench.nowMs() };
      const owner = { userId, role, workstationId: null, purpose: 'ordinary' } as const;
      const { row } = newSession(bench.network.backend.service, owner);
      await bench.commit(
        { kind: 'errors.put', accountKey: accountsKey, errors },
        { kind: 'session.add', session: row },
      );
      const key = (way === 'sms-code' ? phone : email) ?? '';
      await bench.recover(way, key);
      const { token } = await (way === 'mail-link'
        ? bench.prove({ by: 'link', token: await bench.secret(userId, 'token') })
        : bench.prove({
            by: 'code',
            programmeId: way,
            key,
            code: await bench.secret(userId, 'code'),
          }));
      expect(await asked('personal-data.get', {}, token)).toBe('403 PASSWORD_CHANGE_REQUIRED');
      const mistyped = { ...setting, repeat: PASSWORD };
      expect(await asked('password.set', mistyped, token)).toMatch(/PASSWORD_MISMATCH$/u);
      const set = await callRaw(bench.url, 'password.set', setting, { session: token });
      expect(outcomeOf(set)).toBe('200');
      const { token: opened } = set.body as { token: string };
      const sessions = await bench.stores.identity.sessionsOf(userId);
      expect(sessions.map(({ sessionId }) => sessionId)).not.toContain(row.sessionId);
      expect(sessions).toHaveLength(1);
      expect(await asked('session.list', {}, opened)).toBe('200');
      expect(await bench.read(userId)).toMatchObject({ state: 'active', mustSetPassword: false });
      expect(await bench.stores.identity.signInErrors(accountsKey)).toMatchObject({
        errorCount: 0,
      });
    },
  );
});
