import { parseArgs } from 'node:util';
import { campaign, firstCatch, isClean, NOT_YET, type Campaign } from './campaign.ts';
import { faults, type Fault } from './faults.ts';
import { simulate, type RunResult } from './simulate.ts';

const HELP = `Seeded simulation of two workstations and one backend; I1-I4 are checked after every step.

  npm run sim -- --seed N              one run; the same seed gives the same history
  npm run sim -- --runs R              seeds 1 to R (from --seed on, where given), then all counts;
                                       fails when something is wrong or a kind never came
  npm run sim -- --fault NAME          with a planted fault; fails when the checker misses it
  npm run sim -- --faults              looks for the first seed that catches each planted fault

  --steps S     steps of each run (200)
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

function sayCounts({ runs, steps, counts, absent }: Campaign): void {
  say(`\n${runs} runs, ${steps} steps`);
  for (const kind of [...counts.keys()].toSorted()) say(`${counts.get(kind)}\t${kind}`);
  for (const kind of NOT_YET) say(`n/a\t${kind} (not built yet)`);
  for (const kind of absent) say(`0\t${kind}: never came, nothing is known about it`);
}

async function lookForFaults(steps: number): Promise<boolean> {
  let all = true;
  for (const fault of faults) {
    const run = await firstCatch(fault, { runs: SEARCH_RUNS, steps });
    all &&= run !== null;
    if (run === null) say(`${fault.name}: NOT FOUND in ${SEARCH_RUNS} seeds`);
    else say(`${fault.name}: seed ${run.seed}, step ${run.steps}, ${run.violations[0]?.what}`);
  }
  return all;
}

function faultNamed(name: string | undefined): Fault | null {
  if (name === undefined) return null;
  const fault = faults.find((one) => one.name === name);
  if (fault === undefined) throw new Misuse(`no fault is called ${name}; --help lists them`);
  return fault;
}

async function main(): Promise<boolean> {
  const values = parsed();
  if (values.help) {
    say(HELP);
    return true;
  }
  const steps = whole('steps', values.steps);
  if (values.faults) return lookForFaults(steps);
  const fault = faultNamed(values.fault);
  const firstSeed = whole('seed', values.seed ?? String(fault?.seed ?? 1));
  if (values.runs === undefined) {
    const run = await simulate({ seed: firstSeed, steps, fault, keepLines: values.history });
    if (values.history) for (const line of run.lines) say(line);
    sayRun(run);
    for (const kind of [...run.counts.keys()].toSorted()) say(`${run.counts.get(kind)}\t${kind}`);
    return isClean(run) === (fault === null);
  }
  const runs = whole('runs', values.runs);
  const together = await campaign({ firstSeed, runs, steps, fault, onRun: sayRun });
  sayCounts(together);
  if (fault !== null) return together.failed.length > 0;
  return together.failed.length === 0 && together.absent.length === 0;
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  if (!(error instanceof Misuse)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
