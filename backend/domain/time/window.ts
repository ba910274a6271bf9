// Limit windows in a contract's zone. Windows of one period cover time without gap or overlap,
// whatever the zone does with its clocks: a window is a half-open span of instants, bounded by the
// first instant of local days.

import { Temporal } from 'temporal-polyfill';
import { assert, assertSafeInteger } from '../assert.ts';

/**
 * How often a limit begins anew: `days:14:2026-11-02` is every 14 days counted from that date, and
 * `once` never. `isPeriod` tells the texts that are no period.
 */
export type Period = CalendarPeriod | DaysPeriod | 'once';
export type CalendarPeriod = 'day' | 'week' | 'month' | 'quarter' | 'year';
export type DaysPeriod = `days:${string}:${string}`;

/** Bounds of N in `days:N:…`; one day is `day`. */
export const PERIOD_DAYS_MIN = 2;
export const PERIOD_DAYS_MAX = 366;

/** A span of time [startsAtMs, endsAtMs) with a stable name; `endsAtMs` null means no end. */
export interface Window {
  readonly key: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number | null;
}

const ONCE: Window = { key: 'once', startsAtMs: 0, endsAtMs: null };

// The last windows per period and zone, newest first: several limits of one sale ask for the same
// few, this one and the next. Memos of pure functions, bounded; nothing observable depends on them.
const lastWindows = new Map<string, readonly Window[]>();
const WINDOWS_KEPT = 3;
const windowsByKey = new Map<string, Window>();
const KEYS_KEPT = 1000;

/** True for an IANA zone name in its usual spelling (`Asia/Almaty`), not for a bare offset. */
export function isZone(zone: string): boolean {
  if (!/^[A-Z]/.test(zone)) return false;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId === zone;
  } catch {
    return false;
  }
}

const calendarPeriods = ['day', 'week', 'month', 'quarter', 'year'] as const;

/** True for a period: a name, or `days:N:YYYY-MM-DD` with N of 2…366 and a real date. */
export function isPeriod(text: string): text is Period {
  if (text === 'once' || calendarPeriods.some((name) => name === text)) return true;
  const found = DAYS_TEXT.exec(text);
  if (found === null) return false;
  const days = Number(found[1]);
  return days >= PERIOD_DAYS_MIN && days <= PERIOD_DAYS_MAX && isDate(found[2] ?? '');
}

/** A period in parts, for words and forms; `days` and `anchorDate` are of an anchored one. */
export interface PeriodParts {
  readonly kind: CalendarPeriod | 'once' | 'days';
  readonly days: number | null;
  readonly anchorDate: string | null;
}

/** The parts of a period; the inverse of `daysPeriod` for anchored ones. */
export function periodParts(period: Period): PeriodParts {
  const [, days, anchorDate] = DAYS_TEXT.exec(period) ?? [];
  if (days !== undefined && anchorDate !== undefined) {
    return { kind: 'days', days: Number(days), anchorDate };
  }
  const named = calendarPeriods.find((name) => name === period);
  return { kind: named ?? 'once', days: null, anchorDate: null };
}

/** The period of N days counted from a date; `isPeriod` says whether the bounds are kept. */
export function daysPeriod(days: number, anchorDate: string): DaysPeriod {
  return `days:${days}:${anchorDate}`;
}

/**
 * The window of `period` that holds the instant `atMs`, judged in `zone` (architecture §4).
 * Keys: `day:2026-11-21`, `week:2026-11-16` (its Monday), `month:2026-11`, `quarter:2026-10` (its
 * first month), `year:2026`, `days:14:2026-11-16` (its first day), `once`.
 * @throws on an unknown zone or period: both are checked (`isZone`, `isPeriod`) where they enter
 */
export function windowAt(period: Period, atMs: number, zone: string): Window {
  assertSafeInteger(atMs, 'atMs');
  if (period === 'once') return ONCE;
  const memoKey = `${period} ${zone}`;
  const kept = lastWindows.get(memoKey) ?? [];
  const last = kept.find((candidate) => holds(candidate, atMs));
  if (last !== undefined) return last;
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  const cycle = cycleOf(period);
  let first = cycle.firstDay(local.toPlainDate());
  let window = windowFrom(cycle, first, zone);
  // Where clocks went back over midnight (00:01 → 23:01) a local date comes twice; the instant
  // then belongs to the later window, because that one has already begun.
  while (!holds(window, atMs)) {
    first = cycle.following(first);
    window = windowFrom(cycle, first, zone);
  }
  // Anchored periods are as many as people think of.
  if (lastWindows.size >= KEYS_KEPT) lastWindows.clear();
  lastWindows.set(memoKey, [window, ...kept].slice(0, WINDOWS_KEPT));
  return window;
}

/**
 * The window that begins where `window` ends, or null after `once`. A local day that a zone
 * skipped (Samoa, 30 December 2011) is no window.
 */
export function nextWindow(window: Window, period: Period, zone: string): Window | null {
  return window.endsAtMs === null ? null : windowAt(period, window.endsAtMs, zone);
}

/**
 * The window with this key in `zone`: the inverse of `windowAt(...).key`.
 * @throws on a key that `windowAt` cannot make: keys come from our own records
 */
export function windowByKey(key: string, zone: string): Window {
  if (key === ONCE.key) return ONCE;
  const memoKey = `${key} ${zone}`;
  const kept = windowsByKey.get(memoKey);
  if (kept !== undefined) return kept;
  const { period, first } = namedWindow(key);
  const cycle = cycleOf(period);
  const window = windowFrom(cycle, first, zone);
  assert(window.key === key && cycle.firstDay(first).equals(first), 'not a window key');
  if (windowsByKey.size >= KEYS_KEPT) windowsByKey.clear();
  windowsByKey.set(memoKey, window);
  return window;
}

type Recurring = Exclude<Period, 'once'>;
type PlainDate = Temporal.PlainDate;

const DAYS_TEXT = /^days:([1-9]\d{0,2}):(\d{4}-\d{2}-\d{2})$/;
const KEY_TEXT = /^(day|week|month|quarter|year|days:[1-9]\d{0,2}):(\d{4}(?:-\d{2}){0,2})$/;
/** Digits of a date that a window of this period is named by: its day, its month, its year. */
const NAME_LENGTHS = { day: 10, week: 10, month: 7, quarter: 7, year: 4 } as const;

/** How one period divides days: what a day's window begins with, and what comes after it. */
interface Cycle {
  readonly firstDay: (date: PlainDate) => PlainDate;
  readonly following: (first: PlainDate) => PlainDate;
  readonly keyOf: (first: PlainDate) => string;
}

function cycleOf(period: Recurring): Cycle {
  switch (period) {
    case 'day':
      return calendarCycle(period, { days: 1 }, (date) => date);
    case 'week':
      return calendarCycle(period, { weeks: 1 }, (date) =>
        date.subtract({ days: date.dayOfWeek - 1 }),
      );
    case 'month':
      return calendarCycle(period, { months: 1 }, (date) => date.with({ day: 1 }));
    case 'quarter':
      return calendarCycle(period, { months: 3 }, (date) =>
        date.with({ month: date.month - ((date.month - 1) % 3), day: 1 }),
      );
    case 'year':
      return calendarCycle(period, { years: 1 }, (date) => date.with({ month: 1, day: 1 }));
    default:
      return daysCycle(period);
  }
}

function calendarCycle(
  period: CalendarPeriod,
  length: { days: 1 } | { weeks: 1 } | { months: 1 | 3 } | { years: 1 },
  firstDay: Cycle['firstDay'],
): Cycle {
  const keyOf = (first: PlainDate): string =>
    `${period}:${first.toString().slice(0, NAME_LENGTHS[period])}`;
  return { firstDay, following: (first) => first.add(length), keyOf };
}

/** Runs of N days, before the anchor as well as after it. */
function daysCycle(period: DaysPeriod): Cycle {
  assert(isPeriod(period), 'not a period');
  const [, daysText, anchorText = ''] = DAYS_TEXT.exec(period) ?? [];
  const days = Number(daysText);
  const anchor = Temporal.PlainDate.from(anchorText);
  return {
    firstDay: (date) => {
      const since = anchor.until(date, { largestUnit: 'day' }).days;
      return date.subtract({ days: ((since % days) + days) % days });
    },
    following: (first) => first.add({ days }),
    keyOf: (first) => `days:${days}:${first.toString()}`,
  };
}

/** The period and first day that a window's key names; for N days the key is its own anchor. */
function namedWindow(key: string): { period: Recurring; first: PlainDate } {
  const found = KEY_TEXT.exec(key);
  assert(found !== null, 'not a window key');
  const [, name = '', text = ''] = found;
  const period = name.startsWith('days:') ? key : name;
  assert(isPeriod(period) && period !== 'once', 'not a window key');
  return { period, first: Temporal.PlainDate.from(`${text}-01-01`.slice(0, 10)) };
}

function isDate(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

function holds(window: Window, atMs: number): boolean {
  return window.startsAtMs <= atMs && (window.endsAtMs === null || atMs < window.endsAtMs);
}

function windowFrom(cycle: Cycle, first: PlainDate, zone: string): Window {
  return {
    key: cycle.keyOf(first),
    startsAtMs: startOfDayMs(first, zone),
    endsAtMs: startOfDayMs(cycle.following(first), zone),
  };
}

/** The first instant of a local date: 00:00, or later where clocks jump over midnight. */
function startOfDayMs(date: PlainDate, zone: string): number {
  return date.toZonedDateTime(zone).epochMilliseconds;
}
