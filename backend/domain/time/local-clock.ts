// What the clock on the wall shows in a contract's zone: weekday masks and time windows of limits
// are judged by it (architecture §4). Asked for every limit of every sale, so the zone's offset is
// kept per hour and the rest is arithmetic.

import { Temporal } from 'temporal-polyfill';
import { assertSafeInteger } from '../assert.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const MINUTES_OF_DAY = 24 * 60;
/** 1 January 1970 was a Thursday. */
const EPOCH_WEEKDAY = 3;

/** Monday is 0, Sunday 6; the minute counts from 00:00 as the clock shows it. */
export interface LocalClock {
  readonly weekday: number;
  readonly minute: number;
}

// Offsets of whole hours, by zone. A memo of a pure function, bounded.
const offsets = new Map<string, Map<number, number>>();
const HOURS_KEPT = 500;

/**
 * Weekday and minute of an instant in a zone.
 * @throws on an unknown zone: zones are checked with `isZone` where they enter
 */
export function localClock(atMs: number, zone: string): LocalClock {
  assertSafeInteger(atMs, 'atMs');
  const localMs = atMs + offsetMs(atMs, zone);
  const day = Math.floor(localMs / DAY_MS);
  const weekday = (((day + EPOCH_WEEKDAY) % 7) + 7) % 7;
  return { weekday, minute: Math.floor((localMs - day * DAY_MS) / MINUTE_MS) };
}

/** A time of day in minutes, 0…1439. */
export function isMinuteOfDay(minute: number): boolean {
  return Number.isInteger(minute) && minute >= 0 && minute < MINUTES_OF_DAY;
}

function offsetMs(atMs: number, zone: string): number {
  const hour = Math.floor(atMs / HOUR_MS);
  const kept = offsets.get(zone) ?? newZone(zone);
  const known = kept.get(hour);
  if (known !== undefined) return known;
  const first = exactOffsetMs(hour * HOUR_MS, zone);
  // Clocks change inside this hour: both halves are asked for one by one.
  if (first !== exactOffsetMs((hour + 1) * HOUR_MS - 1, zone)) return exactOffsetMs(atMs, zone);
  if (kept.size >= HOURS_KEPT) kept.clear();
  kept.set(hour, first);
  return first;
}

function newZone(zone: string): Map<number, number> {
  const kept = new Map<number, number>();
  offsets.set(zone, kept);
  return kept;
}

function exactOffsetMs(atMs: number, zone: string): number {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  return local.offsetNanoseconds / 1_000_000;
}
