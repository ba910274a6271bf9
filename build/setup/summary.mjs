/**
 * Results of all runners in one shape, and the rules that keep a failure from being lost.
 * @typedef {object} Outcome
 * @property {string} runner
 * @property {string} name
 * @property {'passed' | 'failed' | 'skipped'} state
 * @property {string} [reason] why it was skipped or how it failed
 */

/**
 * A runner that left no results, none at all in them, or an exit code that its results do not
 * explain, has failed: silence is not success. A skip without a reason has failed too.
 * @param {string} runner
 * @param {{ code: number, timedOut: boolean }} ended
 * @param {Outcome[] | undefined} outcomes undefined when there is no readable report
 * @returns {Outcome[]}
 */
export function judgeRunner(runner, ended, outcomes) {
  /** @param {string} reason */
  const broken = (reason) => ({
    runner,
    name: runner,
    state: /** @type {const} */ ('failed'),
    reason,
  });
  const judged = (outcomes ?? []).map((outcome) =>
    outcome.state === 'skipped' && !outcome.reason
      ? { ...outcome, state: /** @type {const} */ ('failed'), reason: 'skipped without a reason' }
      : outcome,
  );
  if (ended.timedOut) judged.push(broken('took too long and was ended'));
  if (outcomes === undefined) judged.push(broken('left no report'));
  else if (outcomes.length === 0) judged.push(broken('ran no test'));
  else if (ended.code !== 0 && !judged.some((outcome) => outcome.state === 'failed')) {
    judged.push(broken(`ended with code ${ended.code} though no test failed`));
  }
  return judged;
}

/**
 * @param {any} report of build/check: `{ steps: [{ name, state, reason }] }`
 * @returns {Outcome[] | undefined}
 */
export function checkOutcomes(report) {
  if (!Array.isArray(report?.steps)) return undefined;
  return report.steps.map((/** @type {any} */ step) => ({
    runner: 'check',
    name: String(step.name),
    state: knownState(step.state),
    ...(step.reason ? { reason: String(step.reason) } : {}),
  }));
}

/**
 * @param {any} report Vitest's JSON report; `meta.skipReason` is added by our own reporter
 * @returns {Outcome[] | undefined}
 */
export function vitestOutcomes(report) {
  if (!Array.isArray(report?.testResults)) return undefined;
  return report.testResults.flatMap((/** @type {any} */ file) => {
    const outcomes = file.assertionResults.map((/** @type {any} */ test) => ({
      runner: 'vitest',
      name: `${shortPath(file.name)}: ${test.fullName}`,
      ...vitestState(test),
    }));
    // A file that breaks before its first test has none to report.
    if (
      file.status === 'failed' &&
      !outcomes.some((/** @type {Outcome} */ o) => o.state === 'failed')
    ) {
      outcomes.push({
        runner: 'vitest',
        name: shortPath(file.name),
        state: 'failed',
        reason: firstLine(file.message) || 'the file failed outside its tests',
      });
    }
    return outcomes;
  });
}

/** @param {any} test */
function vitestState(test) {
  if (test.status === 'passed') return { state: 'passed' };
  if (test.status === 'failed')
    return { state: 'failed', reason: firstLine(test.failureMessages?.[0]) };
  const reason = test.status === 'todo' ? 'not written yet' : test.meta?.skipReason;
  return { state: 'skipped', ...(reason ? { reason } : {}) };
}

/**
 * @param {any} report Playwright's JSON report
 * @returns {Outcome[] | undefined}
 */
export function playwrightOutcomes(report) {
  if (!Array.isArray(report?.suites)) return undefined;
  const specs = report.suites.flatMap((/** @type {any} */ suite) => specsOf(suite, []));
  /** @type {Outcome[]} */
  const broken = (report.errors ?? []).map((/** @type {any} */ error) => ({
    runner: 'end-to-end',
    name: 'outside the tests',
    state: 'failed',
    reason: firstLine(error.message),
  }));
  return [...specs.map(playwrightOutcome), ...broken];
}

/**
 * @param {any} suite
 * @param {string[]} titles
 * @returns {Array<{ name: string, test: any }>}
 */
function specsOf(suite, titles) {
  const path = [...titles, suite.title];
  const own = (suite.specs ?? []).flatMap((/** @type {any} */ spec) =>
    spec.tests.map((/** @type {any} */ test) => ({
      name: [...path, spec.title].join(' › '),
      test,
    })),
  );
  return [
    ...own,
    ...(suite.suites ?? []).flatMap((/** @type {any} */ inner) => specsOf(inner, path)),
  ];
}

/**
 * @param {{ name: string, test: any }} spec
 * @returns {Outcome}
 */
function playwrightOutcome({ name, test }) {
  const runner = 'end-to-end';
  if (test.status === 'expected') return { runner, name, state: 'passed' };
  if (test.status === 'skipped') {
    const note = (test.annotations ?? []).find((/** @type {any} */ a) =>
      /^(skip|fixme)$/.test(a.type),
    );
    return {
      runner,
      name,
      state: 'skipped',
      ...(note?.description ? { reason: note.description } : {}),
    };
  }
  const error = test.results?.at(-1)?.error?.message;
  return { runner, name, state: 'failed', reason: firstLine(error) || String(test.status) };
}

/**
 * @param {readonly Outcome[]} outcomes
 * @returns {{ lines: string[], passed: number, failed: number, skipped: number }} the last line is
 *   the sum
 */
export function summarize(outcomes) {
  const of = (/** @type {Outcome['state']} */ state) => outcomes.filter((o) => o.state === state);
  const failed = of('failed');
  const skipped = of('skipped');
  const passed = of('passed').length;
  const list = (/** @type {string} */ word, /** @type {Outcome[]} */ some) =>
    some.map((o) => `${word}: [${o.runner}] ${o.name}${o.reason ? ` — ${o.reason}` : ''}`);
  const sum = `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`;
  return {
    lines: [...list('SKIPPED', skipped), ...list('FAILED', failed), sum],
    passed,
    failed: failed.length,
    skipped: skipped.length,
  };
}

/**
 * @param {unknown} state
 * @returns {Outcome['state']}
 */
function knownState(state) {
  return state === 'passed' || state === 'skipped' ? state : 'failed';
}

/** @param {unknown} text */
function firstLine(text) {
  // Colour codes of a terminal do not belong in a list.
  const plain = String(text ?? '').replaceAll(/\u001b\[[0-9;]*m/g, '');
  return (
    plain
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? ''
  );
}

/** @param {string} path */
function shortPath(path) {
  return path.replaceAll('\\', '/').replace(/^.*\/(?=test\/)/, '');
}
