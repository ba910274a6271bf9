import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newPassword, rememberedHashes } from '#domain/identity/password.ts';

const ten = { minLength: 10, strong: false };
const twice = (password: string, login = 'kassir-7') => ({ password, repeat: password, login });
const GOOD = 'тихий-Огонь-42';

describe('newPassword', () => {
  it('[P-07] at invitation 8 characters are refused, 9 accepted', () => {
    const policy = { minLength: 9, strong: false };
    expect(newPassword(twice('Rtx7-bK2'), policy)).toEqual({
      ok: false,
      code: 'PASSWORD_TOO_SHORT',
      params: { min: 9 },
    });
    expect(newPassword(twice('Rtx7-bK2m'), policy).ok).toBe(true);
  });

  it('[P-17] at reset 7 characters are refused, 8 accepted', () => {
    const policy = { minLength: 8, strong: false };
    expect(newPassword(twice('Rtx7-bK'), policy)).toMatchObject({ params: { min: 8 } });
    expect(newPassword(twice('Rtx7-bK2'), policy).ok).toBe(true);
  });

  it('refuses exactly what is shorter than the programme asks, for any minimum', () => {
    const policies = fc.integer({ min: 1, max: 40 });
    const texts = fc.string({ unit: 'grapheme-composite', maxLength: 50 });
    fc.assert(
      fc.property(policies, texts, (minLength, password) => {
        const result = newPassword(twice(password), { minLength, strong: false });
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
    ['aaaaaaaaaaaa', 'guessable'],
    ['АААААааааа', 'guessable'],
    ['1234567890', 'common'],
    ['9876543210', 'guessable'],
    ['1234512345', 'guessable'],
    ['abcdefghijkl', 'guessable'],
    ['абвгдежзик', 'guessable'],
    ['qwertyuiop[]', 'guessable'],
    ['Password123', 'common'],
    ['ЙЦУКЕНГШЩЗ', 'common'],
    ['фывапролджэ', 'guessable'],
    ['пароль12345', 'guessable'],
    ['my-KASSIR-7-pass', 'login'],
  ])('[N-22] %j is weak, and it is said why: %s', (password, rule) => {
    const params = { rule };
    expect(newPassword(twice(password), ten)).toMatchObject({ code: 'PASSWORD_WEAK', params });
  });

  it.each(['пароль123', 'gfhjkm123', 'Пароль123'])(
    '[N-22] %j leaked, on whichever keys it is typed',
    (password) => {
      const policy = { minLength: 9, strong: false };
      const params = { rule: 'common' };
      expect(newPassword(twice(password), policy)).toMatchObject({ params });
    },
  );

  it('[R-06] where a strong one is asked for, one that only withstands a slow guesser is weak', () => {
    const entry = twice('Rtx7-bK2');
    expect(newPassword(entry, { minLength: 8, strong: false }).ok).toBe(true);
    expect(newPassword(entry, { minLength: 8, strong: true })).toMatchObject({
      code: 'PASSWORD_WEAK',
      params: { rule: 'guessable' },
    });
    expect(newPassword(twice(GOOD), { minLength: 8, strong: true }).ok).toBe(true);
  });

  it('the longest password that a request may bring is judged by its beginning', () => {
    const long = `${GOOD}${'qwertyuiop1234567890'.repeat(50)}`;
    expect(newPassword(twice(long), ten).ok).toBe(true);
    expect(newPassword(twice('qwerty'.repeat(150)), ten)).toMatchObject({
      params: { rule: 'guessable' },
    });
  });

  it('[N-22] the mailbox of an e-mail login is weak inside a password too', () => {
    const entry = twice('glavbuh-2026-azs', 'GlavBuh@firma.example');
    expect(newPassword(entry, ten)).toMatchObject({ code: 'PASSWORD_WEAK' });
  });

  it.each(['+79120000042', '89120000042', '79120000042', '9120000042', '8 (912) 000-00-42'])(
    '[R-06] the phone of a member, typed as %j, is no strong password of his',
    (password) => {
      const entry = twice(password, '+79120000042');
      const judged = newPassword(entry, { minLength: 8, strong: true });
      expect(judged).toMatchObject({ code: 'PASSWORD_WEAK', params: { rule: 'login' } });
    },
  );

  it('[R-06] the words of a name are what a guesser tries first', () => {
    const entry = twice('Ковальчинская');
    const named = { ...entry, displayName: 'Ирина Ковальчинская' };
    expect(newPassword(entry, ten).ok).toBe(true);
    expect(newPassword(named, ten)).toMatchObject({ params: { rule: 'guessable' } });
  });

  it('a login of two letters forbids nothing', () => {
    expect(newPassword(twice(GOOD, 'ог'), ten).ok).toBe(true);
    expect(newPassword(twice(GOOD, ''), ten)).toEqual({ ok: true, value: GOOD });
  });

  it('never repeats the password in a refusal', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 3, maxLength: 20 }), fc.string(), (password, repeat) => {
        const result = newPassword({ password, repeat, login: 'kassir-7' }, ten);
        if (!result.ok) expect(Object.keys(result.params).join()).toMatch(/^(min|rule)?$/);
      }),
    );
  });
});

describe('rememberedHashes', () => {
  it('[N-22] exactly the latest ones are not taken again, the newest first', () => {
    const hashes = fc.array(fc.string(), { maxLength: 12 });
    const lengths = fc.integer({ min: 0, max: 12 });
    fc.assert(
      fc.property(hashes, lengths, (kept, historyLength) => {
        const remembered = rememberedHashes(kept, historyLength);
        expect(remembered).toHaveLength(Math.min(kept.length, historyLength));
        remembered.forEach((hash, index) => expect(hash).toBe(kept[index]));
      }),
    );
  });
});
