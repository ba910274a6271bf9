import type { Clock } from '#service/ports.ts';

/** The machine's clock; the one place of the backend that reads it. */
export class SystemClock implements Clock {
  nowMs(): number {
    return Date.now();
  }
}
