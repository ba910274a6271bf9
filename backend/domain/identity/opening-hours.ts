import { localClock } from '../time/local-clock.ts';
import type { OpeningHours } from './programme.ts';

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
