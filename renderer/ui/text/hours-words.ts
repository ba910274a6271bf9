import type { HoursSpan } from '#domain/identity/opening-hours.ts';

/** `09:00`; the end of a day reads 24:00. */
export function clockText(minute: number): string {
  const hours = Math.floor(minute / 60);
  return [hours, minute - hours * 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** Days of one span in runs: `Пн–Пт, Вс`. `names` begin with Monday. */
export function weekdaysText(weekdays: readonly number[], names: readonly string[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const day of weekdays.toSorted((left, right) => left - right)) {
    const run = runs.at(-1);
    if (run?.last === day - 1) run.last = day;
    else runs.push({ first: day, last: day });
  }
  const name = (day: number): string => names[day] ?? '';
  return runs
    .map(({ first, last }) => (first === last ? name(first) : `${name(first)}–${name(last)}`))
    .join(', ');
}

/** `Пн–Пт 09:00–18:00`, spans parted by a semicolon. */
export function hoursText(spans: readonly HoursSpan[], names: readonly string[]): string {
  return spans
    .map(
      ({ weekdays, fromMinute, toMinute }) =>
        `${weekdaysText(weekdays, names)} ${clockText(fromMinute)}–${clockText(toMinute)}`,
    )
    .join('; ');
}
