import { describe, expect, it } from 'vitest';
import { cutIn } from '#service/office/history.ts';

const months = ['2026-01', '2026-02', '2026-03'];
const rowsOf = (...of: readonly string[]) => of.map((month) => ({ month }));

describe('sums of months with more rows than a report has', () => {
  it('name the last month that is whole, not the one that was cut off', () => {
    const rows = rowsOf('2026-01', '2026-01', '2026-02', '2026-03');
    expect(cutIn('2026-03', { rows, months })).toMatchObject({
      code: 'MONTHS_TOO_MANY',
      params: { latestMonth: '2026-02' },
    });
  });

  it('say of a month that fills the table alone that it is too large', () => {
    for (const month of ['2026-01', '2026-02']) {
      expect(cutIn(month, { rows: rowsOf(month, month), months })).toMatchObject({
        code: 'MONTH_TOO_LARGE',
        params: { largeMonth: month },
      });
    }
  });
});
