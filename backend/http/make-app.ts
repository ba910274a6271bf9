import Koa from 'koa';
import compress from 'koa-compress';
import helmet from 'koa-helmet';
import type { Logger } from 'pino';
import type { Code } from '#protocol/codes.ts';
import { makeHandlers } from '#service/handlers.ts';
import type { Service } from '#service/service.ts';
import { hostGuard } from './host-guard.ts';
import { RateLimits, type RateLimitOptions } from './rate-limits.ts';
import { requestLog } from './request-log.ts';
import type { RequestState } from './request-state.ts';
import { routing } from './routing.ts';
import { traceIds } from './trace-id.ts';

/**
 * The proxies in front of this backend. What they say of where a request came from is believed, so
 * nobody but they may reach its port.
 */
export interface TrustedProxies {
  /** How many stand one behind the other; each adds the address that it hears to the header. */
  readonly count: number;
  /** `X-Forwarded-For`, where they write another one. */
  readonly header: string;
}

export interface AppOptions {
  readonly service: Service;
  readonly log: Logger;
  /** Where the line of each request goes; the same log by default. */
  readonly lines?: Logger;
  /** Names by which clients may call this backend, without port. */
  readonly hostNames: readonly string[];
  readonly rateLimits: RateLimitOptions;
  /** Null, or absent, where workstations come to the port themselves. */
  readonly proxies?: TrustedProxies | null;
  readonly heartbeatMs: number;
  /** The code of a fault of disk or file, which this room knows nothing about. */
  readonly failureCode: (error: unknown) => Code | null;
}

/** Smaller answers cost more to compress than to send. */
const COMPRESS_FROM_BYTES = 2_048;

/**
 * A backend answers with data and never with a page: what remains keeps a browser from taking its
 * answers for one. The rest of helmet's headers is for pages.
 */
const FOR_DATA_ALONE = {
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  dnsPrefetchControl: false,
  ieNoOpen: false,
  permittedCrossDomainPolicies: false,
  xssFilter: false,
} as const;

/** The HTTP side of a backend, made from the route table. */
export function makeApp(options: AppOptions): Koa<RequestState> {
  const { service, log, lines = log, hostNames, rateLimits, heartbeatMs, failureCode } = options;
  const app = new Koa<RequestState>(trusting(options.proxies ?? null));
  // Faults of connections; bugs of our own are written by the request log.
  app.on('error', (error: unknown) => {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : null;
    log.debug({ code: typeof code === 'string' ? code : null }, 'connection');
  });
  app.use(requestLog({ log, lines, newTraceId: traceIds(), failureCode }));
  app.use(helmet(FOR_DATA_ALONE));
  app.use(hostGuard(hostNames));
  app.use(compress({ threshold: COMPRESS_FROM_BYTES }));
  const handlers = makeHandlers(service);
  const limits = new RateLimits(rateLimits);
  for (const middleware of routing({ service, handlers, limits, heartbeatMs })) app.use(middleware);
  return app;
}

/** Of the addresses in the header only as many are read from its end as proxies wrote them. */
function trusting(proxies: TrustedProxies | null) {
  if (proxies === null) return {};
  return { proxy: true, proxyIpHeader: proxies.header, maxIpsCount: proxies.count };
}
