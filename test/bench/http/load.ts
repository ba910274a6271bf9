import autocannon, { type RequestData } from 'autocannon';
import type { RawRequest } from '#test/support/backend/http-client.ts';
import { percentile } from '../table/statistics.ts';

export interface LoadPlan {
  readonly url: string;
  readonly connections: number;
  readonly durationS: number;
  /** Makes each request anew. */
  readonly request: () => RawRequest;
  /** Processor time of the one that is asked. */
  readonly cpuMs: () => Promise<number>;
  readonly signal: AbortSignal;
}

export interface LoadFigures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** p99 ÷ p50 of this very run. */
  readonly tail: number;
  readonly cpuUs: number;
}

/** The answer's status and how long it took, as autocannon tells it. */
type OnResponse = (client: unknown, status: number, byteCount: number, tookMs: number) => void;

/**
 * So many connections, each asking again as soon as it is answered. autocannon's own table counts
 * whole milliseconds, so the times are taken from its answers.
 * @throws when an answer was not 200: a figure made of refusals would be a lie
 */
export async function load(plan: LoadPlan): Promise<LoadFigures> {
  const tookMs: number[] = [];
  const statuses = new Map<number, number>();
  const onResponse: OnResponse = (_client, status, _byteCount, took) => {
    tookMs.push(took);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  };
  const cpuBeforeMs = await plan.cpuMs();
  const startedMs = performance.now();
  const errors = await run(plan, onResponse);
  const seconds = (performance.now() - startedMs) / 1_000;
  const cpuMs = (await plan.cpuMs()) - cpuBeforeMs;
  plan.signal.throwIfAborted();
  const wrong = [...statuses].filter(([status]) => status !== 200);
  if (errors > 0 || wrong.length > 0 || tookMs.length === 0) {
    throw new Error(`${errors} connections broke, ${JSON.stringify(wrong)} answers were not 200`);
  }
  const p50Ms = percentile(tookMs, 0.5);
  const p99Ms = percentile(tookMs, 0.99);
  return {
    perSecond: tookMs.length / seconds,
    p50Ms,
    p99Ms,
    tail: p99Ms / p50Ms,
    cpuUs: (cpuMs * 1_000) / tookMs.length,
  };
}

function run(plan: LoadPlan, onResponse: OnResponse): Promise<number> {
  const { url, connections, durationS: duration, signal } = plan;
  return new Promise((resolve, reject) => {
    // What is given names the host.
    const setupRequest = (given: RequestData): RequestData => {
      const { method = 'GET', path, headers, body = '' } = plan.request();
      return {
        ...given,
        method,
        path,
        body,
        headers: { ...given.headers, ...headers },
      };
    };
    const instance = autocannon(
      { url, connections, duration, requests: [{ setupRequest }] },
      (error, result) => {
        signal.removeEventListener('abort', stop);
        if (error === null) resolve(result.errors);
        else reject(error);
      },
    );
    const stop = (): void => instance.stop();
    signal.addEventListener('abort', stop);
    instance.on('response', onResponse);
  });
}
