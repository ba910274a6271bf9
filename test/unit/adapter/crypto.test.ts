import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Argon2Hasher } from '#adapter/crypto/argon2-hasher.ts';
import { NodeDigests } from '#adapter/crypto/node-digests.ts';
import { SystemIds } from '#adapter/crypto/system-ids.ts';
import { id } from '#protocol/shapes.ts';
import { derivedId } from '#service/authority/derived-id.ts';

const digests = new NodeDigests();

describe('digests', () => {
  it('knows the SHA-256 of the empty text and of abc (FIPS 180-2)', () => {
    expect(digests.sha256('')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    expect(digests.sha256('abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('takes the HMAC under the bytes of the key, not under its hex text', () => {
    const expected = createHmac('sha256', Buffer.from('0b'.repeat(20), 'hex')).update('Hi There');
    expect(digests.hmac('0b'.repeat(20), 'Hi There')).toBe(expected.digest('hex'));
    // RFC 4231, case 1.
    expect(digests.hmac('0b'.repeat(20), 'Hi There')).toBe(
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    );
  });

  it('verifies what it signed and nothing else', () => {
    const keys = digests.newKeys();
    const other = digests.newKeys();
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, otherText) => {
        const signature = digests.sign(keys.signingPrivateKey, text);
        expect(digests.verify(keys.signingPublicKey, text, signature)).toBe(true);
        expect(digests.verify(other.signingPublicKey, text, signature)).toBe(false);
        expect(digests.verify(keys.signingPublicKey, otherText, signature)).toBe(
          otherText === text,
        );
      }),
    );
  });

  it('foreign keys and signatures are false, never an exception', () => {
    const { signingPublicKey } = digests.newKeys();
    fc.assert(
      fc.property(fc.base64String(), fc.string(), (junk, text) => {
        expect(digests.verify(junk, text, junk)).toBe(false);
        expect(digests.verify(signingPublicKey, text, junk)).toBe(false);
        expect(digests.isPublicKey(junk)).toBe(false);
      }),
    );
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const rsaText = rsa.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    const signature = sign('sha256', Buffer.from('x'), rsa.privateKey).toString('base64');
    expect(digests.isPublicKey(rsaText)).toBe(false);
    expect(digests.verify(rsaText, 'x', signature)).toBe(false);
  });

  it('a derived id is a UUID and follows from all its parts, the same in every build', () => {
    const known = derivedId(digests, 'journal', '4f21f96e-67c8-838b-80a9-15b043963f36', '7');
    expect(known).toBe('a690f2e1-c7a0-8816-8a7b-37206f42e0e4');
    fc.assert(
      fc.property(fc.uuid(), fc.nat(), (workstationId, seq) => {
        const made = derivedId(digests, 'journal', workstationId, String(seq));
        expect(id.safeParse(made).success).toBe(true);
        expect(derivedId(digests, 'journal', workstationId, String(seq))).toBe(made);
        expect(derivedId(digests, 'journal', workstationId, String(seq + 1))).not.toBe(made);
      }),
    );
  });
});

describe('argon2id', () => {
  it('[N-20] hashes with 19 MiB, two passes, one lane, and verifies', async () => {
    const hasher = new Argon2Hasher();
    const hashed = await hasher.hash('correct horse');
    expect(hashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/u);
    expect(await hasher.verify(hashed, 'correct horse')).toBe(true);
    expect(await hasher.verify(hashed, 'correct horsf')).toBe(false);
  });

  it('answers everybody when many come at once, also after one that fails', async () => {
    const hasher = new Argon2Hasher();
    const hashed = await hasher.hash('x');
    const tries = ['not a hash', ...Array.from({ length: 6 }, () => hashed)];
    const settled = await Promise.allSettled(tries.map((phc) => hasher.verify(phc, 'x')));
    expect(settled.map(({ status }) => status)).toEqual([
      'rejected',
      ...Array.from({ length: 6 }, () => 'fulfilled'),
    ]);
  });
});

describe('ids', () => {
  it('uuids are of version 7 and in order; tokens carry 256 bits', () => {
    const ids = new SystemIds();
    const uuids = Array.from({ length: 100 }, () => ids.uuid());
    expect(uuids).toEqual(uuids.toSorted());
    for (const uuid of uuids) expect(uuid[14]).toBe('7');
    expect(Buffer.from(ids.token(), 'base64url')).toHaveLength(32);
    expect(new Set(Array.from({ length: 100 }, () => ids.token())).size).toBe(100);
  });
});
