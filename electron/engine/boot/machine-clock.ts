import { performance } from 'node:perf_hooks';
import type { Clock } from '../ports.ts';

/** The clocks of the machine. */
export const machineClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};
