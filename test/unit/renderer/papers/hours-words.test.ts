import { describe, expect, it } from 'vitest';
import { clockText, hoursText, weekdaysText } from '#ui/text/hours-words.ts';

const names = ['Пн', 'Вт', 'Ср', 'Чт', 'Пт', 'Сб', 'Вс'];

describe('[N-28] opening hours in words', () => {
  it.each([
    [[0, 1, 2, 3, 4], 'Пн–Пт'],
    [[6, 0], 'Пн, Вс'],
    [[0, 1, 2, 4, 6], 'Пн–Ср, Пт, Вс'],
    [[], ''],
  ])('days %j read %s', (days, text) => {
    expect(weekdaysText(days, names)).toBe(text);
  });

  it('minutes of the day read as a clock, its end as 24:00', () => {
    expect([0, 545, 1440].map(clockText)).toEqual(['00:00', '09:05', '24:00']);
  });

  it('spans are parted', () => {
    const week = { weekdays: [0, 1, 2, 3, 4], fromMinute: 540, toMinute: 1080 };
    const saturday = { weekdays: [5], fromMinute: 600, toMinute: 1440 };
    expect(hoursText([week, saturday], names)).toBe('Пн–Пт 09:00–18:00; Сб 10:00–24:00');
  });
});
