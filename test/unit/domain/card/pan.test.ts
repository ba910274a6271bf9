import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { luhnValid, maskPan, normalizePan, withLuhn } from '#domain/card/pan.ts';

const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength });
const pans = digits(12, 19);

describe('normalizePan', () => {
  it.each([
    ['7005123412341234'],
    ['7005 1234 1234 1234'],
    ['7005-1234-1234-1234'],
    [' 7005\u00a01234 1234\u20131234\t'],
    [';7005123412341234=29122010000000000000?'],
    [';7005123412341234=29122010000000000000?7'],
    ['%B7005123412341234^PETROV/IVAN^29122010000000000000?'],
    ['%B7005123412341234^PETROV/IVAN^2912201?;7005123412341234=2912201?'],
    ['ж7005123412341234=29122010000000000000,'],
    ['%И7005123412341234:PETROV.IVAN:2912201,'],
    ['%B7005 1234 1234 1234^PETROV/IVAN^2912201?'],
  ])('reads %j', (typed) => {
    expect(normalizePan(typed)).toEqual({ ok: true, value: '7005123412341234' });
  });

  it('finds the number however spaces and dashes are set, and in both tracks', () => {
    const gaps = fc.array(fc.constantFrom('', ' ', '-', '  '), { minLength: 19, maxLength: 19 });
    fc.assert(
      fc.property(pans, gaps, (pan, gap) => {
        const typed = [...pan].map((digit, index) => digit + (gap[index] ?? '')).join('');
        const expected = { ok: true, value: pan };
        expect(normalizePan(typed)).toEqual(expected);
        expect(normalizePan(`;${pan}=2912101000?`)).toEqual(expected);
        expect(normalizePan(`%B${pan}^A/B^2912101000?`)).toEqual(expected);
      }),
    );
  });

  it('takes 12 to 19 digits and no other number of them', () => {
    fc.assert(
      fc.property(digits(0, 30), (typed) => {
        const taken = typed.length >= 12 && typed.length <= 19;
        const result = normalizePan(typed);
        expect(result.ok).toBe(taken);
        if (!result.ok) {
          expect(result.code).toBe('PAN_LENGTH');
          expect(result.params).toEqual({ min: 12, max: 19, got: typed.length });
        }
      }),
    );
  });

  it('refuses letters without repeating what was typed', () => {
    expect(normalizePan('7005 1234 1234 123a')).toEqual({
      ok: false,
      code: 'FIELD_INVALID',
      params: { field: 'pan' },
    });
  });
});

describe('maskPan', () => {
  it('shows the last four digits', () => {
    expect(maskPan('7005123412345678')).toBe('•••• 5678');
    expect(maskPan('12345678')).toBe('••••');
  });

  it('never shows more than four digits', () => {
    fc.assert(
      fc.property(digits(0, 30), (pan) => {
        expect(maskPan(pan).replaceAll(/[^0-9]/g, '').length).toBeLessThanOrEqual(4);
      }),
    );
  });
});

describe('Luhn', () => {
  it('knows the textbook number', () => {
    expect(withLuhn('7992739871')).toBe('79927398713');
    expect(luhnValid('79927398713')).toBe(true);
  });

  it('passes its own numbers and catches every change of one digit', () => {
    fc.assert(
      fc.property(
        digits(11, 18),
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        (body, place, shift) => {
          const pan = withLuhn(body);
          expect(luhnValid(pan)).toBe(true);
          const index = place % pan.length;
          const changed = (Number(pan[index]) + shift) % 10;
          expect(luhnValid(`${pan.slice(0, index)}${changed}${pan.slice(index + 1)}`)).toBe(false);
        },
      ),
    );
  });

  it('catches neighbours that changed places, except 0 and 9', () => {
    fc.assert(
      fc.property(digits(11, 18), fc.nat(), (body, place) => {
        const pan = withLuhn(body);
        const index = place % (pan.length - 1);
        const [left = '', right = ''] = pan.slice(index, index + 2);
        fc.pre(left !== right && new Set([left, right, '0', '9']).size > 2);
        const swapped = `${pan.slice(0, index)}${right}${left}${pan.slice(index + 2)}`;
        expect(luhnValid(swapped)).toBe(false);
      }),
    );
  });

  it('takes neither text nor a single digit', () => {
    expect(luhnValid('')).toBe(false);
    expect(luhnValid('0')).toBe(false);
    expect(luhnValid('7992739871x')).toBe(false);
    expect(() => withLuhn('12a')).toThrow();
  });
});
