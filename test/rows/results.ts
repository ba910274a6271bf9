/** What the last runs of Vitest and Playwright said, as one flat list of tests. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TestOutcome {
  readonly title: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
}

interface VitestReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

interface PlaywrightSuite {
  readonly title: string;
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly tests: readonly { readonly status: string }[];
  }[];
}

/** Anything unknown counts as failed: a state nobody has read is not a pass. */
const fromVitest = (status: string): TestOutcome['outcome'] =>
  status === 'passed'
    ? 'passed'
    : ['skipped', 'pending', 'todo', 'disabled'].includes(status)
      ? 'skipped'
      : 'failed';

/** A test that passed only on a second try («flaky») has failed. */
const fromPlaywright = (status: string): TestOutcome['outcome'] =>
  status === 'expected' ? 'passed' : status === 'skipped' ? 'skipped' : 'failed';

export const readVitest = (report: VitestReport): TestOutcome[] =>
  report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({
      title: fullName,
      outcome: fromVitest(status),
    })),
  );

export function readPlaywright(report: {
  readonly suites: readonly PlaywrightSuite[];
}): TestOutcome[] {
  const walk = (suite: PlaywrightSuite, prefix: string): TestOutcome[] => {
    const path = `${prefix}${suite.title} `;
    const own = (suite.specs ?? []).flatMap(({ title, tests }) =>
      tests.map(({ status }) => ({ title: path + title, outcome: fromPlaywright(status) })),
    );
    return [...own, ...(suite.suites ?? []).flatMap((inner) => walk(inner, path))];
  };
  return report.suites.flatMap((suite) => walk(suite, ''));
}

/** All outcomes under `folder`; a report that is not there adds nothing. */
export function lastOutcomes(folder: string): TestOutcome[] {
  const read = <T>(name: string, parse: (report: T) => TestOutcome[]): TestOutcome[] => {
    const file = join(folder, name);
    return existsSync(file) ? parse(JSON.parse(readFileSync(file, 'utf8')) as T) : [];
  };
  return [...read('vitest.json', readVitest), ...read('playwright.json', readPlaywright)];
}
