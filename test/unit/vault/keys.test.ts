import { createPublicKey, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  databaseKey,
  fingerprintOf,
  makeDataKey,
  makeSigningKey,
  publicKeyOf,
  readSigningKey,
  signText,
} from '#vault/keys.ts';

describe('keys', () => {
  it('give each database its own key, always the same one', () => {
    const dataKey = makeDataKey();
    const names = ['journal', 'cache', 'network'];
    const keys = names.map((name) => databaseKey(dataKey, name));
    expect(new Set(keys).size).toBe(3);
    expect(names.map((name) => databaseKey(dataKey, name))).toEqual(keys);
    expect(keys.every((text) => /^[0-9a-f]{64}$/u.test(text))).toBe(true);
  });

  it('derive a known key: a released file must open in every later version', () => {
    expect(databaseKey(Buffer.alloc(32, 7), 'journal')).toBe(
      '0f43b597838c05547dfd2e5a6c65511d2f067d59766ffe18bc6de3570744ed56',
    );
    expect(fingerprintOf(Buffer.alloc(32, 7))).toBe('4bb06f8e4e3a7715');
  });

  it('sign so that the public key proves it, and no other text passes', () => {
    const signingKey = readSigningKey(makeSigningKey());
    const spki = Buffer.from(publicKeyOf(signingKey), 'base64');
    const publicKey = createPublicKey({ key: spki, type: 'spki', format: 'der' });
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, other) => {
        const signature = Buffer.from(signText(signingKey, text), 'base64');
        expect(verify(null, Buffer.from(text, 'utf8'), publicKey, signature)).toBe(true);
        expect(verify(null, Buffer.from(other, 'utf8'), publicKey, signature)).toBe(text === other);
      }),
      { numRuns: 30 },
    );
  });
});
