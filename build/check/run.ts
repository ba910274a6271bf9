/**
 * `npm run check [guard…]`: runs every guard (or the named ones), two at a time, all of them even
 * when one refuses, and prints a line for each. Exit code 1 when anything was refused.
 */
import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { line, type Finding } from './finding.ts';
import { guards } from './guards.ts';
import { TOP } from './tool.ts';

type Verdict = { readonly findings: readonly Finding[] } | { readonly broken: string };

/** One guard in the report. */
interface Step {
  readonly name: string;
  readonly state: 'passed' | 'failed';
  readonly seconds: number;
  readonly reason?: string;
}

const REPORT = join(TOP, 'test/results/check.json');
/** Lines per guard in a run of all; a guard that is run by name prints everything. */
const SHOWN = 30;

/** In a child: runs one guard and hands its verdict to the parent. */
async function runAsChild(name: string): Promise<void> {
  const guard = guards[name];
  if (!guard) throw new Error(`no guard is called ${name}`);
  const verdict: Verdict = await guard(TOP).then(
    (findings) => ({ findings }),
    (error: unknown) => ({ broken: error instanceof Error ? (error.stack ?? '') : String(error) }),
  );
  process.send?.(verdict, undefined, undefined, () => process.disconnect());
}

/** A process per guard: the tools keep global state, and two processors are there to be used. */
function runInChild(name: string): Promise<Verdict> {
  return new Promise((resolve) => {
    let verdict: Verdict = { broken: 'ended without a verdict' };
    const child = fork(import.meta.filename, ['--guard', name], { execArgv: [] });
    child.on('message', (message) => (verdict = message as Verdict));
    child.on('error', (error) => (verdict = { broken: error.message }));
    child.on('close', () => resolve(verdict));
  });
}

function stepOf(name: string, verdict: Verdict, seconds: number): Step {
  if ('broken' in verdict) return { name, state: 'failed', seconds, reason: 'broken' };
  const { length } = verdict.findings;
  if (length === 0) return { name, state: 'passed', seconds };
  return { name, state: 'failed', seconds, reason: `${length} refused` };
}

function print({ name, state, seconds, reason }: Step, verdict: Verdict): void {
  const mark = state === 'passed' ? 'ok  ' : 'FAIL';
  const time = `${seconds.toFixed(1)} s`.padStart(7);
  console.log(`${mark} ${name.padEnd(10)} ${time}  ${reason ?? ''}`.trimEnd());
  const lines = 'broken' in verdict ? [verdict.broken] : verdict.findings.map(line);
  const shown = positionals.length > 0 ? lines : lines.slice(0, SHOWN);
  for (const text of shown) console.log(`       ${text}`);
  if (shown.length < lines.length) {
    console.log(`       and ${lines.length - shown.length} more: npm run check -- '${name}'`);
  }
}

async function runAll(names: readonly string[]): Promise<readonly Step[]> {
  const queue = [...names];
  const steps: Step[] = [];
  const work = async (): Promise<void> => {
    for (let name = queue.shift(); name; name = queue.shift()) {
      const startMs = performance.now();
      const verdict = await runInChild(name);
      const step = stepOf(name, verdict, (performance.now() - startMs) / 1000);
      steps.push(step);
      print(step, verdict);
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work));
  return steps;
}

/** For whoever counts the whole run (`npm test`): written when guards refused, too. */
function writeReport(steps: readonly Step[]): void {
  mkdirSync(dirname(REPORT), { recursive: true });
  writeFileSync(REPORT, `${JSON.stringify({ steps }, null, 2)}\n`);
}

const { values, positionals } = parseArgs({
  options: { guard: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  allowPositionals: true,
});

const unknown = positionals.filter((name) => !Object.hasOwn(guards, name));
const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

if (values.help === true) {
  console.log(
    `npm run check -- [NAME…]: ${Object.keys(guards).join(', ')}; all when none is named`,
  );
} else if (values.guard) {
  await runAsChild(values.guard);
} else if (unknown.length > 0) {
  console.error(`No guard is called ${quoted(unknown)}. There are ${quoted(Object.keys(guards))}.`);
  process.exitCode = 2;
} else {
  const names = positionals.length > 0 ? positionals : Object.keys(guards);
  const startMs = performance.now();
  const steps = await runAll(names);
  const passed = steps.every(({ state }) => state === 'passed');
  // A few guards run by hand are not the run that is reported.
  if (positionals.length === 0) writeReport(steps);
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(`check: ${names.length} guards, ${passed ? 'all pass' : 'REFUSED'}, ${seconds} s`);
  process.exitCode = passed ? 0 : 1;
}
