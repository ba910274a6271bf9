import { ClientRequest, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import axios, { type AxiosInstance, type AxiosProxyConfig, type AxiosResponse } from 'axios';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { Route } from '#protocol/route.ts';
import {
  problem,
  routes,
  type RouteAnswer,
  type RouteId,
  type RouteInput,
} from '#protocol/routes.ts';
import { IDEMPOTENCY_HEADER, SESSION_HEADER } from '#protocol/version.ts';
import { WrittenInput, type BackendClient, type CallAuth, type Log } from '../ports.ts';
import { readLeniently } from './read-leniently.ts';

/** A driver waits for these: without an answer in time the workstation decides by itself. */
const DESK_TIMEOUT_MS = 4_000;
/** The remainder is to be on the screen within a second, link or no link (C5). */
const CHECK_TIMEOUT_MS = 900;
const USUAL_TIMEOUT_MS = 15_000;
/** A whole register is checked and stored before it is answered. */
const REGISTER_TIMEOUT_MS = 5 * 60_000;

const DOWNLOAD_SILENCE_MS = 30_000;
/** After an outage of the whole network, others are read first. */
const PUSH_TIMEOUT_MS = 2 * 60_000;

/** A mail server may take its time at each step of a conversation. */
const CHANNEL_TEST_TIMEOUT_MS = 60_000;

const timeouts: Partial<Record<RouteId, number>> = {
  'sale.authorize': DESK_TIMEOUT_MS,
  'sale.check': CHECK_TIMEOUT_MS,
  'session.open': DESK_TIMEOUT_MS * 2,
  'handshake.do': DESK_TIMEOUT_MS,
  'register.import': REGISTER_TIMEOUT_MS,
  'journal.push': PUSH_TIMEOUT_MS,
  'channel.test': CHANNEL_TEST_TIMEOUT_MS,
};

export interface HttpOptions {
  readonly baseUrl: string;
  /** The company's proxy, from the machine-wide file of IT; null for none. */
  readonly proxyUrl: string | null;
  /** PEM of the company's own CA, beside those that Node knows; null for none. */
  readonly caPem: string | null;
  readonly appVersion: string;
}

/** The desk's one HTTP client. */
export function makeAxios(options: HttpOptions): AxiosInstance {
  const { baseUrl, proxyUrl, caPem, appVersion } = options;
  const tls = caPem === null ? {} : { ca: caPem };
  return axios.create({
    baseURL: baseUrl,
    // A redirect would carry tokens to somebody else.
    maxRedirects: 0,
    maxContentLength: 64 * 1024 * 1024,
    maxBodyLength: 64 * 1024 * 1024,
    validateStatus: () => true,
    proxy: proxyUrl === null ? false : proxyOf(proxyUrl),
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 8 }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 8, ...tls }),
    headers: { 'user-agent': `forecourt/${appVersion}`, accept: 'application/json' },
  });
}

function proxyOf(text: string): AxiosProxyConfig {
  const url = new URL(text);
  const fallbackPort = url.protocol === 'https:' ? 443 : 80;
  const named = {
    protocol: url.protocol,
    host: url.hostname,
    port: Number(url.port) || fallbackPort,
  };
  if (url.username === '') return named;
  const username = decodeURIComponent(url.username);
  return { ...named, auth: { username, password: decodeURIComponent(url.password) } };
}

export function headersOf(auth: CallAuth): Record<string, string> {
  return {
    ...(auth.bearer === undefined ? {} : { authorization: `Bearer ${auth.bearer}` }),
    ...(auth.session === undefined ? {} : { [SESSION_HEADER]: auth.session }),
  };
}

/**
 * The backend by HTTP. Every answer is checked against the route's schema before anybody believes
 * it.
 */
export function makeHttpClient(instance: AxiosInstance, log: Log): BackendClient {
  return {
    async call(routeId, input, auth) {
      try {
        const request = { input, auth };
        const response = await send(instance, routeId, request).catch((error: unknown) => {
          if (!wasKeptTooLong(error)) throw error;
          return send(instance, routeId, request);
        });
        return readAnswer(routeId, response, log);
      } catch (error) {
        // What axios throws here never got an answer; anything else is a bug and may surface.
        if (!axios.isAxiosError(error)) throw error;
        return refuse('LINK_DOWN', { reason: reasonOf(error.code) });
      }
    },
    async download(snapshotId, fromByte, { auth, signal }) {
      try {
        const { url } = filledPath(routes['snapshot.get'].path, { snapshotId });
        const response = await instance.get<Readable>(url, {
          responseType: 'stream',
          decompress: false,
          // As large as the network; its bytes are counted and hashed by whoever asked.
          maxContentLength: -1,
          signal,
          headers: {
            ...headersOf(auth),
            'accept-encoding': 'identity',
            ...(fromByte > 0 ? { range: `bytes=${fromByte}-` } : {}),
          },
        });
        if (response.status === (fromByte > 0 ? 206 : 200)) return ok(heard(response.data));
        response.data.destroy();
        return refuse(response.status === 401 ? 'UNAUTHORIZED' : 'NOT_FOUND');
      } catch (error) {
        if (!axios.isAxiosError(error)) throw error;
        return refuse('LINK_DOWN', { reason: reasonOf(error.code) });
      }
    },
  };
}

/** The bytes of a stream; one that says nothing for too long is ended. */
async function* heard(stream: Readable): AsyncGenerator<Uint8Array> {
  const silent = setTimeout(
    () => stream.destroy(new Error('the line is silent')),
    DOWNLOAD_SILENCE_MS,
  );
  try {
    for await (const chunk of stream) {
      silent.refresh();
      // A readable of HTTP gives bytes.
      yield chunk as Uint8Array;
    }
  } finally {
    clearTimeout(silent);
  }
}

/**
 * The backend has closed a kept connection before this workstation, busy with something else, could
 * see it. The link is there; every request that changes anything carries its id and may come twice.
 */
function wasKeptTooLong(error: unknown): boolean {
  if (!axios.isAxiosError(error) || error.response !== undefined) return false;
  const sent: unknown = error.request;
  const isReused = sent instanceof ClientRequest && sent.reusedSocket;
  return isReused && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

function send<K extends RouteId>(
  instance: AxiosInstance,
  routeId: K,
  { input, auth }: { input: RouteInput<K> | WrittenInput; auth: CallAuth },
): Promise<AxiosResponse<unknown>> {
  const route: Route = routes[routeId];
  const { url, headers, ...carried } = partsOf(route, input);
  return instance.request<unknown>({
    method: route.method,
    url,
    timeout: timeouts[routeId] ?? USUAL_TIMEOUT_MS,
    signal: AbortSignal.timeout((timeouts[routeId] ?? USUAL_TIMEOUT_MS) + 500),
    headers: { ...headersOf(auth), ...headers },
    ...carried,
  });
}

/** Where an input goes: into path and query, or path and body, with what its headers say. */
function partsOf(route: Route, input: object) {
  if (input instanceof WrittenInput) {
    // As bytes: a text would be read once more, to see whether it is JSON.
    const data = Buffer.from(input.json);
    return { url: route.path, headers: { 'content-type': 'application/json' }, data };
  }
  const { url, rest } = filledPath(route.path, input);
  const commandId = commandIdOf(input);
  const key = route.changes && commandId !== null ? { [IDEMPOTENCY_HEADER]: commandId } : {};
  return { url, headers: key, ...(route.method === 'GET' ? { params: rest } : { data: rest }) };
}

/** The id under which the answer is remembered: the command's, or the sale's own (I2). */
function commandIdOf(input: object): string | null {
  const named: unknown =
    Reflect.get(input, 'commandId') ??
    Reflect.get(input, 'saleId') ??
    Reflect.get(input, 'redemptionId');
  return typeof named === 'string' ? named : null;
}

/** Fields that the path names go into it; the others into query or body. */
function filledPath(path: string, input: object): { url: string; rest: Record<string, unknown> } {
  const rest: Record<string, unknown> = { ...input };
  const url = path.replaceAll(/:([A-Za-z]+)/gu, (_whole, name: string) => {
    const value = rest[name];
    // The path's own parameters are no part of the query; a GET of the table takes its whole input
    // from one place.
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  return { url, rest };
}

function readAnswer<K extends RouteId>(
  routeId: K,
  response: AxiosResponse<unknown>,
  log: Log,
): Result<RouteAnswer<K>> {
  const { status, data } = response;
  if (status >= 200 && status < 300) {
    const parsed = readLeniently(routes[routeId].answer, data);
    // The schema of this very route has just checked it; the table's type is lost on the way.
    if (parsed.success) return ok(parsed.data as RouteAnswer<K>);
    log.error({ routeId, issues: parsed.error.issues.map((i) => i.path.join('.')) }, 'bad answer');
    return refuse('INTERNAL', { reason: 'answer-schema' });
  }
  const told = problem.safeParse(data);
  if (told.success)
    return refuse(told.data.code, { ...told.data.params, traceId: told.data.traceId });
  // A gateway on the way answers for a backend that does not: the same as no answer.
  const gateway = status === 407 || status === 502 || status === 503 || status === 504;
  return refuse(gateway ? 'LINK_DOWN' : 'INTERNAL', { status });
}

function reasonOf(code: string | undefined): string {
  return /^[A-Z_0-9]{1,40}$/u.test(code ?? '') ? String(code) : 'UNKNOWN';
}
