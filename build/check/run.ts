/**
 * `npm run check [guard…]`: runs every guard (or the named ones), two at a time, all of them even
 * when one refuses, and prints a line for each. Exit code 1 when anything was refused.
 */
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { line, type Finding } from './finding.ts';
import { guards } from './guards.ts';
import { TOP } from './tool.ts';

type Verdict = { readonly findings: readonly Finding[] } | { readonly broken: string };

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

function print(name: string, verdict: Verdict, seconds: number): boolean {
  const passed = 'findings' in verdict && verdict.findings.length === 0;
  const detail = 'broken' in verdict ? 'broken' : `${verdict.findings.length} refused`;
  const time = `${seconds.toFixed(1)} s`.padStart(7);
  console.log(
    `${passed ? 'ok  ' : 'FAIL'} ${name.padEnd(10)} ${time}${passed ? '' : `  ${detail}`}`,
  );
  if ('broken' in verdict) console.log(verdict.broken);
  else for (const finding of verdict.findings) console.log(`       ${line(finding)}`);
  return passed;
}

async function runAll(names: readonly string[]): Promise<boolean> {
  const queue = [...names];
  let allPassed = true;
  const work = async (): Promise<void> => {
    for (let name = queue.shift(); name; name = queue.shift()) {
      const startMs = performance.now();
      const verdict = await runInChild(name);
      allPassed = print(name, verdict, (performance.now() - startMs) / 1000) && allPassed;
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, work));
  return allPassed;
}

const { values, positionals } = parseArgs({
  options: { guard: { type: 'string' } },
  allowPositionals: true,
});

if (values.guard) {
  await runAsChild(values.guard);
} else {
  const names = positionals.length > 0 ? positionals : Object.keys(guards);
  const startMs = performance.now();
  const passed = await runAll(names);
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(`check: ${names.length} guards, ${passed ? 'all pass' : 'REFUSED'}, ${seconds} s`);
  process.exitCode = passed ? 0 : 1;
}
