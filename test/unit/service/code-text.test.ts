import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeText, typedCode } from '#service/workstation/code-text.ts';

const hex32 = fc
  .array(fc.constantFrom(...'0123456789abcdef'), { minLength: 32, maxLength: 32 })
  .map((digits) => digits.join(''));

describe('one-time code', () => {
  it('has no look-alike letters and tells 128 bits apart', () => {
    fc.assert(
      fc.property(hex32, hex32, (a, b) => {
        expect(codeText(a)).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]$/u);
        expect(codeText(a) === codeText(b)).toBe(a === b);
      }),
    );
  });

  it('is the same code however it is typed', () => {
    fc.assert(
      fc.property(hex32, (hex) => {
        const code = codeText(hex);
        const sloppy = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
        expect(typedCode(sloppy)).toBe(typedCode(code));
      }),
    );
  });
});
