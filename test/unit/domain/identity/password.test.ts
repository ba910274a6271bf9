import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonPasswords } from '#domain/identity/common-passwords.ts';
import { newPassword } from '#domain/identity/password.ts';

const ten = { minLength: 10 };
const twice = (password: string, login = 'kassir-7') => ({ password, repeat: password, login });
const GOOD = 'тихий-Огонь-42';

describe('newPassword', () => {
  it('[P-07] at invitation 8 characters are refused, 9 accepted', () => {
    const policy = { minLength: 9 };
    expect(newPassword(twice('Rtx7-bK2'), policy)).toEqual({
      ok: false,
      code: 'PASSWORD_TOO_SHORT',
      params: { min: 9 },
    });
    expect(newPassword(twice('Rtx7-bK2m'), policy).ok).toBe(true);
  });

  it('[P-17] at reset 7 characters are refused, 8 accepted', () => {
    const policy = { minLength: 8 };
    expect(newPassword(twice('Rtx7-bK'), policy)).toMatchObject({ params: { min: 8 } });
    expect(newPassword(twice('Rtx7-bK2'), policy).ok).toBe(true);
  });

  it('refuses exactly what is shorter than the programme asks, for any minimum', () => {
    const policies = fc.integer({ min: 1, max: 40 });
    const texts = fc.string({ unit: 'grapheme-composite', maxLength: 50 });
    fc.assert(
      fc.property(policies, texts, (minLength, password) => {
        const result = newPassword(twice(password), { minLength });
        const tooShort = !result.ok && result.code === 'PASSWORD_TOO_SHORT';
        expect(tooShort).toBe([...password].length < minLength);
      }),
    );
  });

  it('[P-13] a different repeat is a mismatch', () => {
    const entry = { password: GOOD, repeat: `${GOOD} `, login: 'kassir-7' };
    expect(newPassword(entry, ten)).toMatchObject({ code: 'PASSWORD_MISMATCH' });
  });

  it.each([
    'aaaaaaaaaaaa',
    'АААААааааа',
    '1234567890',
    '9876543210',
    'abcdefghijkl',
    'Password123',
    'ЙЦУКЕНГШЩЗ',
    'my-KASSIR-7-pass',
  ])('[N-22] %j is weak', (password) => {
    expect(newPassword(twice(password), ten)).toMatchObject({ code: 'PASSWORD_WEAK' });
  });

  it('[N-22] the mailbox of an e-mail login is weak inside a password too', () => {
    const entry = twice('glavbuh-2026-azs', 'GlavBuh@firma.example');
    expect(newPassword(entry, ten)).toMatchObject({ code: 'PASSWORD_WEAK' });
  });

  it('a login of two letters forbids nothing', () => {
    expect(newPassword(twice(GOOD, 'ог'), ten).ok).toBe(true);
    expect(newPassword(twice(GOOD, ''), ten)).toEqual({ ok: true, value: GOOD });
  });

  it('the list of common passwords is lower case and worth its place', () => {
    for (const password of commonPasswords) {
      expect(password).toBe(password.toLowerCase());
      expect([...password].length).toBeGreaterThanOrEqual(8);
    }
  });

  it('never repeats the password in a refusal', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 3, maxLength: 20 }), fc.string(), (password, repeat) => {
        const result = newPassword({ password, repeat, login: 'kassir-7' }, ten);
        if (!result.ok) expect(Object.keys(result.params).join()).toMatch(/^(min)?$/);
      }),
    );
  });
});
