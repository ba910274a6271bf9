import { describe, expect, it } from 'vitest';
import { absentFrom, campaign, emptyTally, isClean } from './campaign.ts';
import { simulate } from './simulate.ts';

const RUNS = 300;
const STEPS = 200;

describe('simulation', () => {
  it('keeps I1-I8 after every step of many seeds, and meets everything that it should', async () => {
    const tally = await campaign({ tally: emptyTally(1), lastSeed: RUNS, steps: STEPS });
    const failed = tally.failed.map(({ seed, violations, bugs }) => ({ seed, violations, bugs }));
    expect(failed).toEqual([]);
    expect(tally.nextSeed).toBe(RUNS + 1);
    expect(absentFrom(tally)).toEqual([]);
  }, 900_000);

  it('repeats the history of a seed, and no other seed has it', async () => {
    const first = await simulate({ seed: 7, steps: STEPS });
    const again = await simulate({ seed: 7, steps: STEPS });
    const other = await simulate({ seed: 8, steps: STEPS });
    expect(isClean(first)).toBe(true);
    expect(again.historyHash).toBe(first.historyHash);
    expect(other.historyHash).not.toBe(first.historyHash);
  });
});
