import type { OpeningHours } from '#domain/identity/programme.ts';
import { clockText, hoursText } from '#ui/text/hours-words.ts';

type Span = OpeningHours['spans'][number];
export type Hours = OpeningHours['spans'] | null;

const DAY_MINUTES = 1440;
const WEEK = [0, 1, 2, 3, 4, 5, 6] as const;

export const hoursModes = ['unknown', 'always', 'days'] as const;
export type HoursMode = (typeof hoursModes)[number];

/** Hours as they are typed: for each day from Monday on `08:00–20:00`, empty where it is shut. */
export interface TypedHours {
  mode: HoursMode;
  days: string[];
}

/** True for a station that never shuts. */
export function isAlways(hours: Hours): boolean {
  return hours !== null && WEEK.every((day) => isWhole(spansOfDay(hours, day)));
}

function isWhole(spans: readonly Span[]): boolean {
  return spans.some(({ fromMinute, toMinute }) => fromMinute === 0 && toMinute === DAY_MINUTES);
}

function spansOfDay(hours: readonly Span[], day: number): readonly Span[] {
  return hours.filter(({ weekdays }) => weekdays.includes(day));
}

/** Hours in words: «Круглосуточно», `Пн–Пт 08:00–20:00`; null where nobody has said. */
export function stationHours(
  hours: Hours,
  { always, weekdays }: { readonly always: string; readonly weekdays: readonly string[] },
): string | null {
  if (hours === null) return null;
  return isAlways(hours) ? always : hoursText(hours, weekdays);
}

/** The fields with which the form begins. */
export function typedHours(hours: Hours): TypedHours {
  const days = WEEK.map((day) =>
    spansOfDay(hours ?? [], day)
      .toSorted((left, right) => left.fromMinute - right.fromMinute)
      .map(({ fromMinute, toMinute }) => `${clockText(fromMinute)}–${clockText(toMinute)}`)
      .join(', '),
  );
  if (hours === null) return { mode: 'unknown', days };
  return isAlways(hours) ? { mode: 'always', days: WEEK.map(() => '') } : { mode: 'days', days };
}

/**
 * What was typed: hours, or the days (Monday 0) whose hours cannot be read. Days that are alike
 * become one span; without any open day the whole week is wrong.
 */
export function readHours({
  mode,
  days,
}: TypedHours): { readonly hours: Hours } | { readonly wrongDays: readonly number[] } {
  if (mode === 'unknown') return { hours: null };
  if (mode === 'always') {
    return { hours: [{ weekdays: [...WEEK], fromMinute: 0, toMinute: DAY_MINUTES }] };
  }
  const read = WEEK.map((day) => readDay(days[day] ?? ''));
  const wrongDays = WEEK.filter((day) => read[day] === null);
  if (wrongDays.length > 0) return { wrongDays };
  const spans = new Map<string, { fromMinute: number; toMinute: number; weekdays: number[] }>();
  for (const day of WEEK) {
    for (const [fromMinute, toMinute] of read[day] ?? []) {
      const key = `${fromMinute} ${toMinute}`;
      const span = spans.get(key) ?? { fromMinute, toMinute, weekdays: [] };
      span.weekdays.push(day);
      spans.set(key, span);
    }
  }
  return spans.size === 0 ? { wrongDays: [...WEEK] } : { hours: [...spans.values()] };
}

const SPAN = /^(\d{1,2})[:.](\d{2})\s*[-–—]\s*(\d{1,2})[:.](\d{2})$/u;

/** Spans of one day, none where it is shut; null for what cannot be read or ends too early. */
function readDay(text: string): readonly (readonly [number, number])[] | null {
  if (text.trim() === '') return [];
  const spans = text.split(/[,;]/u).map((part) => {
    const [, ...found] = SPAN.exec(part.trim()) ?? [];
    const [fromHour = NaN, fromMinute = NaN, toHour = NaN, toMinute = NaN] = found.map(Number);
    return [minuteOf(fromHour, fromMinute), minuteOf(toHour, toMinute)] as const;
  });
  return spans.every(([from, to]) => from < to && to <= DAY_MINUTES) ? spans : null;
}

/** NaN, which is smaller than nothing, where the clock shows no such time. */
function minuteOf(hour: number, minute: number): number {
  return minute < 60 ? hour * 60 + minute : NaN;
}
