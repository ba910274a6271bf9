import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HoursSpan, hoursIn, isOpenAt } from '#domain/identity/opening-hours.ts';
import { type LocalClock, localClock } from '#domain/time/local-clock.ts';

const hours = {
  zone: 'Europe/Moscow',
  spans: [
    { weekdays: [0, 1, 2, 3, 4], fromMinute: 540, toMinute: 1080 },
    { weekdays: [5], fromMinute: 600, toMinute: 1440 },
  ],
};

it.each([
  ['Monday 8:59 in Moscow', '2026-11-23T05:59:59.999Z', false],
  ['Monday 9:00', '2026-11-23T06:00:00Z', true],
  ['Monday 17:59', '2026-11-23T14:59:59.999Z', true],
  ['Monday 18:00', '2026-11-23T15:00:00Z', false],
  ['Saturday 23:59', '2026-11-28T20:59:59.999Z', true],
  ['Sunday 0:00', '2026-11-28T21:00:00Z', false],
])('[N-28] %s', (_when, at, open) => {
  expect(isOpenAt(hours, Date.parse(at))).toBe(open);
});

describe('[N-28] the same hours by another clock', () => {
  const noonMs = Date.parse('2026-11-23T12:00:00Z');

  it('Moscow is two hours behind Almaty', () => {
    expect(hoursIn(hours, 'Asia/Almaty', noonMs)[0]).toEqual({
      weekdays: [0, 1, 2, 3, 4],
      fromMinute: 660,
      toMinute: 1200,
    });
  });

  it('an evening here may end on the next day there', () => {
    expect(hoursIn(hours, 'Asia/Almaty', noonMs)[1]).toMatchObject({
      weekdays: [5],
      toMinute: 120,
    });
  });

  it('where it is another day already, the weekdays move', () => {
    const [week] = hoursIn(hours, 'Pacific/Auckland', noonMs);
    expect(week).toEqual({ weekdays: [0, 1, 2, 3, 4], fromMinute: 1140, toMinute: 240 });
    const [, saturday] = hoursIn(hours, 'America/Los_Angeles', noonMs);
    expect(saturday).toEqual({ weekdays: [4], fromMinute: 1380, toMinute: 780 });
  });

  it('whoever calls by his own clock finds them open exactly when they are', () => {
    const zones = fc.constantFrom(
      'Asia/Almaty',
      'America/Los_Angeles',
      'Pacific/Auckland',
      'Asia/Kathmandu',
      'Europe/Moscow',
    );
    const minutes = fc.integer({ min: 0, max: 7 * 1440 - 1 });
    fc.assert(
      fc.property(zones, minutes, (zone, minute) => {
        const atMs = noonMs + minute * 60_000;
        expect(isWithin(hoursIn(hours, zone, atMs), localClock(atMs, zone))).toBe(
          isOpenAt(hours, atMs),
        );
      }),
    );
  });
});

function isWithin(spans: readonly HoursSpan[], { weekday, minute }: LocalClock): boolean {
  const before = (weekday + 6) % 7;
  return spans.some(({ weekdays, fromMinute, toMinute }) => {
    const overNight = toMinute <= fromMinute;
    const today = weekdays.includes(weekday) && minute >= fromMinute;
    if (!overNight) return today && minute < toMinute;
    return today || (weekdays.includes(before) && minute < toMinute);
  });
}
