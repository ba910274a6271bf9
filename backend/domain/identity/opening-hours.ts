import { localClock } from '../time/local-clock.ts';
import type { OpeningHours } from './programme.ts';

const DAY_MINUTES = 1440;
const WEEK_DAYS = 7;

/**
 * Whether somebody answers at an instant (N-28).
 * @param hours begin included, end excluded, by the clock of their own zone
 */
export function isOpenAt({ zone, spans }: OpeningHours, atMs: number): boolean {
  const { weekday, minute } = localClock(atMs, zone);
  return spans.some(
    ({ weekdays, fromMinute, toMinute }) =>
      weekdays.includes(weekday) && fromMinute <= minute && minute < toMinute,
  );
}

/** True for spans that each end on the day they begin, after they begin. */
export function areSpans(spans: OpeningHours['spans']): boolean {
  return spans.every(({ fromMinute, toMinute }) => fromMinute < toMinute);
}

export interface HoursSpan {
  /** Monday is 0. */
  readonly weekdays: readonly number[];
  readonly fromMinute: number;
  /** Of the same day, or of the next where it is less than `fromMinute`. */
  readonly toMinute: number;
}

/**
 * The same hours by the clock of another zone, as far apart as the two are at that moment; a span
 * that begins on another day there has its weekdays moved.
 */
export function hoursIn(hours: OpeningHours, zone: string, atMs: number): readonly HoursSpan[] {
  const ahead = localClock(atMs, zone);
  const here = localClock(atMs, hours.zone);
  const days = daysBetween(here.weekday, ahead.weekday);
  const shift = days * DAY_MINUTES + ahead.minute - here.minute;
  return hours.spans.map(({ weekdays, fromMinute, toMinute }) => {
    const from = fromMinute + shift;
    const dayShift = Math.floor(from / DAY_MINUTES);
    return {
      weekdays: weekdays.map((day) => (day + dayShift + WEEK_DAYS) % WEEK_DAYS).toSorted(byNumber),
      fromMinute: from - dayShift * DAY_MINUTES,
      toMinute: wrapEnd(toMinute + shift - dayShift * DAY_MINUTES),
    };
  });
}

/** −1, 0 or 1: clocks of two zones show at most neighbouring days. */
function daysBetween(weekday: number, other: number): number {
  const days = (other - weekday + WEEK_DAYS) % WEEK_DAYS;
  return days === WEEK_DAYS - 1 ? -1 : days;
}

function wrapEnd(minute: number): number {
  return minute > DAY_MINUTES ? minute - DAY_MINUTES : minute;
}

function byNumber(left: number, right: number): number {
  return left - right;
}
