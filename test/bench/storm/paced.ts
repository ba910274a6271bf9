import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { RawRequest } from '#test/support/backend/http-client.ts';

/** Sales of other stations that go on meanwhile: far more often than in a network of 1,000. */
const EVERY_MS = 20;

/**
 * Asks at a steady pace, whether or not the one before is answered, until it is stopped.
 * @returns ms of each answer
 */
export async function pacedSales(
  url: string,
  next: () => RawRequest,
  stop: AbortSignal,
): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const tookMs: number[] = [];
  const asked: Promise<void>[] = [];
  while (!stop.aborted) {
    asked.push(timed(url, next(), agent).then((ms) => void tookMs.push(ms)));
    await delay(EVERY_MS);
  }
  await Promise.all(asked);
  agent.destroy();
  return tookMs;
}

async function timed(url: string, raw: RawRequest, agent: Agent): Promise<number> {
  const { method = 'GET', path, headers = {}, body = '' } = raw;
  const startedMs = performance.now();
  const asked = request(`${url}${path}`, { method, headers, agent });
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const text = Buffer.concat(await response.toArray()).toString();
  if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${text.slice(0, 200)}`);
  return performance.now() - startedMs;
}
