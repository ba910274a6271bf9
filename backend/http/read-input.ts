import { bodyParser } from '@koa/bodyparser';
import type { Next } from 'koa';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { Code } from '#protocol/codes.ts';
import { isKeepable } from '#domain/text/kept-text.ts';
import type { Route } from '#protocol/route.ts';
import type { RequestContext } from './request-state.ts';

/**
 * No message of the protocol is nested deeper; a schema that follows a deeper one would run out of
 * stack.
 */
const DEPTH_MAX = 24;

/** Reads what a request brings: query and path of a GET, the JSON body of the others. */
export type ReadInput = (ctx: RequestContext) => Promise<Result<unknown, Code>>;

/** The reader of one route, with its limit of bytes. */
export function inputReader({ method, bodyMaxBytes }: Route): ReadInput {
  if (method === 'GET') {
    return async (ctx) => {
      const asked = { ...ctx.query, ...pathParams(ctx) };
      return isKeepable(asked) ? ok(asked) : refuse('FIELD_INVALID');
    };
  }
  const parse = bodyParser({ enableTypes: ['json'], jsonLimit: bodyMaxBytes, jsonStrict: true });
  return (ctx) => readBody(ctx, parse);
}

/**
 * The reader of a body that is large, and of which many may come at once: its text costs nobody
 * time; `parsedText` makes an input of it when it is its turn.
 */
export function textReader({ bodyMaxBytes }: Route) {
  const parse = bodyParser({
    enableTypes: ['text'],
    extendTypes: { text: ['application/json'] },
    textLimit: bodyMaxBytes,
  });
  return async (ctx: RequestContext): Promise<Result<string, Code>> => {
    const read = await readBody(ctx, parse);
    return read.ok ? ok(typeof read.value === 'string' ? read.value : '') : read;
  };
}

/** What a body says. Refused with BODY_MALFORMED: no JSON, no object, too deep, or with a NUL. */
export function parsedText(text: string): Result<unknown, Code> {
  try {
    const value: unknown = JSON.parse(text === '' ? '{}' : text);
    return typeof value === 'object' && value !== null ? usable(value) : refuse('BODY_MALFORMED');
  } catch {
    return refuse('BODY_MALFORMED');
  }
}

function pathParams(ctx: RequestContext): Record<string, string> {
  // Set by the router, which the context's own type does not know.
  return (ctx as RequestContext & { params: Record<string, string> }).params;
}

type BodyParser = (ctx: RequestContext, next: Next) => Promise<unknown>;

async function readBody(ctx: RequestContext, parse: BodyParser): Promise<Result<unknown, Code>> {
  if (ctx.request.length !== 0 && ctx.request.is('application/json') === false) {
    return refuse('MEDIA_TYPE_UNSUPPORTED');
  }
  try {
    await parse(ctx, async () => undefined);
  } catch (error) {
    return refuse(bodyCode(error));
  }
  const { body } = ctx.request;
  return usable(body ?? {});
}

/**
 * The code of what the parser throws about foreign input.
 * @throws what is no fault of the input
 */
function bodyCode(error: unknown): Code {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'status') : null;
  if (status === 413) return 'BODY_TOO_LARGE';
  if (status === 415) return 'MEDIA_TYPE_UNSUPPORTED';
  const broken = error instanceof SyntaxError || status === 400 || isInflateError(error);
  if (broken) return 'BODY_MALFORMED';
  throw error;
}

/** A body that says it is compressed and is not. */
function isInflateError(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : null;
  return typeof code === 'string' && /^(Z_|ERR__?(ZLIB|BROTLI)|ERR_ZSTD)/u.test(code);
}

function usable(body: unknown): Result<unknown, Code> {
  return tooDeep(body) || !isKeepable(body) ? refuse('BODY_MALFORMED') : ok(body);
}

function tooDeep(value: unknown, levelsLeft = DEPTH_MAX): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levelsLeft === 0) return true;
  return Object.values(value).some((inner) => tooDeep(inner, levelsLeft - 1));
}
