import { describe, expect, it } from 'vitest';
import { openBench } from '#test/support/network-store.ts';
import { firstCatch } from './campaign.ts';
import { INVARIANTS } from './checker/evidence.ts';
import { faultNamed, faults } from './faults.ts';
import { simulate } from './simulate.ts';

const STEPS = 200;
/**
 * When the course of the product has changed since a seed was recorded, one of the next ones has
 * it: the rarest fault is caught by one seed of about fifty.
 */
const NEIGHBOURS = 300;
/** As long as all of them take beside other tests: the fault is to be missed, not the time. */
const SEARCH = { timeout: 600_000 };

describe('planted faults', () => {
  it('there are at least twenty, and one for each invariant', () => {
    const invariants = new Set(faults.map((fault) => fault.invariant));
    expect(INVARIANTS.filter((one) => !invariants.has(one))).toEqual([]);
    expect(new Set(faults.map((fault) => fault.name)).size).toBe(faults.length);
    expect(faults.length).toBeGreaterThanOrEqual(20);
  });

  it('leave at once what is answered at once: a promise that nobody awaits ends the process', async () => {
    const bench = await openBench();
    const { stores } = bench.store;
    const planted = faultNamed('stopped-workstation-sells')?.plant().stores?.(stores);
    expect(planted?.identity.changes()).toBe(stores.identity.changes());
    await bench.dispose();
  });

  it.each(faults)('$name is found by its seed as a breach of $invariant', SEARCH, async (fault) => {
    const seeds = { firstSeed: fault.seed, lastSeed: fault.seed + NEIGHBOURS };
    const run = await firstCatch(fault, { ...seeds, steps: STEPS });
    expect(run?.violations.map((one) => one.invariant)).toContain(fault.invariant);
    const clean = await simulate({ seed: run?.seed ?? fault.seed, steps: run?.steps ?? STEPS });
    expect(clean.violations).toEqual([]);
  });
});
