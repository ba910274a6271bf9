import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  sign,
  type KeyObject,
} from 'node:crypto';
import { v7 } from 'uuid';
import { NodeDigests } from '#adapter/crypto/node-digests.ts';
import type { Random } from '#backend/demo/random.ts';
import type { SecretHash, Vault } from '#engine/ports.ts';
import type { PasswordHasher } from '#service/platform-ports.ts';
import type { Clock, Ids, NetworkKeys } from '#service/ports.ts';

/**
 * Everything that is random in the product, drawn from a seed: the same seed gives the same bytes.
 */

function bytesOf(random: Random, count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, () => random.integer(0, 255)));
}

export class SeededIds implements Ids {
  readonly #random: Random;
  readonly #clock: Clock;

  constructor(random: Random, clock: Clock) {
    this.#random = random;
    this.#clock = clock;
  }

  uuid(): string {
    return v7({ msecs: this.#clock.nowMs(), random: bytesOf(this.#random, 16) });
  }

  token(): string {
    return bytesOf(this.#random, 32).toString('base64url');
  }
}

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8. */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

function seededKey(random: Random): KeyObject {
  const key = Buffer.concat([ED25519_PKCS8, bytesOf(random, 32)]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

function publicText(key: KeyObject): string {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
}

/** The real digests and signatures; only new keys come from the seed. */
export class SeededDigests extends NodeDigests {
  readonly #random: Random;

  constructor(random: Random) {
    super();
    this.#random = random;
  }

  override newKeys(): NetworkKeys {
    const key = seededKey(this.#random);
    const signingPrivateKey = key.export({ format: 'der', type: 'pkcs8' }).toString('base64');
    return {
      keyId: `key-${bytesOf(this.#random, 8).toString('hex')}`,
      signingPrivateKey,
      signingPublicKey: publicText(key),
      panKey: bytesOf(this.#random, 32).toString('hex'),
      pinKey: bytesOf(this.#random, 32).toString('hex'),
    };
  }
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Where argon2 would take its time and a thread of its own. */
export const quickHash: PasswordHasher & SecretHash = {
  hash: async (text) => `$quick$${digestOf(text)}`,
  verify: async (phc, text) => phc === `$quick$${digestOf(text)}`,
  isOutdated: () => false,
};

/** The key store of one workstation: outlives its engines, and is in no copy of their files. */
export class SeededVault implements Vault {
  readonly #dataKey: Buffer;
  readonly #key: KeyObject;
  /** Called before and after each request: the engine may die at both. */
  touched: () => void = () => undefined;
  #token: string | null = null;
  #generation = 0;
  #forgets = false;

  constructor(random: Random, copyOf: SeededVault | null = null) {
    this.#dataKey = copyOf === null ? bytesOf(random, 32) : copyOf.#dataKey;
    this.#key = copyOf === null ? seededKey(random) : copyOf.#key;
    if (copyOf === null) return;
    this.#token = copyOf.#token;
    this.#generation = copyOf.#generation;
  }

  /** From now on it tells no generation: a fault. */
  forgetGeneration(): void {
    this.#forgets = true;
  }

  /** With all that is in it. */
  copied(random: Random): SeededVault {
    return new SeededVault(random, this);
  }

  keyOf(name: string): string {
    return Buffer.from(hkdfSync('sha256', this.#dataKey, '', name, 32)).toString('hex');
  }

  databaseKey(name: string): Promise<string> {
    return this.#answer(() => this.keyOf(name));
  }

  publicKey(): Promise<string> {
    return this.#answer(() => publicText(this.#key));
  }

  sign(text: string): Promise<string> {
    return this.#answer(() => sign(null, Buffer.from(text), this.#key).toString('base64'));
  }

  refreshToken(): Promise<string | null> {
    return this.#answer(() => this.#token);
  }

  keepRefreshToken(token: string): Promise<void> {
    return this.#answer(() => {
      this.#token = token;
    });
  }

  leaseGeneration(): Promise<number> {
    return this.#answer(() => (this.#forgets ? 0 : this.#generation));
  }

  keepLeaseGeneration(generation: number): Promise<void> {
    return this.#answer(() => {
      this.#generation = generation;
    });
  }

  async #answer<T>(work: () => T): Promise<T> {
    this.touched();
    const value = work();
    this.touched();
    return value;
  }
}
