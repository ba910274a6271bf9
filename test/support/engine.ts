const ENGINES = ['sqlite', 'sqlite-thread', 'postgres'] as const;

/** The storage engine under a run of the store's tests; `-thread`: it decides in a second one. */
export type Engine = (typeof ENGINES)[number];

/** Set by the project of test/vitest.config.ts that runs the file. */
export function engineUnderTest(): Engine {
  const named = process.env['FORECOURT_TEST_ENGINE'];
  return ENGINES.find((engine) => engine === named) ?? 'sqlite';
}
