import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fictitiousBin, fictitiousInn, kppValid, taxIdValid } from '#domain/client/tax-id.ts';

const ns = fc.integer({ min: 1, max: 99_999 });

describe('taxIdValid', () => {
  // The tax service's own number, and numbers of textbooks.
  it.each(['7707329152', '7830002293', '500100732259'])('[O-02] takes the ИНН %s', (inn) => {
    expect(taxIdValid('RU', inn)).toBe(true);
  });

  it('[O-02] catches every change of one digit of a ten-digit ИНН, save 0 and 10 alike', () => {
    fc.assert(
      fc.property(ns, fc.nat({ max: 8 }), fc.integer({ min: 1, max: 9 }), (n, place, shift) => {
        const inn = fictitiousInn(n);
        const digit = (Number(inn[place]) + shift) % 10;
        const changed = `${inn.slice(0, place)}${digit}${inn.slice(place + 1)}`;
        // Remainder 10 is written 0: those two remainders alone cannot be told apart.
        fc.pre(inn[9] !== '0');
        expect(taxIdValid('RU', changed)).toBe(false);
      }),
    );
  });

  it('[O-02] catches a wrong check digit always', () => {
    fc.assert(
      fc.property(ns, fc.integer({ min: 1, max: 9 }), (n, shift) => {
        for (const [country, id] of [
          ['RU', fictitiousInn(n)],
          ['KZ', fictitiousBin(n)],
        ] as const) {
          const wrong = (Number(id.at(-1)) + shift) % 10;
          expect(taxIdValid(country, `${id.slice(0, -1)}${wrong}`)).toBe(false);
        }
      }),
    );
  });

  it('[O-02] both check digits of a twelve-digit ИНН count', () => {
    expect(taxIdValid('RU', '500100732249')).toBe(false);
    expect(taxIdValid('RU', '500100732258')).toBe(false);
  });

  it('[O-06] the country decides about twelve digits', () => {
    const bin = fictitiousBin(1);
    expect(taxIdValid('KZ', bin)).toBe(true);
    expect(taxIdValid('RU', '500100732259')).toBe(true);
    expect(taxIdValid('KZ', '500100732259')).toBe(false);
  });

  it('knows the IČO of Czechia and Slovakia', () => {
    expect(taxIdValid('CZ', '27082440')).toBe(true);
    expect(taxIdValid('SK', '27082440')).toBe(true);
    expect(taxIdValid('CZ', '27082441')).toBe(false);
  });

  it.each([
    '',
    '0000000000',
    '000000000000',
    '77073291520',
    '770732915',
    ' 7707329152',
    '77O7329152',
  ])('refuses %j in every country', (digits) => {
    for (const country of ['RU', 'KZ', 'CZ', 'SK'] as const) {
      expect(taxIdValid(country, digits)).toBe(false);
    }
  });
});

describe('kppValid', () => {
  it('[O-02] knows the shape', () => {
    expect(kppValid('770701001')).toBe(true);
    expect(kppValid('7707AB001')).toBe(true);
    for (const text of ['77070100', '7707010011', '7707ab001', 'A70701001', '']) {
      expect(kppValid(text)).toBe(false);
    }
  });
});

describe('fictitious tax ids', () => {
  it('pass the check digits, and lie in a region and a month that do not exist', () => {
    fc.assert(
      fc.property(ns, (n) => {
        expect(taxIdValid('RU', fictitiousInn(n))).toBe(true);
        expect(fictitiousInn(n).slice(0, 2)).toBe('00');
        expect(taxIdValid('KZ', fictitiousBin(n))).toBe(true);
        expect(Number(fictitiousBin(n).slice(2, 4))).toBe(13);
      }),
    );
  });

  it('are a legal person’s, for every number there is, and all different', () => {
    const all = Array.from({ length: 100_000 }, (_, n) => fictitiousBin(n));
    expect(new Set(all).size).toBe(all.length);
    expect(all.every((bin) => bin.length === 12 && bin[4] === '4')).toBe(true);
    const inns = Array.from({ length: 10_000 }, (_, n) => fictitiousInn(n + 1));
    expect(new Set(inns).size).toBe(inns.length);
  });

  it('throw outside their range', () => {
    for (const n of [-1, 0, 0.5, 10_000_000]) expect(() => fictitiousInn(n)).toThrow();
    for (const n of [-1, 0.5, 100_000]) expect(() => fictitiousBin(n)).toThrow();
  });
});
