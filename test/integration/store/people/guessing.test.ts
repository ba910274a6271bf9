import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GuessLimits } from '#service/access/guess-limits.ts';
import { NOON_MS } from '#test/support/facts.ts';
import { openBench, type StoreBench } from '#test/support/network-store.ts';

let bench: StoreBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.dispose());

const clock = { nowMs: () => bench.nowMs };
const options = {
  account: { tries: 3, windowMs: 60_000 },
  address: { tries: 5, windowMs: 60_000 },
  application: { tries: 2, windowMs: 60_000 },
  card: { tries: 2, windowMs: 60_000 },
  feedback: { tries: 2, windowMs: 60_000 },
  session: { tries: 2, windowMs: 60_000 },
  workstation: { tries: 4, windowMs: 60_000 },
};
/** As a backend that was just started makes it. */
const limits = () => new GuessLimits({ windows: bench.store.stores.rateWindows, clock, options });
const account = (who: string) => ({ kind: 'account', who }) as const;

describe('tries that are counted', () => {
  it('beyond the limit each is refused until the window is over, and a restart forgets none', async () => {
    for (let tries = 1; tries <= 3; tries += 1) {
      expect((await limits().take([account('a')])).ok).toBe(true);
    }
    bench.nowMs += 20_000;
    expect(await limits().take([account('a')])).toEqual({
      ok: false,
      code: 'RATE_LIMITED',
      params: { waitMs: 40_000 },
    });
    bench.nowMs = NOON_MS + 59_999;
    expect((await limits().take([account('a')])).ok).toBe(false);
    bench.nowMs = NOON_MS + 60_000;
    expect((await limits().take([account('a')])).ok).toBe(true);
  });

  it('count under a clock that was set back, and hold nobody for longer than their window', async () => {
    bench.nowMs = NOON_MS + 1_000 * 60_000;
    for (let tries = 1; tries <= 3; tries += 1) await limits().take([account('b')]);
    bench.nowMs = NOON_MS;
    expect(await limits().take([account('b')])).toMatchObject({ params: { waitMs: 60_000 } });
    bench.nowMs = NOON_MS + 60_000;
    expect((await limits().take([account('b')])).ok).toBe(true);
  });

  it('count for each account, address and workstation by itself', async () => {
    const everybody = [
      account('x'),
      { kind: 'workstation', who: 'x' },
      { kind: 'address', who: 'x' },
    ] as const;
    for (let tries = 1; tries <= 3; tries += 1) {
      expect((await limits().take(everybody)).ok).toBe(true);
    }
    expect((await limits().take(everybody)).ok).toBe(false);
    expect((await limits().take([{ kind: 'workstation', who: 'x' }])).ok).toBe(true);
    expect((await limits().take([account('y')])).ok).toBe(true);
  });

  it('count no more after a success', async () => {
    const one = limits();
    for (let tries = 1; tries <= 3; tries += 1) await one.take([account('a')]);
    await one.forget(account('a'));
    expect((await one.take([account('a')])).ok).toBe(true);
  });

  it('at the same time run past no limit', async () => {
    const taken = await Promise.all(
      Array.from({ length: 10 }, () => limits().take([account('a')])),
    );
    expect(taken.filter(({ ok }) => ok)).toHaveLength(3);
  });

  it('leave no row behind when their windows are over', async () => {
    for (const who of ['a', 'b', 'c']) await limits().take([account(who)]);
    bench.nowMs += 60_000;
    await limits().take([account('d')]);
    const rows = await bench.rows<{ name: string }>('SELECT name FROM rate_window');
    expect(rows.map(({ name }) => name)).toEqual(['account:d']);
  });

  it('add up to what was added within a window, whatever came before', async () => {
    const { rateWindows } = bench.store.stores;
    const steps = fc.array(
      fc.record({
        points: fc.integer({ min: 1, max: 9 }),
        passMs: fc.integer({ min: 0, max: 70 }),
      }),
      { minLength: 1, maxLength: 12 },
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (added) => {
        const name = `window ${(run += 1)}`;
        let nowMs = NOON_MS;
        let expected = { points: 0, endsAtMs: 0 };
        for (const { points, passMs } of added) {
          nowMs += passMs;
          const isOver = expected.endsAtMs <= nowMs;
          expected = isOver
            ? { points, endsAtMs: nowMs + 100 }
            : { ...expected, points: expected.points + points };
          expect(await rateWindows.add({ name, points, durationMs: 100, nowMs })).toEqual(expected);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('a robot check', () => {
  const spend = (proofId: string, atMs = NOON_MS) =>
    bench.store.stores.people.commit({
      atMs,
      audit: null,
      changes: [{ kind: 'proof.spend', proofId, expiresAtMs: NOON_MS + 1_000 }],
    });

  it('[R-09] is spent once, however often it is shown at the same time', async () => {
    const shown = await Promise.all(Array.from({ length: 8 }, () => spend('p')));
    expect(shown.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(shown.filter((outcome) => outcome === 'stale')).toHaveLength(7);
  });

  it('is remembered as long as it could be shown again, and no longer', async () => {
    await spend('p');
    expect(await spend('p', NOON_MS + 1_000)).toBe('stale');
    await spend('q', NOON_MS + 1_001);
    const rows = await bench.rows<{ proof_id: string }>('SELECT proof_id FROM spent_proof');
    expect(rows.map((row) => row.proof_id)).toEqual(['q']);
  });
});
