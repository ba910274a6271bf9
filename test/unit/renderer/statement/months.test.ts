import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { netMinor } from '#domain/statement/month-sums.ts';
import type { MonthRecord } from '#protocol/records/history.ts';
import { monthColumns, monthSheet } from '#features/statement/months/month-columns.ts';
import {
  monthPresetOf,
  monthPresets,
  monthsBack,
  presetMonths,
} from '#features/statement/months/month-span.ts';
import { currenciesOf, sumMonths } from '#features/statement/months/month-sums.ts';
import { makeFormat } from '#ui/format/format.ts';

const figure = fc.integer({ min: 0, max: 1_000_000_000 });
const row = fc
  .record({
    month: fc.constantFrom('2026-09', '2026-10', '2026-11'),
    currency: fc.constantFrom('KZT' as const, 'RUB' as const),
    partId: fc.constantFrom('p-95', 'p-dt'),
    figures: fc.array(figure, { minLength: 9, maxLength: 9 }),
  })
  .map(({ figures: [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0], ...key }) => {
    const sold = { saleCount: a, volumeMl: b, saleMinor: c, discountMinor: h, vatMinor: i };
    const back = { refundCount: d, refundVolumeMl: e, refundMinor: f, feeMinor: g };
    return { ...key, partName: key.partId, ...sold, ...back } satisfies MonthRecord;
  });
const rowLists = fc.array(row, { maxLength: 40 });
const words = { format: makeFormat('ru', 'Asia/Almaty'), t: (key: string) => key } as const;

describe('sums by month on the screen', () => {
  it('[N-15] the rows of any division sum up to the totals, to the last unit', () => {
    fc.assert(
      fc.property(rowLists, (rows) => {
        const whole = sumMonths(rows);
        const parts = ['p-95', 'p-dt'].map((part) =>
          sumMonths(rows.filter(({ partId }) => partId === part)),
        );
        const names = Object.keys(whole) as (keyof typeof whole)[];
        for (const name of names) {
          expect(parts.reduce((sum, part) => sum + part[name], 0)).toBe(whole[name]);
        }
        expect(netMinor(whole)).toBe(rows.reduce((sum, one) => sum + netMinor(one), 0));
      }),
    );
  });

  it('names the part only where months are divided, and totals every figure', () => {
    const titles = (by: 'none' | 'product') =>
      monthColumns([], { ...words, by }).map(({ key, total }) => [key, total !== undefined]);
    expect(titles('none')[1]).toEqual(['fills', true]);
    expect(titles('product').slice(0, 2)).toEqual([
      ['month', true],
      ['part', false],
    ]);
  });

  it('[N-15] a workbook has every row and one total for each currency, in litres and whole money', () => {
    fc.assert(
      fc.property(rowLists, (rows) => {
        const sheet = monthSheet(rows, { ...words, by: 'product' });
        expect(sheet.rows).toHaveLength(rows.length + currenciesOf(rows).length);
        for (const line of sheet.rows) expect(line).toHaveLength(sheet.titles.length);
        for (const currency of currenciesOf(rows)) {
          const own = rows.filter((one) => one.currency === currency);
          const totals = sheet.rows.filter(
            ([first, , code]) => first === 'statement.months.total' && code === currency,
          );
          expect(totals.map((line) => line.slice(4, 6))).toEqual([
            [sumMonths(own).volumeMl / 1000, sumMonths(own).saleMinor / 100],
          ]);
        }
      }),
    );
  });
});

describe('months offered', () => {
  it('are years from January and twelve months with this one', () => {
    const today = '2026-11-22';
    expect(presetMonths('this-year', today)).toEqual({ fromMonth: '2026-01', toMonth: '2026-11' });
    expect(presetMonths('last-year', today)).toEqual({ fromMonth: '2025-01', toMonth: '2025-12' });
    expect(presetMonths('last-12', today)).toEqual({ fromMonth: '2025-12', toMonth: '2026-11' });
  });

  it('a preset is known by its months, and months of one’s own are none', () => {
    for (const preset of monthPresets) {
      expect(monthPresetOf(presetMonths(preset, '2026-11-22'), '2026-11-22')).toBe(preset);
    }
    const own = { fromMonth: '2026-02', toMonth: '2026-03' };
    expect(monthPresetOf(own, '2026-11-22')).toBeNull();
  });

  it('all presets are among the months that may be chosen by hand', () => {
    const offered = new Set(monthsBack('2026-03-31'));
    for (const preset of monthPresets) {
      const { fromMonth, toMonth } = presetMonths(preset, '2026-03-31');
      expect([offered.has(fromMonth), offered.has(toMonth)]).toEqual([true, true]);
    }
  });

  it('have their names in each language', () => {
    const named = (locale: 'ru' | 'en' | 'kk') =>
      makeFormat(locale, 'Asia/Almaty').month('2026-11');
    expect([named('ru'), named('en'), named('kk')]).toEqual([
      'ноябрь 2026',
      'November 2026',
      'қараша 2026',
    ]);
  });
});
