import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  minuteOf,
  noSlip,
  slipInstant,
  slipOf,
  type SlipValues,
} from '#features/statement/hand-entry.ts';

const whole: SlipValues = {
  cardId: 'card-1',
  stationId: 'station-1',
  productId: 'dt',
  pumpNumber: '',
  volumeMl: 40_000,
  date: '2026-11-21',
  time: '07:05',
  slipNumber: '104',
  reason: 'power cut',
};

describe('a paper slip as it is typed', () => {
  it('is of the station’s own clock, whoever types it where', () => {
    expect(slipOf(whole, 'Asia/Almaty')?.filledAtMs).toBe(Date.UTC(2026, 10, 21, 2, 5));
    expect(slipOf(whole, 'Europe/Moscow')?.filledAtMs).toBe(Date.UTC(2026, 10, 21, 4, 5));
  });

  it('is of the time the clock showed on the days on which it was changed', () => {
    const spring = { ...whole, date: '2026-03-29' };
    const autumn = { ...whole, date: '2026-10-25' };
    const zone = 'Europe/Berlin';
    expect(slipOf({ ...spring, time: '12:00' }, zone)?.filledAtMs).toBe(Date.UTC(2026, 2, 29, 10));
    expect(slipOf({ ...autumn, time: '12:00' }, zone)?.filledAtMs).toBe(Date.UTC(2026, 9, 25, 11));
    for (const unclear of [spring, autumn]) {
      const values = { ...unclear, time: '02:30' };
      expect(slipOf(values, zone)).toBeNull();
      expect(slipInstant(values, zone)).toMatchObject({ ok: false, code: 'LOCAL_TIME_UNCLEAR' });
    }
  });

  it('is nothing to try while something is missing; the pump may be', () => {
    expect(slipOf(noSlip, 'Asia/Almaty')).toBeNull();
    for (const key of ['cardId', 'stationId', 'productId', 'volumeMl', 'date'] as const) {
      expect(slipOf({ ...whole, [key]: null }, 'Asia/Almaty')).toBeNull();
    }
    for (const slipNumber of ['', '0', '-1', '12a', '1234567890']) {
      expect(slipOf({ ...whole, slipNumber }, 'Asia/Almaty')).toBeNull();
    }
    expect(slipOf(whole, 'Asia/Almaty')).toMatchObject({ pumpNumber: 0, slipNumber: 104 });
  });

  it('reads a time with a colon, a point, a space or nothing between', () => {
    const pair = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
    fc.assert(
      fc.property(pair, fc.constantFrom(':', '.', ' ', ''), ([hour, minute], mark) => {
        const text = `${String(hour).padStart(2, '0')}${mark}${String(minute).padStart(2, '0')}`;
        expect(minuteOf(text)).toBe(hour * 60 + minute);
      }),
    );
    for (const wrong of ['', '24:00', '7:5', '12:60', 'noon']) expect(minuteOf(wrong)).toBeNull();
  });
});
