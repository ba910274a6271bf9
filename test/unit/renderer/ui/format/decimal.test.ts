import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDecimalPrefix, parseDecimal, writeDecimal } from '#ui/format/decimal.ts';

const millilitres = 3;
const minor = 2;
const separators = fc.constantFrom(',' as const, '.' as const);
const values = fc.nat({ max: Number.MAX_SAFE_INTEGER });

describe('a typed decimal', () => {
  it('12,5 and 12.5 litres are 12500 ml, never 125', () => {
    for (const text of ['12,5', '12.5', ' 12,50 ', '12,500']) {
      expect(parseDecimal(text, millilitres), text).toEqual({ ok: true, value: 12_500 });
    }
  });

  it('reads what it wrote, for every value, scale and separator', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 4 }), separators, (value, scale, separator) => {
        const shown = Math.min(scale, 2);
        const text = writeDecimal(value, { scale, separator, shown });
        expect(parseDecimal(text, scale)).toEqual({ ok: true, value });
      }),
    );
  });

  it('reads thousands parted by any space, as spreadsheets paste them', () => {
    for (const space of [' ', '\u00a0', '\u202f', '\u2009']) {
      const text = `1${space}234${space}567,89`;
      expect(parseDecimal(text, minor)).toEqual({ ok: true, value: 123_456_789 });
    }
  });

  it('refuses what could be read in two ways instead of guessing', () => {
    for (const text of ['1,234.50', '1.234,50', '1,2,3', '12,5л', '-5', '1e3', '٣', '.', ',']) {
      expect(parseDecimal(text, minor), text).toEqual({ ok: false, fault: 'FORM' });
    }
    expect(parseDecimal('', minor)).toEqual({ ok: false, fault: 'EMPTY' });
  });

  it('refuses digits below the smallest unit rather than rounding them', () => {
    expect(parseDecimal('1,005', minor)).toEqual({ ok: false, fault: 'FRACTION' });
    expect(parseDecimal('1,500', minor)).toEqual({ ok: true, value: 150 });
  });

  it('refuses a number that an integer cannot hold exactly', () => {
    expect(parseDecimal('90071992547409,92', minor)).toEqual({ ok: false, fault: 'RANGE' });
    expect(parseDecimal('90071992547409,91', minor)).toEqual({
      ok: true,
      value: Number.MAX_SAFE_INTEGER,
    });
  });

  it('never yields anything but a safe non-negative integer, whatever is typed', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789,. -л'), maxLength: 24 });
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 4 }), (typed, scale) => {
        const reading = parseDecimal(typed, scale);
        expect(!reading.ok || (Number.isSafeInteger(reading.value) && reading.value >= 0)).toBe(
          true,
        );
      }),
    );
  });

  it('every beginning of a good number may be typed', () => {
    fc.assert(
      fc.property(values, separators, fc.nat(30), (value, separator, length) => {
        const text = writeDecimal(value, { scale: minor, separator, shown: minor });
        expect(isDecimalPrefix(text.slice(0, length), minor)).toBe(true);
      }),
    );
    expect(isDecimalPrefix('12,345', minor)).toBe(false);
    expect(isDecimalPrefix('12,,', minor)).toBe(false);
  });
});
