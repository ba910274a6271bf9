import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assert } from '#domain/assert.ts';
import { answerBrokenRequest } from './broken-request.ts';
import { makeApp, type AppOptions } from './make-app.ts';

/** A sender that has not finished its head, or its whole request, by then is cut off. */
const HEAD_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 120_000;
/** Longer than the pause between two requests of a desk, shorter than what proxies allow. */
const IDLE_TIMEOUT_MS = 65_000;
const HEAD_MAX_BYTES = 16 * 1024;
const CONNECTIONS_MAX = 4_000;
/** How long a stop waits for requests that are being answered. */
const STOP_GRACE_MS = 5_000;
const STOP_SWEEP_MS = 50;

export interface ListenOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
}

export interface HttpServer {
  /** Where it listens: `http://127.0.0.1:4180`. */
  readonly url: string;
  /**
   * Takes no new connection, ends live streams, lets running requests finish, then cuts off the
   * rest.
   */
  stop(): Promise<void>;
}

/** Starts listening. Rejects when the port cannot be had. */
export async function startHttp(app: AppOptions, listen: ListenOptions): Promise<HttpServer> {
  const handle = makeApp(app).callback();
  const server = createServer(
    {
      maxHeaderSize: HEAD_MAX_BYTES,
      headersTimeout: HEAD_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: IDLE_TIMEOUT_MS,
      connectionsCheckingInterval: HEAD_TIMEOUT_MS / 2,
    },
    (request, response) => {
      // Koa answers by itself whatever happens; there is nobody to wait for it here.
      void handle(request, response);
    },
  );
  server.maxConnections = CONNECTIONS_MAX;
  server.on('clientError', answerBrokenRequest);
  await listening(server, listen);
  return {
    url: urlOf(server),
    stop: () => stop(server, app),
  };
}

function listening(server: Server, { host, port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function urlOf(server: Server): string {
  const address = server.address();
  assert(address !== null && typeof address === 'object', 'the server listens on a port');
  const { family, address: host, port }: AddressInfo = address;
  return `http://${family === 'IPv6' ? `[${host}]` : host}:${port}`;
}

function stop(server: Server, { service }: AppOptions): Promise<void> {
  return new Promise((resolve) => {
    const cutOff = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS);
    // A connection whose request ends now would wait for the next one.
    const sweep = setInterval(() => server.closeIdleConnections(), STOP_SWEEP_MS);
    server.close(() => {
      clearTimeout(cutOff);
      clearInterval(sweep);
      resolve();
    });
    service.live.endAll();
  });
}
