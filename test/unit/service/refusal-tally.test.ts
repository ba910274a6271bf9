import { describe, expect, it } from 'vitest';
import { DEFAULT_REFUSAL_LIMITS, RefusalTally } from '#service/audit/refusal-tally.ts';

const WINDOW_MS = 15 * 60_000;

function tally() {
  const clock = { nowMs: () => clock.atMs, atMs: 1_000 };
  return { clock, refusals: new RefusalTally(clock, DEFAULT_REFUSAL_LIMITS) };
}

/** Which of so many refusals in a row are told, by their numbers. */
function toldOf(refusals: RefusalTally, many: number, keyOf: (n: number) => string) {
  const told: number[] = [];
  for (let n = 1; n <= many; n += 1) if (refusals.told(keyOf(n), true) !== null) told.push(n);
  return told;
}

describe('[G8] which refusals have an entry of their own', () => {
  it('is each of the first ones, and then ever fewer, with how many there were', () => {
    const { refusals } = tally();
    const told = toldOf(refusals, 2_000, () => 'one');
    expect(told.slice(0, 30)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(told.slice(30)).toEqual([100, 1_000]);
  });

  it('begins anew with the next window, also under a clock that was set back', () => {
    const { clock, refusals } = tally();
    toldOf(refusals, 50, () => 'one');
    expect(refusals.told('one', true)).toBeNull();
    clock.atMs += WINDOW_MS;
    expect(refusals.told('one', true)).toEqual({ others: null });
    toldOf(refusals, 50, () => 'one');
    clock.atMs -= 10 * WINDOW_MS;
    expect(refusals.told('one', true)).toEqual({ others: null });
  });

  it('is bounded for strangers, from however many addresses they come', () => {
    const { refusals } = tally();
    const told = toldOf(refusals, 20_000, (n) => `address-${n}`);
    expect(told).toHaveLength(3_001);
    expect(told.at(-1)).toBe(10_000);
    // Whoever is signed in is told of all the same.
    expect(refusals.told('anna', false)).toEqual({ others: null });
  });
});
