import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  sign,
} from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Vault } from '#engine/ports.ts';

const kept = z.object({
  dataKey: z.string(),
  privateKey: z.string(),
  token: z.string().nullable(),
  generation: z.int(),
});

function fresh(): z.infer<typeof kept> {
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    dataKey: randomBytes(32).toString('hex'),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    token: null,
    generation: 0,
  };
}

/**
 * The key store's four things, with real keys. It outlives engines, as a key store does: in a file
 * where one is named.
 */
export class MemoryVault implements Vault {
  readonly #file: string | null;
  readonly #state: z.infer<typeof kept>;

  constructor(file: string | null = null) {
    this.#file = file;
    const known = file !== null && existsSync(file);
    this.#state = known ? kept.parse(JSON.parse(readFileSync(file, 'utf8'))) : fresh();
    this.#keep();
  }

  get generation(): number {
    return this.#state.generation;
  }

  databaseKey(name: string): Promise<string> {
    const derived = hkdfSync('sha256', Buffer.from(this.#state.dataKey, 'hex'), '', name, 32);
    return Promise.resolve(Buffer.from(derived).toString('hex'));
  }

  publicKey(): Promise<string> {
    const der = createPublicKey(this.#key()).export({ type: 'spki', format: 'der' });
    return Promise.resolve(der.toString('base64'));
  }

  sign(text: string): Promise<string> {
    return Promise.resolve(sign(null, Buffer.from(text), this.#key()).toString('base64'));
  }

  refreshToken(): Promise<string | null> {
    return Promise.resolve(this.#state.token);
  }

  keepRefreshToken(token: string): Promise<void> {
    this.#state.token = token;
    this.#keep();
    return Promise.resolve();
  }

  leaseGeneration(): Promise<number> {
    return Promise.resolve(this.#state.generation);
  }

  keepLeaseGeneration(generation: number): Promise<void> {
    this.#state.generation = generation;
    this.#keep();
    return Promise.resolve();
  }

  #key() {
    const der = Buffer.from(this.#state.privateKey, 'base64');
    return createPrivateKey({ key: der, type: 'pkcs8', format: 'der' });
  }

  #keep(): void {
    if (this.#file === null) return;
    // Whole or not at all: a process that is killed meanwhile leaves the one before.
    writeFileSync(`${this.#file}.next`, JSON.stringify(this.#state));
    renameSync(`${this.#file}.next`, this.#file);
  }
}
