import { parseArgs } from 'node:util';
import { absentFrom, campaign, emptyTally, firstCatch, isClean, type Tally } from './campaign.ts';
import { faultNamed, faults } from './faults.ts';
import type { Fault } from './faults/fault.ts';
import { torture } from './real/torture.ts';
import { simulate, type RunResult } from './simulate.ts';
import { readTally, writeTally } from './tally-file.ts';

const HELP = `Seeded simulation of three workstations and one backend; I1-I8 are checked.

  npm run sim -- --seed N              one run; the same seed gives the same history
  npm run sim -- --runs R              seeds 1 to R (from --seed on, where given), then all counts;
                                       fails when something is wrong or a kind never came
  npm run sim -- --minutes T           as many seeds as begin in so many minutes
  npm run sim -- --fault NAME          with a planted fault; fails when the checker misses it
  npm run sim -- --faults              looks for the first seed that catches each planted fault

  npm run sim -- --real                real processes over HTTP, killed while they sell
                                       (--sales 100000 --kills 500 --minutes 60)

  --steps S     steps of each run (200)
  --summary F   writes what many runs came to into a file, and goes on from what is in it
  --quiet       says a line for each 100 seeds, and each seed that failed
  --history     prints everything that happened, of one run

Planted faults:
${faults.map(({ name, invariant, what }) => `  ${name.padEnd(26)}${invariant}  ${what}`).join('\n')}
`;

/** Where a fault is looked for. */
const SEARCH_RUNS = 500;

/** The command was wrong; the sentence says how. */
class Misuse extends Error {}

function parsed() {
  try {
    return parseArgs({
      options: {
        seed: { type: 'string' },
        runs: { type: 'string' },
        minutes: { type: 'string' },
        real: { type: 'boolean', default: false },
        sales: { type: 'string', default: '100000' },
        kills: { type: 'string', default: '500' },
        summary: { type: 'string' },
        quiet: { type: 'boolean', default: false },
        steps: { type: 'string', default: '200' },
        fault: { type: 'string' },
        faults: { type: 'boolean', default: false },
        history: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw new Misuse(error instanceof Error ? error.message : String(error));
  }
}

function whole(name: string, text: string): number {
  if (/^[1-9]\d{0,8}$/u.test(text)) return Number(text);
  throw new Misuse(`--${name} is a whole number from 1, not ${text}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function sayRun(run: RunResult): void {
  const state = isClean(run) ? 'clean' : 'FAILED';
  say(`seed ${run.seed}  steps ${run.steps}  history ${run.historyHash}  ${state}`);
  for (const { invariant, what } of run.violations) say(`  ${invariant} ${what}`);
  for (const bug of run.bugs) say(`  bug ${bug}`);
}

function sayTally(tally: Tally): void {
  const { firstSeed, nextSeed, steps, counts, failed, simulatedMs, realMs } = tally;
  say('');
  for (const kind of [...counts.keys()].toSorted()) say(`${counts.get(kind)}\t${kind}`);
  for (const kind of absentFrom(tally)) say(`0\t${kind}: never came, nothing is known about it`);
  const times = Math.round(simulatedMs / Math.max(1, realMs)).toLocaleString('en');
  const days = Math.round(simulatedMs / 86_400_000).toLocaleString('en');
  say(`\n${nextSeed - firstSeed} seeds (${firstSeed} to ${nextSeed - 1}), ${steps} steps`);
  say(`${days} simulated days in ${Math.round(realMs / 1000)} s: ${times} : 1`);
  say(failed.length === 0 ? 'all clean' : `${failed.length} FAILED: ${seedsOf(failed)}`);
}

const seedsOf = (runs: readonly RunResult[]): string => runs.map(({ seed }) => seed).join(' ');

async function lookForFaults(steps: number): Promise<boolean> {
  let all = true;
  for (const fault of faults) {
    const run = await firstCatch(fault, { firstSeed: 1, lastSeed: SEARCH_RUNS, steps });
    all &&= run !== null;
    if (run === null) say(`${fault.name}: NOT FOUND in ${SEARCH_RUNS} seeds`);
    else say(`${fault.name}: seed ${run.seed}, step ${run.steps}, ${run.violations[0]?.what}`);
  }
  return all;
}

function asked(name: string | undefined): Fault | null {
  if (name === undefined) return null;
  const fault = faultNamed(name);
  if (fault === null) throw new Misuse(`no fault is called ${name}; --help lists them`);
  return fault;
}

interface Many {
  readonly firstSeed: number;
  readonly runs: number | null;
  readonly minutes: number | null;
  readonly steps: number;
  readonly fault: Fault | null;
  readonly summary: string | null;
  readonly quiet: boolean;
}

const SAVED_EVERY = 50;
const TOLD_EVERY = 100;

async function runMany(many: Many): Promise<boolean> {
  const { firstSeed, runs, minutes, steps, fault, summary, quiet } = many;
  const tally = (summary === null ? null : readTally(summary)) ?? emptyTally(firstSeed);
  const lastSeed = runs === null ? Number.MAX_SAFE_INTEGER : tally.firstSeed + runs - 1;
  const keep = (): void => {
    if (summary !== null) writeTally(summary, tally);
  };
  const onRun = (run: RunResult): void => {
    if (!quiet || !isClean(run)) sayRun(run);
    else if (run.seed % TOLD_EVERY === 0) say(`seed ${run.seed}, ${tally.failed.length} failed`);
    if (run.seed % SAVED_EVERY === 0 || !isClean(run)) keep();
  };
  const limits = minutes === null ? {} : { minutes };
  await campaign({ tally, lastSeed, steps, fault, onRun, ...limits });
  keep();
  sayTally(tally);
  if (fault !== null) return tally.failed.length > 0;
  return tally.failed.length === 0 && absentFrom(tally).length === 0;
}

async function runOne(options: Parameters<typeof simulate>[0]): Promise<boolean> {
  const run = await simulate(options);
  for (const line of run.lines) say(line);
  sayRun(run);
  for (const kind of [...run.counts.keys()].toSorted()) say(`${run.counts.get(kind)}\t${kind}`);
  return isClean(run) === ((options.fault ?? null) === null);
}

async function runReal(options: Parameters<typeof torture>[0]): Promise<boolean> {
  const result = await torture({ ...options, onProgress: say });
  const { sales, offline, deskKills, backendKills, seconds, refusals, violations } = result;
  for (const [code, count] of refusals) say(`${count}\trefused ${code}`);
  say(`${sales} sales captured, ${offline} of all holds offline`);
  say(`${deskKills} kills of workstations, ${backendKills} of the backend, ${seconds} s`);
  for (const { invariant, what } of violations) say(`  ${invariant} ${what}`);
  const enough = sales >= options.sales && deskKills + backendKills >= options.kills;
  say(violations.length > 0 ? 'FAILED' : enough ? 'clean' : 'clean, but out of time');
  return violations.length === 0 && enough;
}

async function main(): Promise<boolean> {
  const values = parsed();
  if (values.help) {
    say(HELP);
    return true;
  }
  const steps = whole('steps', values.steps);
  if (values.real) {
    return runReal({
      sales: whole('sales', values.sales),
      kills: whole('kills', values.kills),
      minutes: whole('minutes', values.minutes ?? '60'),
      seed: whole('seed', values.seed ?? '1'),
    });
  }
  if (values.faults) return lookForFaults(steps);
  const fault = asked(values.fault);
  const firstSeed = whole('seed', values.seed ?? String(fault?.seed ?? 1));
  const runs = values.runs === undefined ? null : whole('runs', values.runs);
  const minutes = values.minutes === undefined ? null : whole('minutes', values.minutes);
  if (runs === null && minutes === null) {
    return runOne({ seed: firstSeed, steps, fault, keepLines: values.history });
  }
  const { summary = null, quiet } = values;
  return runMany({ firstSeed, runs, minutes, steps, fault, summary, quiet });
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  if (!(error instanceof Misuse)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
