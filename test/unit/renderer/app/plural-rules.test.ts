import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pluralKk, pluralRu } from '#app/i18n/plural-rules.ts';

const russian = new Intl.PluralRules('ru');
const forms = ['one', 'few', 'many'];

describe('plural forms', () => {
  it('Russian agrees with the Unicode rules for every whole number', () => {
    fc.assert(
      fc.property(fc.nat(), (count) => {
        expect(forms[pluralRu(count, 3)]).toBe(russian.select(count));
      }),
    );
  });

  it('1 карта, 2 карты, 5 карт, 11 карт, 21 карта', () => {
    const words = ['карта', 'карты', 'карт'];
    expect([1, 2, 5, 11, 21, 112, 0].map((count) => words[pluralRu(count, 3)])).toEqual([
      'карта',
      'карты',
      'карт',
      'карт',
      'карта',
      'карт',
      'карт',
    ]);
  });

  it('no rule ever asks for a form that a message does not have', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 4 }), (count, length) => {
        expect(pluralRu(count, length)).toBeLessThan(length);
        expect(pluralKk(count, length)).toBeLessThan(length);
      }),
    );
  });
});
