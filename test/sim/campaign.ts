import type { Fault } from './faults.ts';
import { simulate, type RunResult } from './simulate.ts';

/** Many runs, and what they came to together. */

/** What every campaign has to have met; a kind that never came was not tested. */
const MUST_OCCUR: readonly string[] = [
  'online hold',
  'offline hold',
  'online sale',
  'offline sale',
  'lease expired',
  'reversal by the operator',
  'reversal by a lost answer',
  'card blocked at a workstation',
  'card unblocked',
  'limit lowered',
  'limit raised',
  'limit added',
  'limit removed',
  'exposure by a lowered amount',
  'exposure by late truth',
  'credit changed',
  'payment',
  'fault request lost',
  'fault answer lost',
  'fault request doubled',
  'fault request stuck',
  'fault late delivery',
  'fault partition',
  'fault deaf line',
  'fault engine killed',
  'fault engine restarted',
  'fault backend killed',
  'fault backend restarted',
  'fault power cut',
  'fault torn tail',
  'fault unsynced tail lost',
  'fault clock set back',
  'fault clock set ahead',
  'fault copy restored',
  'fault journal forked',
  'fault workstation replaced',
  'refused LIMIT_EXCEEDED',
  'refused INSUFFICIENT_FUNDS',
  'refused TANK_CAPACITY_EXCEEDED',
  'refused LEASE_REQUIRED',
  'refused LEASE_EXCEEDED',
  'refused LEASES_KILLED',
  'refused CLOCK_UNTRUSTED',
  'refused CARD_BLOCKED',
  'refused PIN_REQUIRED',
  'refused PIN_INVALID',
  'refused PIN_BLOCKED',
  'refused PUMP_BUSY',
  'refused CAPTURE_ABOVE_HOLD',
];

/** Not made yet: the product has no such thing, so nobody can meet it. */
export const NOT_YET: readonly string[] = ['recall'];

export interface Campaign {
  readonly runs: number;
  readonly steps: number;
  readonly counts: ReadonlyMap<string, number>;
  /** Runs in which something was wrong. */
  readonly failed: readonly RunResult[];
  /** Kinds that should have come and did not. */
  readonly absent: readonly string[];
}

export interface CampaignOptions {
  readonly firstSeed: number;
  readonly runs: number;
  readonly steps: number;
  readonly fault?: Fault | null;
  readonly onRun?: (run: RunResult) => void;
}

export async function campaign(options: CampaignOptions): Promise<Campaign> {
  const { firstSeed, runs, steps, fault = null, onRun } = options;
  const counts = new Map<string, number>();
  const failed: RunResult[] = [];
  let taken = 0;
  for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
    const run = await simulate({ seed, steps, fault });
    taken += run.steps;
    for (const [kind, count] of run.counts) counts.set(kind, (counts.get(kind) ?? 0) + count);
    if (!isClean(run)) failed.push(run);
    onRun?.(run);
  }
  const absent = MUST_OCCUR.filter((kind) => !counts.has(kind));
  return { runs, steps: taken, counts, failed, absent };
}

export function isClean({ violations, bugs }: RunResult): boolean {
  return violations.length === 0 && bugs.length === 0;
}

/** The first run, of so many, in which the checker names the fault's invariant; null when none. */
export async function firstCatch(
  fault: Fault,
  { runs, steps }: { runs: number; steps: number },
): Promise<RunResult | null> {
  for (let seed = 1; seed <= runs; seed += 1) {
    const run = await simulate({ seed, steps, fault });
    if (catches(fault, run)) return run;
  }
  return null;
}

export function catches(fault: Fault, { violations }: RunResult): boolean {
  return violations.some(({ invariant }) => invariant === fault.invariant);
}
