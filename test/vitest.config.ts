import { join } from 'node:path';

import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

import { SkipReasons } from './support/skip-reasons.ts';

const TOP = join(import.meta.dirname, '..');
// Only the whole run of `npm test` leaves results: a part of the tests must not pass for all.
const REPORT = process.env['FORECOURT_VITEST_REPORT'];
const RENDERER = 'test/unit/renderer/**/*.test.ts';

export default defineConfig({
  root: TOP,
  define: { __TEST_CONTROLS__: 'true' },
  test: {
    reporters: REPORT
      ? ['default', new SkipReasons(), ['json', { outputFile: REPORT }]]
      : ['default', new SkipReasons()],
    // Native modules and real servers: a process per file, nothing is shared.
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/{unit,integration,tidy,sim,security,contract}/**/*.test.ts'],
          exclude: [RENDERER],
        },
      },
      {
        extends: true,
        plugins: [vue()],
        test: { name: 'renderer', environment: 'happy-dom', include: [RENDERER] },
      },
    ],
  },
});
