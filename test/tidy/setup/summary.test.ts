import { describe, expect, it } from 'vitest';

import {
  checkOutcomes,
  judgeRunner,
  playwrightOutcomes,
  summarize,
  vitestOutcomes,
} from '#build/setup/summary.mjs';

const DONE = { code: 0, timedOut: false };
const FAILED = { code: 1, timedOut: false };

function vitestFile(tests: object[], file: object = {}): object {
  return {
    name: '/somewhere/test/unit/a.test.ts',
    status: 'passed',
    assertionResults: tests,
    ...file,
  };
}

function lastLine(outcomes: Parameters<typeof summarize>[0]): string {
  return summarize(outcomes).lines.at(-1) ?? '';
}

describe('a run that cannot be trusted has failed', () => {
  it('when a runner left no report', () => {
    const outcomes = judgeRunner('vitest', DONE, vitestOutcomes(undefined));
    expect(lastLine(outcomes)).toBe('0 passed, 1 failed, 0 skipped');
    expect(outcomes[0]?.reason).toBe('left no report');
  });

  it('when a runner ran no test', () => {
    const reports = [
      vitestOutcomes({ testResults: [] }),
      playwrightOutcomes({ suites: [] }),
      checkOutcomes({ steps: [] }),
    ];
    for (const report of reports) {
      expect(lastLine(judgeRunner('x', DONE, report))).toBe('0 passed, 1 failed, 0 skipped');
    }
  });

  it('when a runner ended badly though its tests passed', () => {
    const report = vitestOutcomes({
      testResults: [vitestFile([{ fullName: 'a', status: 'passed' }])],
    });
    expect(lastLine(judgeRunner('vitest', FAILED, report))).toBe('1 passed, 1 failed, 0 skipped');
  });

  it('when a runner was ended because it took too long', () => {
    const report = vitestOutcomes({
      testResults: [vitestFile([{ fullName: 'a', status: 'passed' }])],
    });
    const outcomes = judgeRunner('vitest', { code: 143, timedOut: true }, report);
    expect(lastLine(outcomes)).toBe('1 passed, 1 failed, 0 skipped');
  });

  it('when a test is skipped without a reason', () => {
    const report = vitestOutcomes({
      testResults: [vitestFile([{ fullName: 'a', status: 'skipped' }])],
    });
    const outcomes = judgeRunner('vitest', DONE, report);
    expect(summarize(outcomes).failed).toBe(1);
    expect(outcomes[0]?.reason).toBe('skipped without a reason');
  });
});

describe('the reports of the runners', () => {
  it('of Vitest: failures, reasoned skips, and a file that breaks before its first test', () => {
    const report = {
      testResults: [
        vitestFile([
          { fullName: 'works', status: 'passed' },
          {
            fullName: 'breaks',
            status: 'failed',
            failureMessages: ['\u001b[31mplanted\u001b[0m\nat x'],
          },
          { fullName: 'waits', status: 'skipped', meta: { skipReason: 'no folder' } },
        ]),
        vitestFile([], { status: 'failed', message: 'cannot be imported' }),
      ],
    };
    const { lines } = summarize(judgeRunner('vitest', FAILED, vitestOutcomes(report)));
    expect(lines).toEqual([
      'SKIPPED: [vitest] test/unit/a.test.ts: waits — no folder',
      'FAILED: [vitest] test/unit/a.test.ts: breaks — planted',
      'FAILED: [vitest] test/unit/a.test.ts — cannot be imported',
      '1 passed, 2 failed, 1 skipped',
    ]);
  });

  it('of Playwright: nested suites, skips by annotation, flaky counts as failed, errors outside tests', () => {
    const spec = (title: string, test: object): object => ({ title, tests: [test] });
    const skip = { type: 'skip', description: 'no such device' };
    const report = {
      suites: [
        {
          title: 'sale.e2e.ts',
          specs: [spec('sells', { status: 'expected' })],
          suites: [
            {
              title: 'offline',
              specs: [
                spec('waits', { status: 'skipped', annotations: [skip] }),
                spec('sways', { status: 'flaky', results: [{}] }),
                spec('breaks', {
                  status: 'unexpected',
                  results: [{ error: { message: 'planted' } }],
                }),
              ],
            },
          ],
        },
      ],
      errors: [{ message: 'no worker' }],
    };
    const { lines } = summarize(judgeRunner('end-to-end', FAILED, playwrightOutcomes(report)));
    expect(lines).toEqual([
      'SKIPPED: [end-to-end] sale.e2e.ts › offline › waits — no such device',
      'FAILED: [end-to-end] sale.e2e.ts › offline › sways — flaky',
      'FAILED: [end-to-end] sale.e2e.ts › offline › breaks — planted',
      'FAILED: [end-to-end] outside the tests — no worker',
      '1 passed, 3 failed, 1 skipped',
    ]);
  });

  it('of check: each step counts, an unknown state is a failure', () => {
    const steps = [
      { name: 'types', state: 'passed' },
      { name: 'lint', state: 'failed', reason: '3 refused' },
      { name: 'words', state: 'who knows' },
    ];
    const outcomes = judgeRunner('check', FAILED, checkOutcomes({ steps }));
    expect(lastLine(outcomes)).toBe('1 passed, 2 failed, 0 skipped');
    expect(summarize(outcomes).lines[0]).toBe('FAILED: [check] lint — 3 refused');
  });
});
