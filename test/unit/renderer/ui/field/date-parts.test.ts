import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isPartFull,
  isoFromParts,
  partsFromIso,
  partsFromPaste,
  shiftDate,
} from '#ui/date/date-parts.ts';

const isoDates = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('a typed date', () => {
  it('comes back the same through its parts', () => {
    fc.assert(
      fc.property(isoDates, (iso) => {
        expect(isoFromParts(partsFromIso(iso))).toBe(iso);
      }),
    );
  });

  it('a day that does not exist is no date', () => {
    expect(isoFromParts({ day: '31', month: '02', year: '2026' })).toBeNull();
    expect(isoFromParts({ day: '29', month: '02', year: '2028' })).toBe('2028-02-29');
    expect(isoFromParts({ day: '1', month: '1', year: '26' })).toBeNull();
  });

  it('is pasted in the order of the country or in ISO form', () => {
    const parts = { day: '21', month: '11', year: '2026' };
    expect(partsFromPaste(' 21.11.2026 ')).toEqual(parts);
    expect(partsFromPaste('21/11/2026')).toEqual(parts);
    expect(partsFromPaste('2026-11-21')).toEqual(parts);
    expect(partsFromPaste('завтра')).toBeNull();
  });

  it('goes on to the next part when no digit can follow', () => {
    expect(isPartFull('day', '4')).toBe(true);
    expect(isPartFull('day', '3')).toBe(false);
    expect(isPartFull('month', '2')).toBe(true);
    expect(isPartFull('month', '1')).toBe(false);
    expect(isPartFull('year', '202')).toBe(false);
  });

  it('arrows move a part and stay inside the calendar', () => {
    const last = partsFromIso('2026-01-31');
    expect(isoFromParts(shiftDate(last, 'day', 1, ''))).toBe('2026-02-01');
    expect(isoFromParts(shiftDate(last, 'month', 1, ''))).toBe('2026-02-28');
    expect(shiftDate(partsFromIso(null), 'day', 1, '2026-11-21')).toEqual(
      partsFromIso('2026-11-21'),
    );
  });
});
