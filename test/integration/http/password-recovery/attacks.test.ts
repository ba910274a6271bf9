import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RecoveryBench } from '#test/support/backend/recovery-bench.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let bench: RecoveryBench;
beforeAll(async () => {
  bench = await RecoveryBench.start();
});
afterAll(() => bench.close());

const wrong = (code: string): string =>
  String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');

/** How often each outcome came. */
function tally(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

describe('guessing', () => {
  it('[R-10] a code of four digits is not guessed over several requests', async () => {
    const { userId, phone } = await bench.account('sms-code');
    const key = phone ?? '';
    for (let request = 0; request < 4; request += 1) {
      await bench.recover('sms-code', key);
      const code = await bench.secret(userId, 'code');
      for (let entry = 0; entry < 5; entry += 1) {
        expect(await bench.enter('sms-code', key, wrong(code))).toBe('422 CODE_INVALID');
      }
      bench.pass(MINUTE_MS);
    }
    const sentBefore = (await bench.sent(userId)).length;
    expect(await bench.recover('sms-code', key)).toBe('200');
    expect((await bench.sent(userId)).length).toBe(sentBefore);
    bench.pass(DAY_MS);
    await bench.recover('sms-code', key);
    const code = await bench.secret(userId, 'code');
    expect(await bench.enter('sms-code', key, code)).toBe('200');
  });

  it('[N-10] guesses at the same moment do not run past the counter', async () => {
    const { userId, login } = await bench.account('mail-code');
    await bench.recover('mail-code', login);
    const code = await bench.secret(userId, 'code');
    const guesses = Array.from({ length: 12 }, () => bench.enter('mail-code', login, wrong(code)));
    expect(tally(await Promise.all(guesses))).toEqual({
      '422 CODE_INVALID': 5,
      '422 CODE_EXPIRED': 7,
    });
  });

  it("[N-10] another person's code, another door's and a link's token open nothing", async () => {
    const [mine, other] = [await bench.account('mail-code'), await bench.account('mail-code')];
    const linked = await bench.account('mail-link');
    await bench.recover('mail-code', mine.login);
    await bench.recover('mail-code', other.login);
    await bench.recover('mail-link', linked.email ?? '');
    const foreign = await bench.secret(other.userId, 'code');
    expect(await bench.enter('mail-code', mine.login, foreign)).toBe('422 CODE_INVALID');
    const token = await bench.secret(linked.userId, 'token');
    expect(await bench.enter('mail-code', mine.login, token)).toBe('422 CODE_INVALID');
    expect(await bench.enter('mail-link', linked.email ?? '', token)).toBe('404 NOT_FOUND');
    expect(await bench.follow(foreign)).toBe('422 LINK_EXPIRED');
  });
});

describe('the same proof twice at once', () => {
  it('[N-10] a code is accepted once', async () => {
    const { userId, login } = await bench.account('mail-code');
    await bench.recover('mail-code', login);
    const code = await bench.secret(userId, 'code');
    const entries = Array.from({ length: 4 }, () => bench.enter('mail-code', login, code));
    expect(tally(await Promise.all(entries))).toEqual({ '200': 1, '422 CODE_USED': 3 });
    expect(await bench.stores.identity.sessionsOf(userId)).toHaveLength(1);
  });

  it('[P-16] a link works once', async () => {
    const { userId, email } = await bench.account('mail-link');
    await bench.recover('mail-link', email ?? '');
    const token = await bench.secret(userId, 'token');
    const opened = Array.from({ length: 4 }, () => bench.follow(token));
    expect(tally(await Promise.all(opened))).toEqual({ '200': 1, '422 LINK_USED': 3 });
    expect(await bench.stores.identity.sessionsOf(userId)).toHaveLength(1);
  });

  it('[P-12] requests at the same moment do not run past the pause', async () => {
    const { email } = await bench.account('mail-link');
    const asked = Array.from({ length: 4 }, () => bench.recover('mail-link', email ?? ''));
    expect(tally(await Promise.all(asked))).toEqual({ '200': 1, '429 RATE_LIMITED': 3 });
  });

  it('[N-09] nor, a minute apart, past five an hour', async () => {
    const { email } = await bench.account('mail-link');
    const beganMs = bench.nowMs();
    for (let asked = 1; asked <= 5; asked += 1) {
      expect(await bench.recover('mail-link', email ?? '')).toBe('200');
      bench.pass(60_000);
    }
    expect(await bench.recover('mail-link', email ?? '')).toBe('429 RATE_LIMITED');
    bench.pass(beganMs + 3_600_000 - 1 - bench.nowMs());
    expect(await bench.recover('mail-link', email ?? '')).toBe('429 RATE_LIMITED');
    bench.pass(1);
    expect(await bench.recover('mail-link', email ?? '')).toBe('200');
  });
});

describe('who may not return', () => {
  it('[N-07] a code that was sent before the account was closed opens nothing', async () => {
    const account = await bench.account('mail-code');
    await bench.recover('mail-code', account.login);
    const code = await bench.secret(account.userId, 'code');
    await bench.commit({ kind: 'account.put', account: { ...account, state: 'closed' } });
    expect(await bench.enter('mail-code', account.login, code)).toBe('422 CODE_INVALID');
  });
});

describe('what is written down', () => {
  it('[I9] no code, token or password stands in a log or in the audit trail', async () => {
    const coded = await bench.account('mail-code');
    await bench.recover('mail-code', coded.login);
    const code = await bench.secret(coded.userId, 'code');
    await bench.enter('mail-code', coded.login, code);
    const linked = await bench.account('mail-link');
    await bench.recover('mail-link', linked.email ?? '');
    const token = await bench.secret(linked.userId, 'token');
    const { token: session } = await bench.prove({ by: 'link', token });
    const audit = await bench.network.backend.rows<object>('SELECT * FROM audit_entry');
    const text = `${bench.network.backend.logText()}${JSON.stringify(audit)}`;
    for (const secret of [code, token, session]) expect(text).not.toContain(secret);
  });
});
