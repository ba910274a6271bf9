import type { z } from 'zod';

/** So deep may fields that are not known hide each other: one is found when another is gone. */
const PASSES_MAX = 5;

/**
 * Reads what a backend answered, which may be newer: fields that this build does not know are left
 * out wherever they are, anything else has to be as the schema says. Where a signature covers the
 * answer it covers what was left out too, and does not fit any more.
 */
export function readLeniently<S extends z.ZodType>(
  schema: S,
  answer: unknown,
): z.ZodSafeParseResult<z.output<S>> {
  for (let pass = 1; ; pass += 1) {
    const parsed = schema.safeParse(answer);
    if (parsed.success || pass === PASSES_MAX) return parsed;
    const { issues } = parsed.error;
    if (!issues.every(({ code }) => code === 'unrecognized_keys')) return parsed;
    for (const issue of issues) {
      if (issue.code === 'unrecognized_keys') leaveOut(objectAt(answer, issue.path), issue.keys);
    }
  }
}

/** What a path of an issue leads to. */
function objectAt(answer: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, name) => {
    return typeof value === 'object' && value !== null ? Reflect.get(value, name) : null;
  }, answer);
}

/** In place: an answer that came over the wire is nobody else's. */
function leaveOut(holder: unknown, names: readonly string[]): void {
  if (typeof holder !== 'object' || holder === null) return;
  for (const name of names) Reflect.deleteProperty(holder, name);
}
