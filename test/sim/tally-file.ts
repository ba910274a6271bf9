import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Tally } from './campaign.ts';
import { INVARIANTS } from './checker/evidence.ts';

const kept = z.object({
  firstSeed: z.int(),
  nextSeed: z.int(),
  steps: z.int(),
  simulatedMs: z.int(),
  realMs: z.int(),
  counts: z.record(z.string(), z.int()),
  failed: z.array(
    z.object({
      seed: z.int(),
      steps: z.int(),
      violations: z.array(z.object({ invariant: z.enum(INVARIANTS), what: z.string() })),
      bugs: z.array(z.string()),
    }),
  ),
});

/** What many runs came to, in a file that people read and a later campaign goes on from. */
export function writeTally(file: string, tally: Tally): void {
  const counts = Object.fromEntries([...tally.counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const failed = tally.failed.map(({ seed, steps, violations, bugs }) => {
    return { seed, steps, violations, bugs };
  });
  writeFileSync(`${file}.next`, `${JSON.stringify({ ...tally, counts, failed }, null, 2)}\n`);
  renameSync(`${file}.next`, file);
}

/** Null when there is none yet. */
export function readTally(file: string): Tally | null {
  if (!existsSync(file)) return null;
  const { counts, failed, ...rest } = kept.parse(JSON.parse(readFileSync(file, 'utf8')));
  const runs = failed.map((run) => {
    return {
      ...run,
      historyHash: '',
      counts: new Map<string, number>(),
      lines: [],
      simulatedMs: 0,
    };
  });
  return { ...rest, counts: new Map(Object.entries(counts)), failed: runs };
}
