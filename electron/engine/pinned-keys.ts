import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { Identity } from './journal/facts.ts';

/** A backend key that was pinned at enrolment. */
export interface PinnedKey {
  readonly keyId: string;
  readonly key: KeyObject;
}

export function pinnedKeys({ backendKeys }: Identity): readonly PinnedKey[] {
  return backendKeys.map(({ keyId, publicKey }) => ({
    keyId,
    key: createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' }),
  }));
}

/** Whether a pinned key has signed the text (Ed25519, base64); a key that is not pinned has not. */
export function isSignedBy(
  keys: readonly PinnedKey[],
  { keyId, signature }: { readonly keyId: string; readonly signature: string },
  text: string,
): boolean {
  const pinned = keys.find((candidate) => candidate.keyId === keyId);
  if (pinned === undefined) return false;
  return verify(null, Buffer.from(text, 'utf8'), pinned.key, Buffer.from(signature, 'base64'));
}
