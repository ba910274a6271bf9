import { describe, expect, it } from 'vitest';
import { campaign, isClean } from './campaign.ts';
import { simulate } from './simulate.ts';

const RUNS = 60;
const STEPS = 200;

describe('simulation', () => {
  it('keeps I1-I4 after every step of many seeds, and meets everything that it should', async () => {
    const { failed, absent } = await campaign({ firstSeed: 1, runs: RUNS, steps: STEPS });
    expect(failed.map(({ seed, violations, bugs }) => ({ seed, violations, bugs }))).toEqual([]);
    expect(absent).toEqual([]);
  }, 600_000);

  it('repeats the history of a seed, and no other seed has it', async () => {
    const first = await simulate({ seed: 7, steps: STEPS });
    const again = await simulate({ seed: 7, steps: STEPS });
    const other = await simulate({ seed: 8, steps: STEPS });
    expect(isClean(first)).toBe(true);
    expect(again.historyHash).toBe(first.historyHash);
    expect(other.historyHash).not.toBe(first.historyHash);
  });
});
