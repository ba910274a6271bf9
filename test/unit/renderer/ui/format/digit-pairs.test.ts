import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inPairs } from '#ui/format/digit-pairs.ts';

const GAP = '\u00A0';

describe('digits that are read out', () => {
  it.each([
    ['00014821', `00${GAP}01${GAP}48${GAP}21`],
    ['0001-4821', `00${GAP}01${GAP}48${GAP}21`],
    ['12345', `1${GAP}23${GAP}45`],
    ['7', '7'],
    ['', ''],
  ])('%s is read as %s', (text, read) => {
    expect(inPairs(text)).toBe(read);
  });

  it('are all there, in their order', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{0,20}$/u), (digits) => {
        expect(inPairs(digits).replaceAll(GAP, '')).toBe(digits);
      }),
    );
  });
});
