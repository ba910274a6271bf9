import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { luhnValid, withLuhn } from '#domain/card/pan.ts';
import { memberPan, numberOfRange } from '#domain/member/member-pan.ts';

const digits = (minLength: number, maxLength = minLength) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength });
const seeds = fc.string({
  unit: fc.constantFrom(...'0123456789abcdef'),
  minLength: 64,
  maxLength: 64,
});
const PLAIN = { panDigits: 16, checkDigit: false };
const CHECKED = { panDigits: 16, checkDigit: true };

describe('the number of a member’s card', () => {
  it('[R-04] is exactly 16 digits after spaces are removed, wherever they stand', () => {
    const gaps = fc.array(fc.constantFrom('', ' ', '\u00a0', '  '), {
      minLength: 16,
      maxLength: 16,
    });
    fc.assert(
      fc.property(digits(16), gaps, (pan, gap) => {
        const typed = [...pan].map((digit, index) => digit + (gap[index] ?? '')).join('');
        expect(memberPan(typed, PLAIN)).toEqual({ ok: true, value: pan });
      }),
    );
  });

  it('[R-04] of any other length is refused with how many digits there are', () => {
    fc.assert(
      fc.property(digits(0, 30), (pan) => {
        fc.pre(pan.length !== 16);
        const params = { min: 16, max: 16, got: pan.length };
        expect(memberPan(pan, PLAIN)).toEqual({ ok: false, code: 'PAN_LENGTH', params });
      }),
    );
  });

  it('[R-04] is judged by its check digit only where the programme says so', () => {
    fc.assert(
      fc.property(digits(15), fc.integer({ min: 1, max: 9 }), (body, shift) => {
        const right = withLuhn(body);
        const wrong = `${body}${(Number(right.at(-1)) + shift) % 10}`;
        expect(memberPan(right, CHECKED)).toEqual({ ok: true, value: right });
        expect(memberPan(wrong, CHECKED)).toMatchObject({ ok: false, code: 'FIELD_INVALID' });
        expect(memberPan(wrong, PLAIN)).toEqual({ ok: true, value: wrong });
      }),
    );
  });

  it('[R-04] with a letter in it is no number, and the refusal does not repeat it', () => {
    const refused = memberPan('7005 1234 1234 123O', PLAIN);
    expect(refused).toEqual({ ok: false, code: 'FIELD_INVALID', params: { field: 'pan' } });
  });
});

describe('a virtual card’s number', () => {
  it('[R-16] lies in the range, has the programme’s length, and passes its own check', () => {
    fc.assert(
      fc.property(digits(1, 14), seeds, fc.boolean(), (prefix, seed, checkDigit) => {
        const rules = { panDigits: 16, checkDigit };
        const pan = numberOfRange(prefix, seed, rules);
        expect(pan.startsWith(prefix)).toBe(true);
        expect(memberPan(pan, rules)).toEqual({ ok: true, value: pan });
        if (checkDigit) expect(luhnValid(pan)).toBe(true);
      }),
    );
  });

  it('[R-16] spreads over the whole range', () => {
    const chosen = new Set<string>();
    for (let seed = 0; seed < 100; seed += 1) {
      const seedHex = seed.toString(16).padStart(32, '0');
      chosen.add(numberOfRange('70059912345678', seedHex, PLAIN));
    }
    expect(chosen.size).toBe(100);
  });

  it('needs a digit to choose', () => {
    expect(() => numberOfRange('700599123456789', 'a'.repeat(32), CHECKED)).toThrow('range');
    expect(() => numberOfRange('7005', 'short', CHECKED)).toThrow('seed');
  });
});
