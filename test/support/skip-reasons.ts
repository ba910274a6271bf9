import type { Reporter, TestCase } from 'vitest/node';

/**
 * Puts the reason of `ctx.skip(reason)` where the JSON report, which comes after this one, shows
 * it; the summary of `npm test` names every skip with its reason and refuses one that has none.
 */
export class SkipReasons implements Reporter {
  onTestCaseResult(test: TestCase): void {
    const result = test.result();
    if (result.state === 'skipped' && result.note !== undefined) {
      Object.assign(test.meta(), { skipReason: result.note });
    }
  }
}
