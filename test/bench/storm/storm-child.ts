/* Many workstations at once, in a process of their own: each sends what it has, in batches. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, request, type IncomingMessage } from 'node:http';
import { routes } from '#protocol/routes.ts';

export interface StormOrder {
  readonly url: string;
  readonly workstations: readonly Sender[];
}

export interface Sender {
  readonly bearer: string;
  /** Bodies that are sent one after the other. */
  readonly files: readonly string[];
}

export interface StormReport {
  readonly tookMs: number;
  /** Lines that were taken and applied. */
  readonly applied: number;
  /** Answers that said how many seconds to wait. */
  readonly toldToWait: number;
}

const BUSY: ReadonlySet<number> = new Set([429, 503]);

// The only one who sends is the bench, and this is all it sends.
const [order] = (await once(process, 'message')) as [StormOrder];
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
let applied = 0;
let toldToWait = 0;
const startedMs = performance.now();
await Promise.all(order.workstations.map(sendAll));
const report: StormReport = { tookMs: performance.now() - startedMs, applied, toldToWait };
process.send?.(report);
agent.destroy();
process.disconnect();

async function sendAll({ bearer, files }: Sender): Promise<void> {
  for (const file of files) {
    const body = await readFile(file);
    let answer = await push(bearer, body);
    while (BUSY.has(answer.status)) {
      toldToWait += 1;
      await new Promise((resolve) => setTimeout(resolve, answer.waitMs));
      answer = await push(bearer, body);
    }
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text.slice(0, 200)}`);
    applied += answer.text.split('"applied"').length - 1;
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly waitMs: number;
}

async function push(bearer: string, body: Buffer): Promise<Answer> {
  const { method, path } = routes['journal.push'];
  const headers = {
    'content-type': 'application/json',
    'content-length': body.length,
    authorization: `Bearer ${bearer}`,
  };
  const asked = request(`${order.url}${path}`, { method, headers, agent });
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const text = Buffer.concat(await response.toArray()).toString();
  const waitMs = 1_000 * Number(response.headers['retry-after'] ?? 1);
  return { status: response.statusCode ?? 0, text, waitMs };
}
