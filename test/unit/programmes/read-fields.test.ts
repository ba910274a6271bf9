import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { programmeProfile } from '#protocol/records/programme.ts';

// A profile is worth what asks it: a field, or one of its values, that no code reads promises a
// rule that nobody keeps (acceptance §1.7). What is asked is taken from the schema.

const TOP = join(import.meta.dirname, '../../..');
const ROOMS = ['backend', 'electron', 'renderer'];
/** These say what a profile is, ship it or show it as it stands; they enforce nothing. */
const NO_READERS = [
  'backend/domain/identity/programme.ts',
  'backend/protocol/records/programme.ts',
  'backend/programmes/',
  'backend/demo/',
  'renderer/features/programmes/',
  'renderer/locales/',
];

/** Values that are asked by the other one of two, or are names that are shown and nothing more. */
const ASKED_OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  // `open` and `none` are asked; what is neither explains.
  'account.registration': ['explains'],
  // What is no one-time password is a link.
  'recovery.gives': ['set-password-link'],
  // Whom one reaches: the contact card says it in words, and the list is in its order.
  'contacts.department': [
    'hotline',
    'reception',
    'accounting',
    'legal',
    'emergency',
    'site',
    'social',
  ],
};

interface Leaf {
  readonly path: string;
  /** Of a closed list; empty for anything else. */
  readonly values: readonly string[];
}

function leavesOf(schema: z.core.$ZodType, path: readonly string[] = []): readonly Leaf[] {
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([name, inner]) =>
      leavesOf(inner as z.core.$ZodType, [...path, name]),
    );
  }
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((one) => leavesOf(one, path));
  if (schema instanceof z.ZodArray) return leavesOf(schema.element, path);
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return leavesOf(schema.def.innerType, path);
  }
  const values = schema instanceof z.ZodEnum ? schema.options.map(String) : [];
  return [{ path: path.join('.'), values }];
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(TOP, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|vue)$/u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !NO_READERS.some((one) => file.includes(`/${one}`)));
}

const readers = ROOMS.flatMap(filesIn)
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
const leaves = leavesOf(programmeProfile);

describe('a field of a programme', () => {
  it('is found in the schema, however deep it stands', () => {
    const paths = leaves.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['account.sameDayClosing', 'recovery.gives']));
    expect(paths.length).toBeGreaterThan(50);
  });

  it.each(leaves)('$path is asked by somebody', ({ path, values }) => {
    const name = path.split('.').at(-1) ?? '';
    expect(new RegExp(String.raw`\b${name}\b`, 'u').test(readers), name).toBe(true);
    const otherwise = ASKED_OTHERWISE[path] ?? [];
    const asked = (value: string) => readers.includes(`'${value}'`) || otherwise.includes(value);
    expect(values.filter((value) => !asked(value))).toEqual([]);
  });
});
