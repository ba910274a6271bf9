import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fictitiousBin, fictitiousInn, taxIdValid } from '#domain/client/tax-id.ts';
import type { RecoveryKey } from '#domain/identity/programme.ts';
import { recoveryKey, type RecoveryKeyRules } from '#domain/password-recovery/recovery-key.ts';

const rules = (
  kinds: readonly RecoveryKey[],
  country: RecoveryKeyRules['country'] = 'RU',
): RecoveryKeyRules => ({ kinds, country });
const byLoginOrEmail = rules(['login', 'email']);
const byThree = rules(['email', 'tax-id', 'login']);
const byPhone = rules(['phone']);
const byEmail = rules(['email'], 'KZ');

const FIELD_INVALID = { ok: false, code: 'FIELD_INVALID', params: { field: 'key' } };

describe('recoveryKey', () => {
  it.each([
    [byLoginOrEmail, ' Ivanov ', 'login', 'ivanov'],
    [byLoginOrEmail, 'Buh@Firma.Example', 'email', 'buh@firma.example'],
    [byLoginOrEmail, fictitiousInn(7), 'login', fictitiousInn(7)],
    [byThree, fictitiousInn(7), 'tax-id', fictitiousInn(7)],
    [byThree, 'buh@firma.example', 'email', 'buh@firma.example'],
    [byThree, 'zavod-7', 'login', 'zavod-7'],
    [byPhone, '8 (912) 000-00-00', 'phone', '+79120000000'],
    [byEmail, 'a@firma.example', 'email', 'a@firma.example'],
  ] as const)(
    '[N-09][O-06] takes by %j what was typed as %j for %s',
    (taken, typed, kind, value) => {
      expect(recoveryKey(typed, taken)).toEqual({ ok: true, value: { kind, value } });
    },
  );

  it('[O-06] the country decides whose tax id twelve digits are', () => {
    const both = Array.from({ length: 2_000 }, (_, n) => fictitiousBin(n));
    const bin = both.find((digits) => !taxIdValid('RU', digits)) ?? '';
    const kindIn = (country: 'RU' | 'KZ') => recoveryKey(bin, rules(['tax-id', 'login'], country));
    expect(kindIn('KZ')).toMatchObject({ value: { kind: 'tax-id' } });
    expect(kindIn('RU')).toEqual(FIELD_INVALID);
  });

  it('[O-06] a mistyped tax id is told at once: no letter is promised to a login of digits', () => {
    const inn = fictitiousInn(7);
    const mistyped = `${inn.slice(0, -1)}${(Number(inn.at(-1)) + 1) % 10}`;
    expect(recoveryKey(mistyped, byThree)).toEqual(FIELD_INVALID);
    expect(recoveryKey(mistyped, byLoginOrEmail)).toMatchObject({ value: { kind: 'login' } });
    expect(recoveryKey(inn.slice(1), byThree)).toMatchObject({ value: { kind: 'login' } });
  });

  it('[O-06] digits in groups are the same tax id', () => {
    const inn = fictitiousInn(123);
    const typed = ` ${inn.slice(0, 4)} ${inn.slice(4)} `;
    expect(recoveryKey(typed, byThree)).toMatchObject({ value: { kind: 'tax-id', value: inn } });
  });

  it.each(['a@b', '@', 'a@@firma.example', 'a b@firma.example'])(
    '[N-09][P-15] a malformed address %j is told at once',
    (typed) => {
      for (const taken of [byLoginOrEmail, byThree, byEmail]) {
        expect(recoveryKey(typed, taken)).toEqual(FIELD_INVALID);
      }
    },
  );

  it('[P-15][R-13] what the programme does not take is not recognised', () => {
    expect(recoveryKey('ivanov', byEmail)).toEqual(FIELD_INVALID);
    expect(recoveryKey('buh@firma.example', byPhone)).toEqual(FIELD_INVALID);
    expect(recoveryKey('912 000', byPhone)).toEqual(FIELD_INVALID);
    expect(recoveryKey('ivanov', rules([]))).toEqual(FIELD_INVALID);
  });

  it('an empty field is required', () => {
    expect(recoveryKey(' \u00a0 ', byThree)).toMatchObject({ code: 'FIELD_REQUIRED' });
  });

  it('a recognised kind is always one that is taken, and what is found is found again', () => {
    const kinds = fc.subarray<RecoveryKey>(['email', 'tax-id', 'phone', 'login']);
    const countries = fc.constantFrom('RU' as const, 'KZ' as const, 'CZ' as const, 'SK' as const);
    const typed = fc.oneof(
      fc.string(),
      fc.emailAddress(),
      fc.integer({ min: 1, max: 9_999_999 }).map(fictitiousInn),
      fc.stringMatching(/^8\d{10}$/u),
    );
    fc.assert(
      fc.property(typed, kinds, countries, (text, taken, country) => {
        const found = recoveryKey(text, { kinds: taken, country });
        if (!found.ok) return;
        expect(taken).toContain(found.value.kind);
        expect(recoveryKey(found.value.value, { kinds: taken, country })).toEqual(found);
      }),
    );
  });
});
