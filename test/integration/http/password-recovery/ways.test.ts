import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callRaw, outcomeOf } from '#test/support/backend/http-client.ts';
import { RecoveryBench } from '#test/support/backend/recovery-bench.ts';
import type { AtDesk } from '#test/support/backend/test-workstation.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

let bench: RecoveryBench;
beforeAll(async () => {
  bench = await RecoveryBench.start();
});
afterAll(() => bench.close());

describe('a code by mail', () => {
  const way = 'mail-code';

  it('[N-09][N-10] comes for the login or the address, and opens the door once', async () => {
    const { userId, login, email } = await bench.account(way);
    expect(await bench.recover(way, login)).toBe('200');
    const code = await bench.secret(userId, 'code');
    expect(await bench.enter(way, login, code)).toBe('200');
    expect(await bench.enter(way, login, code)).toBe('422 CODE_USED');
    bench.pass(MINUTE_MS);
    expect(await bench.recover(way, (email ?? '').toUpperCase())).toBe('200');
    const another = await bench.secret(userId, 'code');
    const [first, second] = [another.slice(0, 4), another.slice(4)];
    expect(await bench.enter(way, ` ${email ?? ''} `, `${first} ${second}`)).toBe('200');
  });

  it.each([
    [0, '200'],
    [1, '422 CODE_EXPIRED'],
    [1_000, '422 CODE_EXPIRED'],
  ])('[N-10] %i ms after 24:00:00: %s', async (afterMs, outcome) => {
    const { userId, login } = await bench.account(way);
    await bench.recover(way, login);
    bench.pass(DAY_MS + afterMs);
    expect(await bench.enter(way, login, await bench.secret(userId, 'code'))).toBe(outcome);
  });

  it('[N-10] the day begins when the letter is sent', async () => {
    const { userId, login } = await bench.account(way);
    await bench.recover(way, login);
    const code = await bench.secret(userId, 'code');
    bench.pass(HOUR_MS);
    await bench.deliver();
    bench.pass(DAY_MS);
    expect(await bench.enter(way, login, code)).toBe('200');
  });

  it('[N-10] five wrong ones, then the right one is none any more', async () => {
    const { userId, login } = await bench.account(way);
    await bench.recover(way, login);
    const code = await bench.secret(userId, 'code');
    const wrong = String((Number(code) + 1) % 100_000_000).padStart(8, '0');
    for (const left of [4, 3, 2, 1, 0]) {
      const proof = { by: 'code', programmeId: way, key: login, code: wrong } as const;
      const { answer } = await bench.prove(proof);
      expect(answer.body).toMatchObject({ code: 'CODE_INVALID', params: { left } });
    }
    expect(await bench.enter(way, login, code)).toBe('422 CODE_EXPIRED');
  });

  it('[N-10] a new code cancels the old, under whatever key it was asked for', async () => {
    const { userId, login, email } = await bench.account(way);
    await bench.recover(way, login);
    const old = await bench.secret(userId, 'code');
    await bench.recover(way, email ?? '');
    expect(await bench.enter(way, login, old)).toBe('422 CODE_INVALID');
    expect(await bench.enter(way, email ?? '', await bench.secret(userId, 'code'))).toBe('200');
  });

  it('[N-09] more than five requests an hour are too many', async () => {
    const { login } = await bench.account(way);
    for (let round = 0; round < 5; round += 1) {
      expect(await bench.recover(way, login)).toBe('200');
      bench.pass(MINUTE_MS);
    }
    expect(await bench.recover(way, login)).toBe('429 RATE_LIMITED');
    bench.pass(HOUR_MS - 5 * MINUTE_MS);
    expect(await bench.recover(way, login)).toBe('200');
  });

  it('[N-09] two keys of one mailbox bring no more letters than one, and nobody is told so', async () => {
    const { userId, login, email } = await bench.account(way);
    for (let round = 0; round < 5; round += 1) {
      expect(await bench.recover(way, login)).toBe('200');
      expect(await bench.recover(way, email ?? '')).toBe('200');
      bench.pass(MINUTE_MS);
    }
    expect((await bench.sent(userId)).length).toBe(5);
  });

  it.each(['a@b', 'buh@@firma.example', '@'])('[N-09] %j is no address', async (key) => {
    expect(await bench.recover(way, key)).toBe('400 FIELD_INVALID');
  });

  it('[N-11] the session of a code is for setting a password', async () => {
    const { userId, login } = await bench.account(way);
    await bench.recover(way, login);
    await bench.enter(way, login, await bench.secret(userId, 'code'));
    const [session] = await bench.stores.identity.sessionsOf(userId);
    expect(session).toMatchObject({ purpose: 'set-password', workstationId: null });
  });
});

describe('a code by short message', () => {
  const way = 'sms-code';

  it('[R-13] is the same in the message and in the letter, and either opens the door', async () => {
    const { userId, phone } = await bench.account(way, { role: 'member' });
    expect(await bench.recover(way, (phone ?? '').replace('+7', '8'))).toBe('200');
    const messages = await bench.sent(userId);
    expect(messages.map(({ channel }) => channel).toSorted()).toEqual(['email', 'sms']);
    const codes = new Set(messages.map(({ secrets }) => secrets?.['code']));
    expect([...codes]).toEqual([expect.stringMatching(/^\d{4}$/u)]);
    expect(await bench.enter(way, phone ?? '', String([...codes][0]))).toBe('200');
  });

  it('[R-13][R-05] without an address it comes by short message alone', async () => {
    const { userId, phone } = await bench.account(way, { email: null });
    await bench.recover(way, phone ?? '');
    expect((await bench.sent(userId)).map(({ channel }) => channel)).toContain('sms');
    expect((await bench.sent(userId)).map(({ channel }) => channel)).not.toContain('email');
  });

  it.each([
    [5 * MINUTE_MS, '200'],
    [5 * MINUTE_MS + 1, '422 CODE_EXPIRED'],
  ])('[R-13] after %i ms: %s', async (afterMs, outcome) => {
    const { userId, phone } = await bench.account(way);
    await bench.recover(way, phone ?? '');
    bench.pass(afterMs);
    const code = await bench.secret(userId, 'code');
    expect(await bench.enter(way, phone ?? '', code)).toBe(outcome);
  });

  it('[R-13] is sent again after a minute', async () => {
    const { phone } = await bench.account(way);
    expect(await bench.recover(way, phone ?? '')).toBe('200');
    bench.pass(MINUTE_MS - 1);
    expect(await bench.recover(way, phone ?? '')).toBe('429 RATE_LIMITED');
    bench.pass(1);
    expect(await bench.recover(way, phone ?? '')).toBe('200');
  });
});

describe('a link by mail', () => {
  const way = 'mail-link';

  it('[P-15][P-16] goes to the contract address, and leads to a new password once', async () => {
    const { userId, email } = await bench.account(way);
    expect(await bench.recover(way, email ?? '')).toBe('200');
    const [letter] = await bench.sent(userId);
    expect(letter).toMatchObject({ channel: 'email', recipient: email, template: 'recovery-link' });
    const token = await bench.secret(userId, 'token');
    expect(await bench.follow(token)).toBe('200');
    expect(await bench.follow(token)).toBe('422 LINK_USED');
  });

  it.each([
    [DAY_MS, '200'],
    [DAY_MS + 1, '422 LINK_EXPIRED'],
  ])('[P-16] after %i ms: %s', async (afterMs, outcome) => {
    const { userId, email } = await bench.account(way);
    await bench.recover(way, email ?? '');
    bench.pass(afterMs);
    expect(await bench.follow(await bench.secret(userId, 'token'))).toBe(outcome);
  });

  it('[P-16] a newer link ends the older one, and a made-up one is none', async () => {
    const { userId, email } = await bench.account(way);
    await bench.recover(way, email ?? '');
    const old = await bench.secret(userId, 'token');
    bench.pass(MINUTE_MS);
    await bench.recover(way, email ?? '');
    expect(await bench.follow(old)).toBe('422 LINK_EXPIRED');
    expect(await bench.follow('made-up')).toBe('422 LINK_EXPIRED');
  });

  it('[P-19] a locked account gets its letter as well', async () => {
    const { userId, email } = await bench.account(way, { state: 'locked' });
    await bench.recover(way, email ?? '');
    expect(await bench.follow(await bench.secret(userId, 'token'))).toBe('200');
  });

  it('a workstation that is not known opens no session', async () => {
    const { userId, email } = await bench.account(way);
    await bench.recover(way, email ?? '');
    const token = await bench.secret(userId, 'token');
    const { outcome } = await bench.proveAt(
      { by: 'link', token },
      { workstationId: 'no-such-desk' },
    );
    expect(outcome).toBe('401 WORKSTATION_UNKNOWN');
    expect(await bench.stores.identity.sessionsOf(userId)).toEqual([]);
  });

  it('[V-17] a session is of the workstation that proves itself, and not of one that is named', async () => {
    await bench.network.workstation.openSession(bench.nowMs());
    const { workstationId, bearer } = bench.network.workstation;
    const opened = async (desk: AtDesk) => {
      const { userId, email } = await bench.account(way);
      await bench.recover(way, email ?? '');
      const token = await bench.secret(userId, 'token');
      expect((await bench.proveAt({ by: 'link', token }, desk)).outcome).toBe('200');
      return bench.stores.identity.sessionsOf(userId);
    };
    expect(await opened({ workstationId, bearer })).toMatchObject([{ workstationId }]);
    expect(await opened({ workstationId })).toMatchObject([{ workstationId: null }]);
  });
});

describe('where people have to come in person', () => {
  it('[V-17] nothing can be asked for, and nothing proved', async () => {
    expect(await bench.recover('in-person', 'anybody')).toBe('404 NOT_FOUND');
    expect(await bench.enter('in-person', 'anybody', '1234')).toBe('404 NOT_FOUND');
  });

  it('nor at a door that is not there', async () => {
    const input = { programmeId: 'no-such', key: 'anybody' };
    const answer = await callRaw(bench.url, 'password.recover', input);
    expect(outcomeOf(answer)).toBe('404 PROGRAMME_NOT_FOUND');
  });
});
