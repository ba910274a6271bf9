import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromRecoveryKey, toRecoveryKey } from '#vault/recovery-key.ts';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CYRILLIC: Readonly<Record<string, string>> = {
  A: 'а',
  B: 'В',
  E: 'е',
  K: 'К',
  M: 'м',
  '0': 'О',
};

describe('recovery key', () => {
  it('gives back the very bytes', () => {
    fc.assert(
      fc.property(key, (bytes) => {
        const read = fromRecoveryKey(toRecoveryKey(bytes));
        expect(read.ok && new Uint8Array(read.value)).toEqual(bytes);
      }),
    );
  });

  it('is 13 groups of five characters without letters that are mistaken for digits', () => {
    fc.assert(
      fc.property(key, (bytes) => {
        expect(toRecoveryKey(bytes)).toMatch(
          /^([0-9A-HJKMNP-TV-Z]{5}-){12}[0-9A-HJKMNP-TV-Z]{5}$/u,
        );
      }),
    );
  });

  it('is read however it was typed: small letters, spaces, Russian look-alikes', () => {
    fc.assert(
      fc.property(key, (bytes) => {
        const typed = [...toRecoveryKey(bytes)].map((sign) => CYRILLIC[sign] ?? sign.toLowerCase());
        const read = fromRecoveryKey(typed.join('').replaceAll('-', ' '));
        expect(read.ok && new Uint8Array(read.value)).toEqual(bytes);
      }),
    );
  });

  it('names the group of one wrong character', () => {
    const place = fc.integer({ min: 0, max: 64 });
    const other = fc.integer({ min: 1, max: 31 });
    fc.assert(
      fc.property(key, place, other, (bytes, at, step) => {
        const signs = [...toRecoveryKey(bytes).replaceAll('-', '')];
        signs[at] = ALPHABET.charAt((ALPHABET.indexOf(signs[at]!) + step) % 32);
        expect(fromRecoveryKey(signs.join(''))).toEqual({
          ok: false,
          code: 'RECOVERY_KEY_INVALID',
          params: { group: Math.floor(at / 5) + 1 },
        });
      }),
    );
  });

  it('refuses two neighbours that changed places', () => {
    fc.assert(
      fc.property(key, fc.integer({ min: 0, max: 63 }), (bytes, at) => {
        const signs = [...toRecoveryKey(bytes).replaceAll('-', '')];
        fc.pre(signs[at] !== signs[at + 1]);
        [signs[at], signs[at + 1]] = [signs[at + 1]!, signs[at]!];
        expect(fromRecoveryKey(signs.join('')).ok).toBe(false);
      }),
    );
  });

  it('refuses two groups that changed places', () => {
    const place = fc.integer({ min: 0, max: 12 });
    fc.assert(
      fc.property(key, place, place, (bytes, one, other) => {
        const groups = toRecoveryKey(bytes).split('-');
        fc.pre(one !== other);
        [groups[one], groups[other]] = [groups[other]!, groups[one]!];
        expect(fromRecoveryKey(groups.join('-')).ok).toBe(false);
      }),
    );
  });

  it('says group 0 when characters are missing or too many', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (typed) => {
        expect(fromRecoveryKey(typed)).toMatchObject({ ok: false, params: { group: 0 } });
      }),
    );
  });
});
