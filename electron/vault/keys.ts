import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { KEY_BYTES } from './recovery-key.ts';

/**
 * Keys of one workstation (architecture §1): all are made here and leave only as the protocol says.
 */

/** @returns 32 random bytes */
export function makeDataKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

/** Enough of the key's hash to recognise it, too little to help a guesser; 16 hex digits. */
export function fingerprintOf(dataKey: Uint8Array): string {
  return createHash('sha256').update(dataKey).digest('hex').slice(0, 16);
}

/**
 * Key of one database file: HKDF-SHA-256 of the data key. It depends on nothing else, so that the
 * recovery sheet alone opens the files.
 * @returns 64 hex digits
 */
export function databaseKey(dataKey: Uint8Array, name: string): string {
  const derived = hkdfSync('sha256', dataKey, '', `forecourt/database/${name}`, KEY_BYTES);
  return Buffer.from(derived).toString('hex');
}

/** @returns an Ed25519 private key as PKCS #8 DER in base64, as the key store keeps it */
export function makeSigningKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
}

/** @param stored what `makeSigningKey` returned */
export function readSigningKey(stored: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(stored, 'base64'), type: 'pkcs8', format: 'der' });
}

/** @returns SPKI DER in base64 */
export function publicKeyOf(signingKey: KeyObject): string {
  const spki = createPublicKey(signingKey).export({ type: 'spki', format: 'der' });
  return spki.toString('base64');
}

/** @returns Ed25519 signature over the UTF-8 bytes of `text`, in base64 */
export function signText(signingKey: KeyObject, text: string): string {
  return sign(null, Buffer.from(text, 'utf8'), signingKey).toString('base64');
}
