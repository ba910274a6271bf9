import { describe, expect, it } from 'vitest';
import { registerKinds } from '#protocol/records/registers.ts';
import { badRowCells } from '#features/registers/bad-rows.ts';
import { noDefaults, usedDefaults, zoneFits } from '#features/registers/defaults.ts';

const everything = {
  country: 'CZ',
  currency: 'CZK',
  zone: ' Europe/Prague ',
  unit: 'litre',
  makeGroups: true,
};
const words = {
  errorText: ({ code }: { readonly code: string }) => ({ title: `title ${code}`, text: 'text' }),
  doubledId: 'doubled',
  wholeRow: 'whole row',
};

describe('what goes with a register file', () => {
  it('is only what this register has a use for', () => {
    const used = registerKinds.map((kind) => usedDefaults(kind, everything));
    expect(used).toEqual([
      { country: 'CZ', currency: 'CZK', zone: null, unit: null, makeGroups: false },
      { country: 'CZ', currency: null, zone: 'Europe/Prague', unit: null, makeGroups: false },
      { country: null, currency: null, zone: null, unit: 'litre', makeGroups: false },
      { country: null, currency: null, zone: null, unit: null, makeGroups: true },
    ]);
  });

  it('is nothing where nothing was given, and never a zone that does not exist', () => {
    expect(usedDefaults('stations', noDefaults).zone).toBeNull();
    const wrong = { ...noDefaults, zone: 'Prague' };
    expect(zoneFits(wrong)).toBe(false);
    expect(usedDefaults('stations', wrong).zone).toBeNull();
    expect(zoneFits(noDefaults)).toBe(true);
  });
});

describe('a row that cannot be taken', () => {
  it('says its line, its column and the reason in words', () => {
    const row = { line: 12, column: 'Страна', code: 'FIELD_REQUIRED', params: {} };
    expect(badRowCells(row, words)).toEqual({
      line: '12',
      column: 'Страна',
      reason: 'title FIELD_REQUIRED. text',
    });
  });

  it('is about the whole row when it has no column, and tells a doubled id apart', () => {
    const row = { line: 7, column: null, code: 'FIELD_INVALID', params: { reason: 'duplicate' } };
    expect(badRowCells(row, words)).toEqual({ line: '7', column: 'whole row', reason: 'doubled' });
  });
});
