import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  ALL_WEEK,
  countingTimeFault,
  countsAtClock,
  type CountingTime,
} from '#domain/limit/counting-time.ts';
import { limitCounts } from '#domain/limit/limit.ts';
import { localClock } from '#domain/time/local-clock.ts';
import { diesel, limitOf } from '../../../support/facts.ts';

const SATURDAY = 1 << 5;
const WORKDAYS = 0b001_1111;
const minutes = fc.integer({ min: 0, max: 1439 });
const masks = fc.integer({ min: 0, max: ALL_WEEK });
const weekdays = fc.integer({ min: 0, max: 6 });
const always: CountingTime = { weekdays: ALL_WEEK, fromMinute: null, toMinute: null };

describe('a weekday mask', () => {
  it('[X-08] counts on its days alone, in the zone of the contract', () => {
    const limit = limitOf({ weekdays: SATURDAY });
    const at = (text: string) => Temporal.ZonedDateTime.from(text).epochMilliseconds;
    const counted = (text: string, zone: string) =>
      limitCounts(limit, { product: diesel, atMs: at(text), zone });
    expect(counted('2026-11-21T00:00[Asia/Almaty]', 'Asia/Almaty')).toBe(true);
    expect(counted('2026-11-20T23:59:59.999[Asia/Almaty]', 'Asia/Almaty')).toBe(false);
    expect(counted('2026-11-21T00:00[Asia/Almaty]', 'UTC')).toBe(false);
    expect(counted('2026-11-22T00:00[Asia/Almaty]', 'Asia/Almaty')).toBe(false);
  });

  it('[X-08] of all days counts always', () => {
    fc.assert(
      fc.property(weekdays, minutes, (weekday, minute) => {
        expect(countsAtClock(always, { weekday, minute })).toBe(true);
      }),
    );
  });
});

describe('a time window', () => {
  it('[X-08] takes its first minute and not its last', () => {
    const day = { ...always, fromMinute: 8 * 60, toMinute: 20 * 60 };
    const counts = (minute: number) => countsAtClock(day, { weekday: 0, minute });
    expect([479, 480, 1199, 1200].map(counts)).toEqual([false, true, true, false]);
  });

  it('[X-08] over midnight belongs to the day on which it began', () => {
    const night = { weekdays: WORKDAYS, fromMinute: 22 * 60, toMinute: 6 * 60 };
    const counts = (weekday: number, minute: number) => countsAtClock(night, { weekday, minute });
    expect(counts(4, 22 * 60)).toBe(true);
    expect(counts(5, 5 * 60 + 59)).toBe(true);
    expect(counts(5, 6 * 60)).toBe(false);
    expect(counts(5, 23 * 60)).toBe(false);
    expect(counts(0, 60)).toBe(false);
  });

  it('[X-08] and its complement divide every day between them', () => {
    fc.assert(
      fc.property(minutes, minutes, weekdays, minutes, (from, to, weekday, minute) => {
        fc.pre(from !== to);
        const clock = { weekday, minute };
        const one = countsAtClock({ ...always, fromMinute: from, toMinute: to }, clock);
        const other = countsAtClock({ ...always, fromMinute: to, toMinute: from }, clock);
        expect(one).toBe(!other);
      }),
    );
  });

  it('[X-08] counts the hour that clocks live twice, twice', () => {
    const limit = limitOf({ fromMinute: 120, toMinute: 180 });
    const zone = 'Europe/Prague';
    const startMs = Temporal.ZonedDateTime.from(
      '2026-10-25T00:00[Europe/Prague]',
    ).epochMilliseconds;
    const counted = Array.from(
      { length: 25 * 60 },
      (_, minute) => startMs + minute * 60_000,
    ).filter((atMs) => limitCounts(limit, { product: diesel, atMs, zone }));
    expect(counted).toHaveLength(120);
    expect(new Set(counted.map((atMs) => localClock(atMs, zone).minute)).size).toBe(60);
  });
});

describe('the shape of a counting time', () => {
  it('[X-08] any mask with a window of two different minutes is one', () => {
    fc.assert(
      fc.property(masks, minutes, minutes, (mask, fromMinute, toMinute) => {
        const fault = countingTimeFault({ weekdays: mask, fromMinute, toMinute });
        expect(fault).toBe(fromMinute === toMinute ? 'toMinute' : null);
      }),
    );
  });

  it.each([
    [{ weekdays: 128 }, 'weekdays'],
    [{ weekdays: -1 }, 'weekdays'],
    [{ weekdays: 1.5 }, 'weekdays'],
    [{ fromMinute: 1440, toMinute: 0 }, 'fromMinute'],
    [{ fromMinute: 0, toMinute: null }, 'toMinute'],
    [{ fromMinute: null, toMinute: 0 }, 'fromMinute'],
  ])('[X-08] %j is none', (patch, fault) => {
    expect(countingTimeFault({ ...always, ...patch })).toBe(fault);
  });
});
