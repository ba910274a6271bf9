import { setImmediate } from 'node:timers/promises';
import type { Turns } from '#service/platform-ports.ts';

/**
 * A turn of the event loop: requests that the same poll brought in are read first and share one
 * commit.
 */
export class LoopTurns implements Turns {
  async next(): Promise<void> {
    await setImmediate();
  }
}
