/* A window in a thread of its own: asks at its own moments, whatever the engine is doing then. */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';

/** A driver does not come in step with the engine's work. */
const GAPS_MS = [1, 2, 3, 5, 7];

const port = parentPort;
if (port === null) throw new Error('this runs as a thread');

await once(port, 'message');
for (let index = 0; ; index += 1) {
  await delay(GAPS_MS[index % GAPS_MS.length]);
  const answered = once(port, 'message');
  port.postMessage(performance.timeOrigin + performance.now());
  await answered;
}
