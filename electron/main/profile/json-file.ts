import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs';
import { writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';

export type Read<T> =
  | { readonly state: 'read'; readonly value: T }
  | { readonly state: 'missing' }
  | { readonly state: 'damaged' };

/** Reads and checks a small file; what does not fit the schema is damaged, never half believed. */
export function readJsonFile<S extends z.ZodType>(path: string, schema: S): Read<z.output<S>> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { state: missing ? 'missing' : 'damaged' };
  }
  const parsed = schema.safeParse(fromJson(text));
  return parsed.success ? { state: 'read', value: parsed.data } : { state: 'damaged' };
}

/** The file is either the old one or the new one, whole, whatever happens meanwhile. */
export function writeJsonFile(path: string, content: unknown): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = `${path}.new`;
  const file = openSync(fresh, 'w', 0o600);
  try {
    writeSync(file, `${JSON.stringify(content, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(fresh, path);
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
