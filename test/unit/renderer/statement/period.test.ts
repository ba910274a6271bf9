import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayStart, statementPeriod } from '#domain/time/local-date.ts';
import { isPreset, presetDates, presetOf, presets } from '#features/statement/period.ts';

const zone = 'Asia/Almaty';
const days = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('periods offered for a statement', () => {
  it('[R-30] every preset is a period that the rule of statements passes and does not cut', () => {
    fc.assert(
      fc.property(days, fc.constantFrom(...presets), (today, preset) => {
        const { fromDate, toDate } = presetDates(preset, today);
        const nowMs = dayStart(today, zone);
        const period = statementPeriod({
          fromDate: fromDate ?? '',
          toDate: toDate ?? '',
          zone,
          nowMs,
        });
        expect(period.ok && !period.value.cutToToday).toBe(true);
      }),
    );
  });

  it('are weeks from Monday, quarters of three months and years from January', () => {
    const today = '2026-11-22';
    expect(presetDates('this-week', today)).toEqual({ fromDate: '2026-11-16', toDate: today });
    expect(presetDates('last-week', today)).toEqual({
      fromDate: '2026-11-09',
      toDate: '2026-11-15',
    });
    expect(presetDates('last-month', '2026-03-31')).toEqual({
      fromDate: '2026-02-01',
      toDate: '2026-02-28',
    });
    expect(presetDates('this-quarter', today)).toEqual({ fromDate: '2026-10-01', toDate: today });
    expect(presetDates('this-year', today)).toEqual({ fromDate: '2026-01-01', toDate: today });
    expect(presetDates('yesterday', '2026-01-01')).toEqual({
      fromDate: '2025-12-31',
      toDate: '2025-12-31',
    });
  });

  it('are named again from their dates, dates of one’s own are not', () => {
    fc.assert(
      fc.property(days, fc.constantFrom(...presets), (today, preset) => {
        const span = presetDates(preset, today);
        const named = presetOf(span, today);
        // On a Monday «this week» and «today» are the same days; the first of them is named.
        expect(named === null ? null : presetDates(named, today)).toEqual(span);
      }),
    );
    expect(presetOf({ fromDate: '2025-03-02', toDate: '2025-03-05' }, '2026-11-22')).toBeNull();
    expect([isPreset('today'), isPreset('own'), isPreset(null)]).toEqual([true, false, false]);
  });
});
