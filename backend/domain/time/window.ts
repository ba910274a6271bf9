// Limit windows in a contract's zone. Windows of one period cover time without gap or overlap,
// whatever the zone does with its clocks: a window is a half-open span of instants, bounded by the
// first instant of local days.

import { Temporal } from 'temporal-polyfill';
import { assert, assertNever, assertSafeInteger } from '../assert.ts';

export type Period = 'day' | 'week' | 'month' | 'once';

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

/**
 * The window of `period` that holds the instant `atMs`, judged in `zone` (architecture §4).
 * Keys: `day:2026-11-21`, `week:2026-11-16` (its Monday), `month:2026-11`, `once`.
 * @throws on an unknown zone: zones are checked with `isZone` where they enter
 */
export function windowAt(period: Period, atMs: number, zone: string): Window {
  assertSafeInteger(atMs, 'atMs');
  if (period === 'once') return ONCE;
  const memoKey = `${period} ${zone}`;
  const kept = lastWindows.get(memoKey) ?? [];
  const last = kept.find((candidate) => holds(candidate, atMs));
  if (last !== undefined) return last;
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  let first = firstDay(period, local.toPlainDate());
  let window = windowFrom(period, first, zone);
  // Where clocks went back over midnight (00:01 → 23:01) a local date comes twice; the instant
  // then belongs to the later window, because that one has already begun.
  while (!holds(window, atMs)) {
    first = following(period, first);
    window = windowFrom(period, first, zone);
  }
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
  const found = /^(day|week|month):(\d{4}-\d{2}(?:-\d{2})?)$/.exec(key);
  assert(found !== null, 'not a window key');
  const [, name, text = ''] = found;
  const period = name === 'day' || name === 'week' ? name : 'month';
  const date = Temporal.PlainDate.from(period === 'month' ? `${text}-01` : text);
  const window = windowFrom(period, date, zone);
  assert(window.key === key && firstDay(period, date).equals(date), 'not a window key');
  if (windowsByKey.size >= KEYS_KEPT) windowsByKey.clear();
  windowsByKey.set(memoKey, window);
  return window;
}

type Recurring = Exclude<Period, 'once'>;

function holds(window: Window, atMs: number): boolean {
  return window.startsAtMs <= atMs && (window.endsAtMs === null || atMs < window.endsAtMs);
}

function windowFrom(period: Recurring, first: Temporal.PlainDate, zone: string): Window {
  const name = period === 'month' ? first.toString().slice(0, -3) : first.toString();
  return {
    key: `${period}:${name}`,
    startsAtMs: startOfDayMs(first, zone),
    endsAtMs: startOfDayMs(following(period, first), zone),
  };
}

function firstDay(period: Recurring, date: Temporal.PlainDate): Temporal.PlainDate {
  switch (period) {
    case 'day':
      return date;
    case 'week':
      return date.subtract({ days: date.dayOfWeek - 1 });
    case 'month':
      return date.with({ day: 1 });
    default:
      return assertNever(period);
  }
}

function following(period: Recurring, first: Temporal.PlainDate): Temporal.PlainDate {
  switch (period) {
    case 'day':
      return first.add({ days: 1 });
    case 'week':
      return first.add({ weeks: 1 });
    case 'month':
      return first.add({ months: 1 });
    default:
      return assertNever(period);
  }
}

/** The first instant of a local date: 00:00, or later where clocks jump over midnight. */
function startOfDayMs(date: Temporal.PlainDate, zone: string): number {
  return date.toZonedDateTime(zone).epochMilliseconds;
}
