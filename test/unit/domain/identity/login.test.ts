import { describe, expect, it } from 'vitest';
import { accountKey, isStaffLogin, loginKey, triedKey } from '#domain/identity/login.ts';

describe('a login', () => {
  it.each([
    ['case', 'Ivanov', 'IVANOV'],
    ['how one letter is written', 'пакои\u0306', 'пакой'],
    ['wide letters', 'ｉｖａｎｏｖ', 'ivanov'],
    ['what nobody sees', 'iva\u200bn\u00ado\u2060v', 'ivanov'],
    ['what turns the direction around', '\u202eivanov\u202c', 'ivanov'],
    ['blanks around it', ' ivanov\u00a0', 'ivanov'],
  ])('is the same whatever %s', (_title, one, other) => {
    expect(loginKey(one)).toBe(loginKey(other));
  });

  it.each([
    ['ё and е', 'семёнов', 'семенов'],
    ['Kazakh letters and Russian ones', 'әсел', 'асел'],
    ['a Latin letter and a Cyrillic one', 'a', 'а'],
  ])('%s are two', (_title, one, other) => {
    expect(loginKey(one)).not.toBe(loginKey(other));
  });

  it('of one door is never that of another, however its slash is hidden', () => {
    expect(isStaffLogin('oil／ivanov')).toBe(false);
    expect(isStaffLogin('oil\u200b/ivanov')).toBe(false);
    expect(triedKey(null, 'oil／ivanov')).not.toBe(accountKey('oil', 'ivanov'));
  });
});
