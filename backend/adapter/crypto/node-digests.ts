import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  randomBytes,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import type { Digests } from '#service/platform-ports.ts';
import type { NetworkKeys } from '#service/ports.ts';

const KEY_BYTES = 32;
/**
 * Keys that were read before: reading one costs more than the signature. Workstations of one
 * network fit.
 */
const KNOWN_KEYS_MAX = 2_000;

/** SHA-256, HMAC and Ed25519 by Node's own OpenSSL. */
export class NodeDigests implements Digests {
  readonly #publicKeys = new Map<string, KeyObject>();
  readonly #privateKeys = new Map<string, KeyObject>();

  sha256(text: string): string {
    return hash('sha256', text, 'hex');
  }

  hmac(keyHex: string, text: string): string {
    const key = Buffer.from(keyHex, 'hex');
    return createHmac('sha256', key).update(text, 'utf8').digest('hex');
  }

  sign(privateKey: string, text: string): string {
    const key = remembered(this.#privateKeys, privateKey, () => {
      const der = Buffer.from(privateKey, 'base64');
      return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    });
    return sign(null, Buffer.from(text, 'utf8'), key).toString('base64');
  }

  verify(publicKey: string, text: string, signature: string): boolean {
    const key = this.#publicKey(publicKey);
    if (key === null) return false;
    return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
  }

  isPublicKey(publicKey: string): boolean {
    return this.#publicKey(publicKey) !== null;
  }

  newKeys(): NetworkKeys {
    const pair = generateKeyPairSync('ed25519');
    return {
      keyId: `key-${randomBytes(8).toString('hex')}`,
      signingPrivateKey: pair.privateKey
        .export({ format: 'der', type: 'pkcs8' })
        .toString('base64'),
      signingPublicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
      panKey: randomBytes(KEY_BYTES).toString('hex'),
      pinKey: randomBytes(KEY_BYTES).toString('hex'),
    };
  }

  #publicKey(text: string): KeyObject | null {
    try {
      return remembered(this.#publicKeys, text, () => {
        const der = Buffer.from(text, 'base64');
        const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
        if (key.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key');
        return key;
      });
    } catch {
      // Foreign input: whatever is wrong with it, it is no key.
      return null;
    }
  }
}

function remembered(known: Map<string, KeyObject>, text: string, read: () => KeyObject): KeyObject {
  const before = known.get(text);
  if (before !== undefined) return before;
  const key = read();
  if (known.size >= KNOWN_KEYS_MAX) known.clear();
  known.set(text, key);
  return key;
}
