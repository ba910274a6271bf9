import { expect, it } from 'vitest';
import { isOpenAt } from '#domain/identity/opening-hours.ts';

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
