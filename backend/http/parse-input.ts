import type { z } from 'zod';
import { brokenName } from '#domain/text/one-line.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { Code } from '#protocol/codes.ts';
import { routes, type RouteId, type RouteInput } from '#protocol/routes.ts';

const FIELD_NAME_MAX = 100;

/**
 * Judges an input by its route's schema. A refusal names the first wrong field, never its value
 * (G9).
 */
export function parseInput<K extends RouteId>(
  routeId: K,
  input: unknown,
): Result<RouteInput<K>, Code> {
  const schema: z.ZodType = routes[routeId].input;
  const parsed = schema.safeParse(input);
  if (parsed.success) {
    const broken = brokenName(parsed.data);
    if (broken !== null) return refuse('FIELD_INVALID', { field: broken.slice(0, FIELD_NAME_MAX) });
    // The schema that judged it is the one that the type is taken from.
    return ok(parsed.data as RouteInput<K>);
  }
  const [issue] = parsed.error.issues;
  return issue === undefined ? refuse('FIELD_INVALID') : fieldRefusal(issue, input);
}

function fieldRefusal(issue: z.core.$ZodIssue, input: unknown): Result<never, Code> {
  const at = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return refuse('FIELD_UNKNOWN', { field: fieldName([...at, ...issue.keys.slice(0, 1)]) });
  }
  const missing = at.length > 0 && valueAt(input, at) === undefined;
  return refuse(missing ? 'FIELD_REQUIRED' : 'FIELD_INVALID', { field: fieldName(at) });
}

function fieldName(path: readonly string[]): string {
  return path.join('.').slice(0, FIELD_NAME_MAX);
}

function valueAt(input: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => {
    return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  }, input);
}
