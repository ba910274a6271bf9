import { isMinuteOfDay, type LocalClock } from '../time/local-clock.ts';

/**
 * When a limit counts: weekdays and hours of the contract's zone. A fill at another time is not
 * counted by it. So amount 0 on Saturday and Sunday forbids the weekend, and five limits with a day
 * each are a quota per weekday.
 */
export interface CountingTime {
  /** Seven bits, bit 0 = Monday; 127 = every day, 0 = never yet. */
  readonly weekdays: number;
  /**
   * Local minutes of the day [from, to), both null for the whole day. `to` before `from` goes over
   * midnight, and the hours after midnight belong to the day on which they began.
   */
  readonly fromMinute: number | null;
  readonly toMinute: number | null;
}

export const ALL_WEEK = 0b111_1111;

const DAYS = 7;

/** Whether the mask has the day; Monday is 0. */
export function hasWeekday(weekdays: number, weekday: number): boolean {
  return (weekdays & (1 << weekday)) !== 0;
}

/** Whether a limit counts at what the clock shows. */
export function countsAtClock(time: CountingTime, { weekday, minute }: LocalClock): boolean {
  const { weekdays, fromMinute: from, toMinute: to } = time;
  if (from === null || to === null) return hasWeekday(weekdays, weekday);
  if (from < to) return minute >= from && minute < to && hasWeekday(weekdays, weekday);
  if (minute >= from) return hasWeekday(weekdays, weekday);
  return minute < to && hasWeekday(weekdays, (weekday + DAYS - 1) % DAYS);
}

/** The field that makes a counting time no such thing, or null. */
export function countingTimeFault(time: CountingTime): keyof CountingTime | null {
  const { weekdays, fromMinute: from, toMinute: to } = time;
  if (!Number.isInteger(weekdays) || weekdays < 0 || weekdays > ALL_WEEK) return 'weekdays';
  if (from === null) return to === null ? null : 'fromMinute';
  if (to === null || !isMinuteOfDay(to) || from === to) return 'toMinute';
  return isMinuteOfDay(from) ? null : 'fromMinute';
}
