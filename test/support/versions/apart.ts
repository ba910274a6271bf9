/**
 * How a JSON value differs from the recorded one for who reads it as the recorded build did: a
 * field is gone, has another value, or is one that nobody there knows. Empty for the same. `known`
 * are the fields that may be there although the recording has not met them.
 */
export function apart(
  recorded: unknown,
  now: unknown,
  known: ReadonlySet<string> = new Set(),
): readonly string[] {
  return [...differences({ recorded, now }, '', known)];
}

interface Pair {
  readonly recorded: unknown;
  readonly now: unknown;
}

function* differences(
  { recorded, now }: Pair,
  path: string,
  known: ReadonlySet<string>,
): Generator<string> {
  if (Array.isArray(recorded) && Array.isArray(now)) {
    if (recorded.length !== now.length) {
      yield `${path}[]: ${recorded.length} then, ${now.length} now`;
    }
    for (const [index, one] of recorded.entries()) {
      yield* differences({ recorded: one, now: now[index] }, `${path}[]`, known);
    }
    return;
  }
  if (!isObject(recorded) || !isObject(now)) {
    if (!Object.is(recorded, now)) {
      yield `${path}: ${JSON.stringify(recorded)} then, ${JSON.stringify(now)} now`;
    }
    return;
  }
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`);
  for (const [name, value] of Object.entries(recorded)) {
    if (Object.hasOwn(now, name)) {
      yield* differences({ recorded: value, now: now[name] }, at(name), known);
    } else yield `${at(name)}: gone`;
  }
  for (const name of Object.keys(now)) {
    if (!Object.hasOwn(recorded, name) && !known.has(at(name))) yield `${at(name)}: unknown`;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
