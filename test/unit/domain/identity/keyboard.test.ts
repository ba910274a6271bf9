import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onLatinKeys } from '#domain/identity/keyboard.ts';

describe('onLatinKeys', () => {
  it('writes Russian letters as the Latin ones of the same keys, capitals too', () => {
    expect(onLatinKeys('Пароль-1')).toBe('Gfhjkm-1');
    expect(onLatinKeys('ЙЦУКЕН')).toBe('QWERTY');
  });

  it('leaves what is no Russian letter as it was, and never changes the length', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(onLatinKeys(text)).toBe(text);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect([...onLatinKeys(text)]).toHaveLength([...text].length);
      }),
    );
  });
});
