import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeEmail, normalizePersonName, normalizePhone } from '#domain/client/contact.ts';

const phoneDigits = fc.string({
  unit: fc.constantFrom(...'0123456789'),
  minLength: 10,
  maxLength: 10,
});

describe('normalizePhone', () => {
  it.each([
    '89120000000',
    '+79120000000',
    '79120000000',
    '8 (912) 000-00-00',
    '+7 912 000 00 00',
    ' 8-912-000-00-00 ',
    '+7\u00a0912\u2011000\u201300\u201300',
    // Copied out of an address book, with marks that nobody sees.
    '\u202a+7 912 000-00-00\u202c',
    '+7\u200b912\u00ad0000000\ufeff',
    '＋７９１２００００００0',
  ])('[O-08] stores %j as E.164', (typed) => {
    expect(normalizePhone(typed)).toEqual({ ok: true, value: '+79120000000' });
  });

  it('[O-08] 8…, 7… and +7… are one number, and a stored number stays as it is', () => {
    fc.assert(
      fc.property(phoneDigits, (digits) => {
        const expected = { ok: true, value: `+7${digits}` };
        for (const prefix of ['8', '7', '+7', '+7 ', '8-']) {
          expect(normalizePhone(`${prefix}${digits}`)).toEqual(expected);
        }
        expect(normalizePhone(expected.value)).toEqual(expected);
      }),
    );
  });

  it('takes a number of another country with its plus only', () => {
    expect(normalizePhone('+420 601 000 000')).toEqual({ ok: true, value: '+420601000000' });
    expect(normalizePhone('420601000000').ok).toBe(false);
  });

  it('[O-08] knows how many digits the numbers of a country have', () => {
    for (const typed of ['+42060100000', '+4206010000001234', '+999601000000']) {
      expect(normalizePhone(typed)).toMatchObject({ code: 'FIELD_INVALID' });
    }
  });

  it.each(['9120000000', '891200000', '891200000000', '+7912000000', '8912000000O', '+', 'phone'])(
    'refuses %j',
    (typed) => expect(normalizePhone(typed)).toMatchObject({ code: 'FIELD_INVALID' }),
  );

  it.each(['', '  '])('[O-08] %j is required', (typed) => {
    expect(normalizePhone(typed)).toEqual({
      ok: false,
      code: 'FIELD_REQUIRED',
      params: { field: 'phone' },
    });
  });
});

describe('normalizeEmail', () => {
  it.each([
    [' Buh@Firma.Example ', 'buh@firma.example'],
    ['a.b+fuel@mail.firma.example', 'a.b+fuel@mail.firma.example'],
    ['бухгалтер@фирма.рф', 'бухгалтер@фирма.рф'],
    ['\u200bbuh@firma.example\ufeff', 'buh@firma.example'],
    ['ｂuh@firma.example', 'buh@firma.example'],
    ['бухгалтери\u0306@фирма.рф', 'бухгалтерй@фирма.рф'],
  ])('[O-08] stores %j as %j', (typed, value) => {
    expect(normalizeEmail(typed)).toEqual({ ok: true, value });
  });

  it.each([
    'firma.example',
    'a@b',
    'a@@firma.example',
    'a b@firma.example',
    '.a@firma.example',
    'a..b@firma.example',
    'a@-firma.example',
    'a@firma..example',
    'a@firma.example,b@firma.example',
    `${'a'.repeat(65)}@firma.example`,
    `a@${'b.'.repeat(130)}example`,
    'a@firma.e',
    'a@firma.',
  ])('[O-08] refuses %j', (typed) => {
    expect(normalizeEmail(typed)).toMatchObject({ code: 'FIELD_INVALID' });
  });

  it('answers any text, however long, and leaves a stored address as it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2000 }), (typed) => {
        const result = normalizeEmail(typed);
        if (result.ok) expect(normalizeEmail(result.value)).toEqual(result);
      }),
    );
    expect(normalizeEmail('a'.repeat(100_000)).ok).toBe(false);
    expect(normalizeEmail('')).toMatchObject({ code: 'FIELD_REQUIRED' });
  });
});

describe('normalizePersonName', () => {
  it.each([
    ['  Петров   Иван ', 'Петров Иван'],
    ['Әбіш Ғани Қайратұлы', 'Әбіш Ғани Қайратұлы'],
    ['Anna-Marie O’Neil', 'Anna-Marie O’Neil'],
  ])('[O-08] stores %j as %j', (typed, value) => {
    expect(normalizePersonName(typed)).toEqual({ ok: true, value });
  });

  it.each(['Петров', 'Петров -', '1 2', `${'а'.repeat(150)} ${'б'.repeat(150)}`])(
    '[O-08] refuses %j',
    (typed) => expect(normalizePersonName(typed)).toMatchObject({ code: 'FIELD_INVALID' }),
  );

  it('[O-08] is required', () => {
    expect(normalizePersonName(' ')).toMatchObject({ code: 'FIELD_REQUIRED' });
  });
});
