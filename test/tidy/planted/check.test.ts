import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { guards } from '#build/check/guards.ts';
import { TOP } from '#build/check/tool.ts';

/** Files of build/check that are the frame, not a guard. */
const FRAME = ['files.ts', 'finding.ts', 'guards.ts', 'run.ts', 'tool.ts'];

it('every guard file is in the list that check runs', () => {
  const files = readdirSync(join(TOP, 'build/check')).filter((file) => !FRAME.includes(file));
  expect(Object.keys(guards)).toHaveLength(files.length);
});

const check = (...names: readonly string[]) =>
  spawnSync(process.execPath, ['build/check/run.ts', ...names], { cwd: TOP, encoding: 'utf8' });

it('check prints a line for each guard', () => {
  const run = check('lock file');
  expect(run.stdout).toMatch(/^(ok {3}|FAIL )lock file/mu);
  expect(run.stdout).toMatch(/check: 1 guards, (all pass|REFUSED)/u);
}, 60_000);

it('check says a sentence with the names when there is no such guard, and runs none', () => {
  const run = check('lock file', 'no such guard');
  expect(run.status).toBe(2);
  expect(run.stdout).toBe('');
  expect(run.stderr).toMatch(/^No guard is called 'no such guard'\. There are .*'lock file'/u);
  expect(run.stderr).not.toContain('    at ');
}, 60_000);
