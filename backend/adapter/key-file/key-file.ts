import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

const KEY_BYTES = 32;
/** Only the account that runs the backend may read it. */
const OWNER_ONLY = 0o600;

export interface KeyFile {
  /** 64 hex digits. */
  readonly keyHex: string;
  readonly created: boolean;
}

/**
 * The database key of a server: 64 hex digits in a file of its own.
 * @param create whether a missing file is made, with a new random key
 * @throws Error with a sentence for the person who started the backend, when there is no usable key
 */
export async function readKeyFile(path: string, create: boolean): Promise<KeyFile> {
  const existing = await readText(path);
  if (existing !== null) {
    const keyHex = existing.trim().toLowerCase();
    if (!/^[0-9a-f]{64}$/u.test(keyHex)) {
      throw new Error(`${path} holds no database key: 64 hex digits are expected.`);
    }
    return { keyHex, created: false };
  }
  if (!create) throw new Error(`The database key file ${path} is not there.`);
  const keyHex = randomBytes(KEY_BYTES).toString('hex');
  await writeFile(path, `${keyHex}\n`, { mode: OWNER_ONLY, flag: 'wx' });
  return { keyHex, created: true };
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return null;
    throw error;
  }
}
