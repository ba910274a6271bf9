import { Temporal } from 'temporal-polyfill';
import { ok, refuse, type Result } from '../result.ts';
import { windowAt } from './window.ts';

const DAY_KEY_PREFIX = 'day:';

/** The calendar day (`2026-11-21`) of an instant in a zone: the day of its limit window. */
export function localDate(atMs: number, zone: string): string {
  return windowAt('day', atMs, zone).key.slice(DAY_KEY_PREFIX.length);
}

const MONTH_KEY_PREFIX = 'month:';

/** The calendar month (`2026-11`) of an instant in a zone: the month of its limit window. */
export function localMonth(atMs: number, zone: string): string {
  return windowAt('month', atMs, zone).key.slice(MONTH_KEY_PREFIX.length);
}

/**
 * The first instant of a local date in a zone, as epoch ms.
 * @throws on text that is not a date: text from people is checked with `isLocalDate` first
 */
export function dayStart(dateIso: string, zone: string): number {
  return Temporal.PlainDate.from(dateIso).toZonedDateTime(zone).epochMilliseconds;
}

/**
 * The first instant after a local date in a zone, as epoch ms: a day counts to its last moment.
 * @throws on text that is not a date
 */
export function dayEnd(dateIso: string, zone: string): number {
  return Temporal.PlainDate.from(dateIso).add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
}

/**
 * The instant at which a zone's clock shows a minute of a local date, as epoch ms; `minute` is
 * counted as the clock shows it (0 … 1439), not from midnight. LOCAL_TIME_UNCLEAR on the days on
 * which the clock is changed: it never shows that minute, or shows it twice.
 * @throws on text that is not a date
 */
export function localInstant(
  dateIso: string,
  minute: number,
  zone: string,
): Result<number, 'LOCAL_TIME_UNCLEAR'> {
  const shown = { hour: Math.floor(minute / 60), minute: minute % 60 };
  const local = Temporal.PlainDate.from(dateIso).toPlainDateTime(shown);
  try {
    return ok(local.toZonedDateTime(zone, { disambiguation: 'reject' }).epochMilliseconds);
  } catch {
    return refuse('LOCAL_TIME_UNCLEAR');
  }
}

/** True for a real calendar date written `YYYY-MM-DD`. */
export function isLocalDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text);
    return true;
  } catch {
    return false;
  }
}

/** What a person asked a statement for; both dates are included. */
export interface StatementAsk {
  readonly fromDate: string;
  readonly toDate: string;
  readonly zone: string;
  readonly nowMs: number;
  /** Longest period: a number of days, or `year` (up to the day before the anniversary). */
  readonly maxDays?: number | 'year';
}

/** Instants of a statement: [fromMs, toMs); `cutToToday` asks for a note on the paper. */
export interface StatementSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly cutToToday: boolean;
}

/**
 * Turns two local dates into a span of instants (acceptance R-30, O-17: no bound by default). A
 * future end is cut to today; a future start, a reversed pair or a wrong date is `PERIOD_INVALID`;
 * more than the programme allows is `PERIOD_TOO_LONG` with the last date that would pass.
 */
export function statementPeriod(
  ask: StatementAsk,
): Result<StatementSpan, 'PERIOD_INVALID' | 'PERIOD_TOO_LONG'> {
  const { fromDate, toDate, zone, nowMs, maxDays } = ask;
  if (!isLocalDate(fromDate) || !isLocalDate(toDate)) return refuse('PERIOD_INVALID');
  if (toDate < fromDate) return refuse('PERIOD_INVALID');
  const today = localDate(nowMs, zone);
  if (fromDate > today) return refuse('PERIOD_INVALID');
  const cutToToday = toDate > today;
  const lastDate = cutToToday ? today : toDate;
  if (maxDays !== undefined) {
    const latestDate = latestEnd(fromDate, maxDays);
    if (lastDate > latestDate) return refuse('PERIOD_TOO_LONG', { latestDate });
  }
  const dayAfter = Temporal.PlainDate.from(lastDate).add({ days: 1 }).toString();
  return ok({ fromMs: dayStart(fromDate, zone), toMs: dayStart(dayAfter, zone), cutToToday });
}

/** The last date a period from `fromDate` may include. */
function latestEnd(fromDate: string, maxDays: number | 'year'): string {
  const from = Temporal.PlainDate.from(fromDate);
  if (maxDays !== 'year') return from.add({ days: maxDays - 1 }).toString();
  const anniversary = from.add({ years: 1 });
  // 29 February has no anniversary; 28 February is then the last day of the year, not one before.
  return (
    anniversary.day === from.day ? anniversary.subtract({ days: 1 }) : anniversary
  ).toString();
}
