import { Temporal } from 'temporal-polyfill';

/** A limit's window as its key tells it, from its first local day. */
export interface WindowSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

const FOR_EVER: WindowSpan = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
const LENGTHS: Readonly<Record<string, Temporal.DurationLike>> = {
  day: { days: 1 },
  week: { days: 7 },
  month: { months: 1 },
  quarter: { months: 3 },
  year: { years: 1 },
};
/** A key names its first day as far as it needs to: `month:2026-11`, `year:2026`. */
const WHOLE_DATE = '0000-01-01';
const known = new Map<string, WindowSpan>();

/** Reckoned anew from local dates in the contract's zone (architecture §4). */
export function spanOf(windowKey: string, zone: string): WindowSpan {
  const memo = `${windowKey} ${zone}`;
  const before = known.get(memo);
  if (before !== undefined) return before;
  const span = reckoned(windowKey, zone);
  known.set(memo, span);
  return span;
}

function reckoned(windowKey: string, zone: string): WindowSpan {
  const parts = windowKey.split(':');
  const [period = '', days = ''] = parts;
  const date = parts.at(-1) ?? '';
  const length = period === 'days' ? { days: Number(days) } : LENGTHS[period];
  if (length === undefined) return FOR_EVER;
  const first = Temporal.PlainDate.from(date + WHOLE_DATE.slice(date.length));
  return {
    fromMs: first.toZonedDateTime(zone).epochMilliseconds,
    toMs: first.add(length).toZonedDateTime(zone).epochMilliseconds,
  };
}

/** When a limit counts; see `LimitRow`. */
export interface CountingHours {
  readonly weekdays: number;
  readonly fromMinute: number | null;
  readonly toMinute: number | null;
}

/**
 * Whether an instant is within the weekdays (bit 0 is Monday) and local hours of a limit; hours
 * that go over midnight belong to the day on which they began.
 */
export function countsAt(hours: CountingHours, atMs: number, zone: string): boolean {
  const { weekdays, fromMinute, toMinute } = hours;
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  const minute = local.hour * 60 + local.minute;
  const isOn = (dayOfWeek: number): boolean => (weekdays >> (dayOfWeek - 1)) % 2 === 1;
  if (fromMinute === null || toMinute === null) return isOn(local.dayOfWeek);
  if (fromMinute < toMinute) {
    return fromMinute <= minute && minute < toMinute && isOn(local.dayOfWeek);
  }
  if (minute >= fromMinute) return isOn(local.dayOfWeek);
  return minute < toMinute && isOn(local.subtract({ days: 1 }).dayOfWeek);
}
