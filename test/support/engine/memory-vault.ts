import { generateKeyPairSync, hkdfSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import type { Vault } from '#engine/ports.ts';

/** The key store's four things in memory, with real keys. It outlives engines, as a key store does. */
export class MemoryVault implements Vault {
  readonly #dataKey = randomBytes(32);
  readonly #keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } =
    generateKeyPairSync('ed25519');
  token: string | null = null;
  generation = 0;

  databaseKey(name: string): Promise<string> {
    return Promise.resolve(Buffer.from(hkdfSync('sha256', this.#dataKey, '', name, 32)).toString('hex'));
  }

  publicKey(): Promise<string> {
    const der = this.#keys.publicKey.export({ type: 'spki', format: 'der' });
    return Promise.resolve(der.toString('base64'));
  }

  sign(text: string): Promise<string> {
    return Promise.resolve(sign(null, Buffer.from(text), this.#keys.privateKey).toString('base64'));
  }

  refreshToken(): Promise<string | null> {
    return Promise.resolve(this.token);
  }

  keepRefreshToken(token: string): Promise<void> {
    this.token = token;
    return Promise.resolve();
  }

  leaseGeneration(): Promise<number> {
    return Promise.resolve(this.generation);
  }

  keepLeaseGeneration(generation: number): Promise<void> {
    this.generation = generation;
    return Promise.resolve();
  }
}
