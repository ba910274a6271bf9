/** The storage engine under a run of the store's tests; each runs on both. */
export type Engine = 'sqlite' | 'postgres';

/** Set by the project of test/vitest.config.ts that runs the file. */
export function engineUnderTest(): Engine {
  return process.env['FORECOURT_TEST_ENGINE'] === 'postgres' ? 'postgres' : 'sqlite';
}
