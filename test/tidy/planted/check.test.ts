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

it('check prints a line for each guard and fails when one of them breaks', () => {
  const run = spawnSync(process.execPath, ['build/check/run.ts', 'lock file', 'no such guard'], {
    cwd: TOP,
    encoding: 'utf8',
  });
  expect(run.status).toBe(1);
  expect(run.stdout).toMatch(/^(ok {3}|FAIL )lock file/mu);
  expect(run.stdout).toMatch(/^FAIL no such guard .*broken/mu);
  expect(run.stdout).toMatch(/check: 2 guards, REFUSED/u);
}, 60_000);
