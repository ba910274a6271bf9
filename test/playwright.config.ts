import { join } from 'node:path';

import { defineConfig } from '@playwright/test';

const RESULTS = join(import.meta.dirname, 'results');

// Only the whole run of `npm test` leaves results: a part of the tests must not pass for all.
const REPORT = process.env['FORECOURT_PLAYWRIGHT_REPORT'];

export default defineConfig({
  testDir: join(import.meta.dirname, 'e2e'),
  testMatch: '**/*.e2e.ts',
  outputDir: join(RESULTS, 'playwright'),
  // One window at a time: they share a display, a key store and two processors. A test that passes
  // only at the second try is a failure.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  globalTimeout: 30 * 60_000,
  reporter: REPORT ? [['list'], ['json', { outputFile: REPORT }]] : 'list',
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
});
