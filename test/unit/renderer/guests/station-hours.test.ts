import { describe, expect, it } from 'vitest';
import {
  isAlways,
  readHours,
  stationHours,
  typedHours,
} from '#features/guests/stations/station-hours.ts';

const weekdays = ['Пн', 'Вт', 'Ср', 'Чт', 'Пт', 'Сб', 'Вс'];
const words = { always: 'Круглосуточно', weekdays };
const days = (...typed: string[]) => ({
  mode: 'days' as const,
  days: Array.from({ length: 7 }, (_none, day) => typed[day] ?? ''),
});

describe('hours of a station', () => {
  it('[O-23] are read day by day; days that are alike become one span', () => {
    const typed = days(
      '08:00–20:00',
      '08:00-20:00',
      '8.00 — 20.00',
      '',
      '06:00–13:00, 14:00–24:00',
    );
    expect(readHours(typed)).toEqual({
      hours: [
        { weekdays: [0, 1, 2], fromMinute: 480, toMinute: 1200 },
        { weekdays: [4], fromMinute: 360, toMinute: 780 },
        { weekdays: [4], fromMinute: 840, toMinute: 1440 },
      ],
    });
  });

  it.each(['20:00–06:00', '08:00', 'с утра', '08:61–20:00', '08:00–25:00', '08:00–08:00'])(
    '[O-23] %s is wrong at its own day',
    (text) => {
      expect(readHours(days('08:00–20:00', text))).toEqual({ wrongDays: [1] });
    },
  );

  it('[O-23] a week that is shut throughout is wrong, and not the same as unknown', () => {
    expect(readHours(days())).toEqual({ wrongDays: [0, 1, 2, 3, 4, 5, 6] });
    expect(readHours({ mode: 'unknown', days: [] })).toEqual({ hours: null });
    expect(stationHours(null, words)).toBeNull();
  });

  it('[O-23] day and night is said in words, and typed again as it was', () => {
    const always = readHours({ mode: 'always', days: [] });
    const hours = 'hours' in always ? always.hours : null;
    expect(isAlways(hours)).toBe(true);
    expect(stationHours(hours, words)).toBe('Круглосуточно');
    expect(typedHours(hours).mode).toBe('always');
  });

  it('[O-23] what is kept is typed again and read as it was', () => {
    const kept = [
      { weekdays: [0, 1, 2, 3, 4], fromMinute: 360, toMinute: 1320 },
      { weekdays: [5], fromMinute: 480, toMinute: 1200 },
    ];
    expect(readHours(typedHours(kept))).toEqual({ hours: kept });
    expect(stationHours(kept, words)).toBe('Пн–Пт 06:00–22:00; Сб 08:00–20:00');
  });
});
