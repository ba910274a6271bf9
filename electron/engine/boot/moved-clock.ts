import { readFileSync } from 'node:fs';
import type { Clock } from '../ports.ts';

const SHIFT_FILE = 'FORECOURT_TEST_CLOCK_FILE';

/**
 * The clock as an end-to-end test moves it: a file holds by how many milliseconds, or `@` and the
 * moment at which it stands still, so that the processes of a workstation agree. Only in the test
 * build: the caller stands behind `__TEST_CONTROLS__`.
 */
export function movedClock(clock: Clock): Clock {
  const file = process.env[SHIFT_FILE];
  if (file === undefined) return clock;
  return { ...clock, nowMs: () => movedMs(readFileSync(file, 'utf8'), clock.nowMs()) };
}

function movedMs(said: string, nowMs: number): number {
  return said.startsWith('@') ? Number(said.slice(1)) : nowMs + Number(said);
}
