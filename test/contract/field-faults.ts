/** Faults that are planted into a well-formed input, one at a time. */
export interface FieldFault {
  readonly field: string;
  readonly input: object;
}

type Path = readonly (string | number)[];

/** Every field of an input, at any depth, replaced by a value of another type. */
export function wrongTypes(input: object): readonly FieldFault[] {
  return paths(input).map((path) => {
    return { field: path.join('.'), input: replaced(input, path, wrongFor(valueAt(input, path))) };
  });
}

function wrongFor(value: unknown): unknown {
  // Instead of null any object may be asked for: one without its fields would only lack them.
  if (value === null) return [[7]];
  return typeof value === 'object' ? 7 : { unexpected: [7] };
}

/**
 * Every field of a query replaced by a text that is too long for any: what a query has instead of
 * types.
 */
export function tooLong(input: object): readonly FieldFault[] {
  return paths(input).map((path) => {
    return { field: path.join('.'), input: replaced(input, path, 'x/'.repeat(500)) };
  });
}

/** Every field of an input, at any depth, taken away. */
export function missing(input: object): readonly FieldFault[] {
  return paths(input)
    .filter((path) => typeof path.at(-1) === 'string')
    .map((path) => ({ field: path.join('.'), input: replaced(input, path, undefined) }));
}

/** Every text of an input, at any depth, replaced by `text`. */
export function withText(input: object, text: string): readonly FieldFault[] {
  return paths(input)
    .filter((path) => typeof valueAt(input, path) === 'string')
    .map((path) => ({ field: path.join('.'), input: replaced(input, path, text) }));
}

function paths(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const names = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return names
    .filter((name) => Reflect.get(value, name) !== undefined)
    .flatMap((name) => {
      const path = [...at, name];
      return [path, ...paths(Reflect.get(value, name), path)];
    });
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((part, name) => Reflect.get(Object(part), name), value);
}

function replaced(input: object, path: Path, value: unknown): object {
  const copy = structuredClone(input);
  const last = path.at(-1) ?? '';
  const owner = Object(valueAt(copy, path.slice(0, -1))) as object;
  if (value === undefined) Reflect.deleteProperty(owner, last);
  else Reflect.set(owner, last, value);
  return copy;
}
