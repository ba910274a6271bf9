import { routes, type RouteAnswer, type RouteId, type RouteInput } from '#protocol/routes.ts';
import { SESSION_HEADER } from '#protocol/version.ts';

export interface TestAuth {
  readonly bearer?: string;
  readonly session?: string;
}

export interface TestAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends a request as it is. */
export async function send(url: string, request: RawRequest): Promise<TestAnswer> {
  const { method = 'GET', path, headers = {}, body } = request;
  const init = body === undefined ? { method, headers } : { method, headers, body };
  const response = await fetch(`${url}${path}`, init);
  const text = await response.text();
  return { status: response.status, body: parsed(text), headers: response.headers };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function authHeaders({ bearer, session }: TestAuth): Record<string, string> {
  return {
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    ...(session === undefined ? {} : { [SESSION_HEADER]: session }),
  };
}

/** The request of a route with an input of whatever form. */
export function routeRequest(routeId: RouteId, input: object, auth: TestAuth = {}): RawRequest {
  const { method, path } = routes[routeId];
  const fields = new Map(Object.entries(input).map(([name, value]) => [name, value as unknown]));
  const filled = path.replaceAll(/:(\w+)/gu, (_all, name: string) => {
    const value = fields.get(name);
    fields.delete(name);
    return encodeURIComponent(String(value));
  });
  const headers = authHeaders(auth);
  if (method !== 'GET') {
    const body = JSON.stringify(Object.fromEntries(fields));
    return {
      method,
      path: filled,
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    };
  }
  const query = new URLSearchParams();
  for (const [name, value] of fields) if (value !== undefined) query.set(name, String(value));
  return { method, path: query.size === 0 ? filled : `${filled}?${query.toString()}`, headers };
}

/** Calls a route with an input of any form. */
export function callRaw(
  url: string,
  routeId: RouteId,
  input: object,
  auth: TestAuth = {},
): Promise<TestAnswer> {
  return send(url, routeRequest(routeId, input, auth));
}

/**
 * Calls a route as its type says; the answer is judged by the route's schema. Throws when it is
 * refused.
 */
export async function call<K extends RouteId>(
  url: string,
  routeId: K,
  input: RouteInput<K>,
  auth: TestAuth = {},
): Promise<RouteAnswer<K>> {
  const { status, body } = await callRaw(url, routeId, input, auth);
  if (status !== 200) throw new Error(`${routeId}: ${status} ${JSON.stringify(body)}`);
  // The schema is the one that the type is taken from.
  return routes[routeId].answer.parse(body) as RouteAnswer<K>;
}

/** Status and code of an answer: `422 LIMIT_EXCEEDED`, or `200`. */
export function outcomeOf({ status, body }: TestAnswer): string {
  const code: unknown =
    typeof body === 'object' && body !== null ? Reflect.get(body, 'code') : null;
  return typeof code === 'string' ? `${status} ${code}` : String(status);
}
