import { join } from 'node:path';

import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

import { SkipReasons } from './support/skip-reasons.ts';

const TOP = join(import.meta.dirname, '..');
// Only the whole run of `npm test` leaves results: a part of the tests must not pass for all.
const REPORT = process.env['FORECOURT_VITEST_REPORT'];
const RENDERER = 'test/unit/renderer/**/*.test.ts';
/** The store's tests run on both engines; these need what only PostgreSQL has. */
const ON_POSTGRES = 'test/integration/store/postgres/**/*.test.ts';

export default defineConfig({
  root: TOP,
  define: { __TEST_CONTROLS__: 'true' },
  test: {
    reporters: REPORT
      ? ['default', new SkipReasons(), ['json', { outputFile: REPORT }]]
      : ['default', new SkipReasons()],
    // Native modules and real servers: a process per file, nothing is shared.
    pool: 'forks',
    // Left alone vitest keeps one core free, which is half of a small machine.
    maxWorkers: '100%',
    globalSetup: ['test/support/postgres/shared-server.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/{unit,integration,tidy,sim,security,contract}/**/*.test.ts'],
          exclude: [RENDERER, ON_POSTGRES],
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          // Every statement is a round trip and every commit a real fsync.
          testTimeout: 240_000,
          environment: 'node',
          include: ['test/integration/store/**/*.test.ts', 'test/integration/http/**/*.test.ts'],
          exclude: ['test/integration/store/sqlite/**'],
          env: { FORECOURT_TEST_ENGINE: 'postgres' },
          setupFiles: ['test/support/postgres/skip-without-server.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'sqlite-thread',
          environment: 'node',
          include: [
            'test/integration/store/{concurrency,journal,registers,told-decisions}.test.ts',
          ],
          env: { FORECOURT_TEST_ENGINE: 'sqlite-thread' },
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
