import fc from 'fast-check';
import { zocker } from 'zocker';
import { z } from 'zod';

/** Values that have broken programs before; each may stand for any field. */
const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  [],
  {},
  [[[[[[]]]]]],
  '',
  '0',
  'null',
  '__proto__',
  'constructor',
  "'; DROP TABLE sale; --",
  '../../../etc/passwd',
  '\u0000',
  '\ud800',
  '\u202e',
  'x'.repeat(70_000),
  '9'.repeat(400),
  -1,
  -0,
  0.1,
  1e21,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_SAFE_INTEGER + 2,
  Number.MIN_SAFE_INTEGER,
];

/**
 * Inputs of a schema: made by its own rules, sometimes with fields of an input that is known to go
 * through, and then broken in some places or in none.
 */
export function inputsOf(schema: z.ZodType, known: object | null): fc.Arbitrary<unknown> {
  const made = fc.integer({ min: 1, max: 2 ** 31 - 1 }).map((seed) => generated(schema, seed));
  const mixed = fc
    .tuple(made, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }))
    .map(([input, fromKnown]) => mix(input, known, fromKnown));
  const breaks = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...HOSTILE_VALUES)), { maxLength: 3 });
  return fc.tuple(mixed, breaks).map(([input, places]) => {
    return places.reduce((broken, [place, value]) => withValue(broken, place, value), input);
  });
}

/** Bytes that a body or a message may consist of: text of any kind, and nearly JSON. */
export const hostileBodies: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.json(),
  fc.json().map((text) => text.slice(0, -1)),
  fc.constantFrom(
    '',
    '{',
    '[',
    '{"a":',
    '\ufeff{}',
    '{"a":1,"a":2}',
    '1e999',
    '{"__proto__":{"x":1}}',
  ),
);

function generated(schema: z.ZodType, seed: number): unknown {
  // The only texts with parts are periods of N days, the only foreign objects are bytes.
  return zocker(schema)
    .override(z.ZodTemplateLiteral, `days:${2 + (seed % 90)}:2026-11-01`)
    .override(z.ZodCustom, new Uint8Array([seed % 256, 0x50, 0x4b, 0xff]))
    .setSeed(seed)
    .generate();
}

function mix(input: unknown, known: object | null, fromKnown: readonly boolean[]): unknown {
  if (known === null || !isObject(input) || Array.isArray(input)) return input;
  const entries = Object.entries(known).filter((_entry, n) => fromKnown[n % fromKnown.length]);
  return { ...input, ...Object.fromEntries(entries) };
}

function withValue(input: unknown, place: number, value: unknown): unknown {
  const paths = pathsOf(input);
  const path = paths[place % Math.max(1, paths.length)];
  return path === undefined ? value : replaced(input, path, value);
}

type Path = readonly string[];

function pathsOf(value: unknown, at: Path = []): readonly Path[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = [...at, name];
    return [path, ...pathsOf(inner, path)];
  });
}

function replaced(input: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value;
  if (Array.isArray(input)) {
    return input.map((item, n) => (String(n) === name ? replaced(item, rest, value) : item));
  }
  if (!isObject(input)) return input;
  return { ...input, [name]: replaced(Reflect.get(input, name), rest, value) };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
