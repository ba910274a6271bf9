import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDecimal } from '#ui/format/decimal.ts';
import { makeFormat } from '#ui/format/format.ts';
import { intlTag, locales, parseLocale } from '#ui/format/locale.ts';

const zone = 'Asia/Qostanay';
const saturdayAtMs = Date.UTC(2026, 10, 21, 17, 14, 5);
const ru = makeFormat('ru', zone);
const en = makeFormat('en', zone);
const kk = makeFormat('kk', zone);

describe('numbers for people', () => {
  it('money carries the narrow sign in every language', () => {
    expect(ru.money(123_450, 'KZT')).toBe('1\u00a0234,50\u00a0₸');
    expect(kk.money(123_450, 'KZT')).toBe('1\u00a0234,50\u00a0₸');
    expect(en.money(123_450, 'KZT')).toBe('1\u00a0234.50\u00a0₸');
    expect(ru.money(-5, 'RUB')).toBe('−0,05\u00a0₽');
  });

  it('litres show two digits and the third when there is one', () => {
    expect(ru.litres(12_500)).toBe('12,50\u00a0л');
    expect(ru.litres(12_507)).toBe('12,507\u00a0л');
    expect(en.litres(1)).toBe('0.001\u00a0L');
    expect(kk.litres(0)).toBe('0,00\u00a0л');
  });

  it('money and litres on the screen can be typed back without loss', () => {
    const amounts = fc.nat({ max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(amounts, fc.constantFrom(ru, en, kk), (value, format) => {
        const money = format.money(value, undefined);
        const litres = format.litres(value).replace(format.litresUnit(), '');
        expect(parseDecimal(money, 2)).toEqual({ ok: true, value });
        expect(parseDecimal(litres, 3)).toEqual({ ok: true, value });
      }),
    );
  });
});

describe('time for people', () => {
  it('is written in the zone of the place, not of the machine', () => {
    expect(ru.dateTime(saturdayAtMs)).toBe('21.11.2026, 22:14');
    expect(makeFormat('ru', 'Europe/Moscow').dateTime(saturdayAtMs)).toBe('21.11.2026, 20:14');
    expect(kk.dateTimeZone(saturdayAtMs)).toBe('21.11.2026, 22:14:05 UTC+5');
    expect(en.date(saturdayAtMs)).toBe('21/11/2026');
  });

  it('midnight is 00:00, never 24:00', () => {
    expect(en.time(Date.UTC(2026, 10, 21, 19, 0, 0))).toBe('00:00');
  });

  it('names of months and days are of the language', () => {
    expect(ru.dateLong(saturdayAtMs)).toBe('суббота, 21 ноября 2026');
    expect(kk.dateLong(saturdayAtMs)).toBe('21 қараша 2026, сенбі');
    expect(en.dateLong(saturdayAtMs)).toBe('Saturday, 21 November 2026');
  });

  it('age is coarse and never in the future', () => {
    expect(ru.age(saturdayAtMs, saturdayAtMs + 5 * 60_000)).toBe('5 мин. назад');
    expect(kk.age(saturdayAtMs, saturdayAtMs + 3 * 3_600_000)).toBe('3 сағат бұрын');
    expect(en.age(saturdayAtMs, saturdayAtMs - 1)).toBe('0 sec ago');
  });

  it('a wait is rounded up, and said in days only where it is days', () => {
    const hourMs = 3_600_000;
    expect(ru.duration(4_200)).toBe('5\u00a0с');
    expect(ru.duration(24 * hourMs)).toBe('24\u00a0ч');
    expect(kk.duration(14 * 24 * hourMs)).toBe('14\u00a0күн');
    expect(en.duration(49 * hourMs)).toBe('49\u00a0h');
  });
});

describe('languages', () => {
  it('Intl is never asked for Kazakh, which Electron does not have', () => {
    expect(locales.map(intlTag)).toEqual(['ru', 'en-GB', 'ru']);
  });

  it('any tag becomes one of three languages', () => {
    expect([parseLocale('kk-KZ'), parseLocale('EN'), parseLocale('de')]).toEqual([
      'kk',
      'en',
      'ru',
    ]);
  });

  it('words are ordered as in the dictionary, digits by value', () => {
    expect(['стол 10', 'ёлка', 'Стол 2', 'жук'].toSorted(ru.compare)).toEqual([
      'ёлка',
      'жук',
      'Стол 2',
      'стол 10',
    ]);
  });
});
