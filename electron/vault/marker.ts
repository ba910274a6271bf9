import { closeSync, fsyncSync, openSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import { mkdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * `keyring.json` lies beside the databases and says which key they need. While it exists, an empty
 * answer of the key store means «locked» or «wiped», and never «make a new key».
 */

const marker = z.strictObject({
  /** Names the entries in the key store; two profiles never share one. */
  keyId: z.uuid(),
  /** First 16 hex digits of the data key's SHA-256. */
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/u),
  createdAtMs: z.int().min(0),
});
export type Marker = z.infer<typeof marker>;

const FILE = 'keyring.json';

/** Null where none was written. Throws on an unreadable one: guessing could cost the database. */
export function readMarker(dataDir: string): Marker | null {
  let text: string;
  try {
    text = readFileSync(join(dataDir, FILE), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  return marker.parse(JSON.parse(text));
}

/** Is on the disk, whole, when this returns. */
export function writeMarker(dataDir: string, content: Marker): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, FILE);
  const fresh = `${path}.new`;
  const file = openSync(fresh, 'w', 0o600);
  writeSync(file, `${JSON.stringify(content)}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(fresh, path);
}

export function removeMarker(dataDir: string): void {
  rmSync(join(dataDir, FILE), { force: true });
}

/** Whether a database lies there that a new key would make unreadable. */
export function hasDatabase(dataDir: string): boolean {
  try {
    return readdirSync(dataDir).some((name) => name.endsWith('.db'));
  } catch {
    return false;
  }
}
