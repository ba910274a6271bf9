import { describe, expect, it } from 'vitest';
import { catches } from './campaign.ts';
import { faults, type Fault } from './faults.ts';
import { simulate, type RunResult } from './simulate.ts';

const STEPS = 200;
/** When the product's course has changed since a seed was recorded, one of the next ones has it. */
const NEIGHBOURS = 40;

async function caught(fault: Fault): Promise<RunResult | null> {
  for (let seed = fault.seed; seed < fault.seed + NEIGHBOURS; seed += 1) {
    const run = await simulate({ seed, steps: STEPS, fault });
    if (catches(fault, run)) return run;
  }
  return null;
}

describe('planted faults', () => {
  it('there is one for each invariant', () => {
    const invariants = new Set(faults.map((fault) => fault.invariant));
    expect([...invariants].toSorted()).toEqual(['I1', 'I2', 'I3', 'I4']);
    expect(new Set(faults.map((fault) => fault.name)).size).toBe(faults.length);
  });

  it.each(faults)('$name is found by its seed as a breach of $invariant', async (fault) => {
    const run = await caught(fault);
    expect(run?.violations.map((one) => one.invariant)).toContain(fault.invariant);
    const clean = await simulate({ seed: run?.seed ?? fault.seed, steps: run?.steps ?? STEPS });
    expect(clean.violations).toEqual([]);
  });
});
