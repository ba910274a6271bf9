// npm test: set-up, check, every test, and a last line that counts them all.
import { refuseOldNode } from './node-version.mjs';

refuseOldNode();

const { mkdirSync, rmSync } = await import('node:fs');
const { join } = await import('node:path');
const { buildApplication } = await import('./build-application.mjs');
const { openDesktop } = await import('./desktop/desktop.mjs');
const { runInForeground } = await import('./process/foreground.mjs');
const { runMain } = await import('./process/main.mjs');
const { BIN, RESULTS_DIR, ROOT } = await import('./paths.mjs');
const { SetupProblem, say, seconds } = await import('./process/progress.mjs');
const { runtimeEnv } = await import('./runtime-env.mjs');
const { setUp } = await import('./steps/setup.mjs');
const { readJson, writeJson } = await import('./stamp.mjs');
const summary = await import('./summary.mjs');

/** @typedef {import('./summary.mjs').Outcome} Outcome */

/** Where the runners are to leave their reports; without these they leave none. */
const REPORTS = {
  FORECOURT_VITEST_REPORT: join(RESULTS_DIR, 'vitest.json'),
  FORECOURT_PLAYWRIGHT_REPORT: join(RESULTS_DIR, 'playwright.json'),
};
/** A slow or shared machine takes thrice what a quiet one does. */
const LONGEST_MS = 40 * 60_000;

async function main() {
  const state = await setUp();
  const startedMs = performance.now();
  rmSync(RESULTS_DIR, { recursive: true, force: true });
  mkdirSync(RESULTS_DIR, { recursive: true });
  // All run, whatever the ones before came to.
  const outcomes = [
    ...(await check()),
    ...(await vitest()),
    ...(await endToEnd(state.electron !== null, state.problems)),
  ];
  const { lines, ...counts } = summary.summarize(outcomes);
  writeJson(join(RESULTS_DIR, 'summary.json'), { ...counts, outcomes });
  say(
    `\nTests took ${seconds(performance.now() - startedMs)}, the set-up before them is not counted.`,
  );
  for (const line of lines) say(line);
  return counts.failed === 0 ? 0 : 1;
}

async function check() {
  headline('check');
  const ended = await tool(['node', join('build', 'check', 'run.ts')], {});
  return summary.judgeRunner('check', ended, summary.checkOutcomes(report('check.json')));
}

async function vitest() {
  headline('unit, integration, simulation');
  const ended = await tool(['vitest', 'run', '--config', join('test', 'vitest.config.ts')], {});
  return summary.judgeRunner('vitest', ended, summary.vitestOutcomes(report('vitest.json')));
}

/**
 * @param {boolean} hasElectron
 * @param {readonly string[]} problems
 * @returns {Promise<Outcome[]>}
 */
async function endToEnd(hasElectron, problems) {
  headline('end to end in the real application');
  const runner = 'end-to-end';
  if (!hasElectron) {
    const reason = `no Electron on this machine. ${problems.join(' ')}`;
    say(`*** END-TO-END TESTS ARE SKIPPED: ${reason}`);
    return [{ runner, name: 'all of them', state: 'skipped', reason }];
  }
  /** @type {Outcome[]} */
  const before = [];
  try {
    await buildApplication('test');
    before.push({ runner: 'build', name: 'test build', state: 'passed' });
    const desktop = await openDesktop({ private: true });
    try {
      const args = ['test', '--config', join('test', 'playwright.config.ts')];
      const ended = await tool(['playwright', ...args], desktop.env);
      const outcomes = summary.playwrightOutcomes(report('playwright.json'));
      return [...before, ...summary.judgeRunner(runner, ended, outcomes)];
    } finally {
      await desktop.close();
    }
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    say(error.message);
    return [
      ...before,
      { runner, name: 'all of them', state: 'failed', reason: firstLine(error.message) },
    ];
  }
}

/**
 * @param {readonly string[]} words
 * @param {NodeJS.ProcessEnv} extra
 */
function tool(words, extra) {
  const [command = '', ...args] = words;
  const env = { ...runtimeEnv(), ...REPORTS, ...extra };
  return runInForeground(join(BIN, command), args, { cwd: ROOT, env, timeoutMs: LONGEST_MS });
}

/** @param {string} name */
function report(name) {
  return readJson(join(RESULTS_DIR, name));
}

/** @param {string} text */
function headline(text) {
  say(`\n=== ${text}`);
}

/** @param {string} text */
function firstLine(text) {
  return text.split('\n')[0] ?? '';
}

await runMain(main);
