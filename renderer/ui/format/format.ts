// The only file that may touch Intl. Everything shown to a person goes through a Format made for
// one language and one time zone, so that money, litres and time look the same on every screen.
import { kk } from 'date-fns/locale/kk';
import { writeDecimal } from './decimal.ts';
import { type Locale, intlTag } from './locale.ts';

export interface Format {
  readonly locale: Locale;
  readonly timeZone: string;
  /** Decimal mark of the language, or the one that the person has chosen. */
  readonly decimalSeparator: ',' | '.';
  /** `1 234,50 ₸` from minor units and an ISO 4217 code; without a code the bare number. */
  money(amountMinor: number, currency: string | undefined): string;
  /** The sign alone: `₸`, `₽`. */
  currencySign(currency: string): string;
  /** `12,50 л`; a third digit only when it is not zero. */
  litres(volumeMl: number): string;
  litresUnit(): string;
  /** `1 234 567`: thousands are parted by a no-break space in every language, as in the fields. */
  integer(value: number): string;
  /** `21.11.2026` */
  date(atMs: number): string;
  /** `суббота, 21 ноября 2026` */
  dateLong(atMs: number): string;
  /** `ноябрь 2026` of a calendar month `2026-11`. */
  month(isoMonth: string): string;
  /** `22:14` */
  time(atMs: number): string;
  /** `21.11.2026, 22:14` */
  dateTime(atMs: number): string;
  /** `21.11.2026, 22:14:05 UTC+5`: for papers and disputes. */
  dateTimeZone(atMs: number): string;
  /** `5 мин. назад`, coarse: seconds below a minute, then minutes, hours, days. */
  age(atMs: number, nowMs: number): string;
  /** `3 мин`: a wait, rounded up to whole seconds, minutes or hours; whole days are days. */
  duration(lengthMs: number): string;
  /** `10 МБ`, whole mebibytes. */
  megabytes(lengthBytes: number): string;
  /** Alphabetical order of the language, digits by value. */
  compare(left: string, right: string): number;
}

const minorDigits = 2;
const millilitreDigits = 3;
const litreDigitsShown = 2;
const noBreakSpace = '\u00a0';
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const mebibyte = 1_048_576;

const unitMs = { second: 1000, minute: minuteMs, hour: hourMs, day: dayMs } as const;

/** Short names of units; Intl has none for Kazakh. */
const unitNames = {
  ru: { second: 'с', minute: 'мин', hour: 'ч', day: 'дн.', megabyte: 'МБ' },
  en: { second: 's', minute: 'min', hour: 'h', day: 'd', megabyte: 'MB' },
  kk: { second: 'с', minute: 'мин', hour: 'сағ', day: 'күн', megabyte: 'МБ' },
} as const;

/** Every IANA zone that this window can show, in alphabetical order. */
export function timeZones(): readonly string[] {
  return Intl.supportedValuesOf('timeZone');
}

const offsets = new Map<string, Intl.DateTimeFormat>();

/**
 * `UTC+5`: how far an IANA zone is from UTC at that moment, for lists of zones as well; throws
 * RangeError on an unknown zone.
 */
export function zoneOffset(timeZone: string, atMs: number): string {
  let written = offsets.get(timeZone);
  if (written === undefined) {
    written = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'shortOffset' });
    offsets.set(timeZone, written);
  }
  const part = written.formatToParts(atMs).find(({ type }) => type === 'timeZoneName');
  return (part?.value ?? '').replace('GMT', 'UTC');
}

/**
 * Builds the formatter of one language and IANA time zone; throws RangeError on an unknown zone.
 * @param decimalSeparator where the person wants another one than his language has (row O-21)
 */
export function makeFormat(
  locale: Locale,
  timeZone: string,
  decimalSeparator: ',' | '.' = locale === 'en' ? '.' : ',',
): Format {
  const tag = intlTag(locale);
  const clock = makeClock(locale, timeZone);
  const collator = new Intl.Collator(tag, { numeric: true, sensitivity: 'base' });
  const litreNumber = (volumeMl: number): string => {
    const digits = { scale: millilitreDigits, shown: litreDigitsShown };
    return writeDecimal(volumeMl, { ...digits, separator: decimalSeparator });
  };
  const sign = (currency: string): string => currencySign(tag, currency);
  return {
    locale,
    timeZone,
    decimalSeparator,
    money: (amountMinor, currency) => {
      const options = {
        scale: minorDigits,
        separator: decimalSeparator,
        shown: minorDigits,
      } as const;
      const number = writeDecimal(amountMinor, options);
      return currency === undefined ? number : number + noBreakSpace + sign(currency);
    },
    currencySign: sign,
    litres: (volumeMl) => litreNumber(volumeMl) + noBreakSpace + litreUnit(locale),
    litresUnit: () => litreUnit(locale),
    integer: (value) => writeDecimal(value, { scale: 0, separator: decimalSeparator, shown: 0 }),
    ...clock,
    month: makeMonth(locale),
    age: (atMs, nowMs) => writeAge(locale, atMs, nowMs),
    duration: (lengthMs) => {
      const unit = durationUnit(lengthMs);
      return Math.ceil(lengthMs / unitMs[unit]) + noBreakSpace + unitNames[locale][unit];
    },
    megabytes: (lengthBytes) =>
      Math.floor(lengthBytes / mebibyte) + noBreakSpace + unitNames[locale].megabyte,
    compare: (left, right) => collator.compare(left, right),
  };
}

/** Days only of a length that is said in days: 24 hours are a day and a night, 36 are hours. */
function durationUnit(lengthMs: number): keyof typeof unitMs {
  if (lengthMs >= 2 * dayMs && lengthMs % dayMs === 0) return 'day';
  if (lengthMs >= hourMs) return 'hour';
  return lengthMs >= minuteMs ? 'minute' : 'second';
}

function currencySign(tag: string, currency: string): string {
  const parts = new Intl.NumberFormat(tag, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0);
  return parts.find((part) => part.type === 'currency')?.value ?? currency;
}

function litreUnit(locale: Locale): string {
  return locale === 'en' ? 'L' : 'л';
}

type Clock = Pick<Format, 'date' | 'dateLong' | 'time' | 'dateTime' | 'dateTimeZone'>;

function makeClock(locale: Locale, timeZone: string): Clock {
  const tag = intlTag(locale);
  const day = { day: '2-digit', month: '2-digit', year: 'numeric', timeZone } as const;
  const minutes = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const;
  const dates = new Intl.DateTimeFormat(tag, day);
  const times = new Intl.DateTimeFormat(tag, minutes);
  const dateTimes = new Intl.DateTimeFormat(tag, { ...day, ...minutes });
  const seconds = new Intl.DateTimeFormat(tag, { ...day, ...minutes, second: '2-digit' });
  return {
    date: (atMs) => dates.format(atMs),
    dateLong: makeDateLong(locale, timeZone),
    time: (atMs) => times.format(atMs),
    dateTime: (atMs) => dateTimes.format(atMs),
    dateTimeZone: (atMs) => `${seconds.format(atMs)} ${zoneOffset(timeZone, atMs)}`,
  };
}

/** Kazakh month and weekday names come from date-fns, because Intl would answer in Russian. */
function makeDateLong(locale: Locale, timeZone: string): (atMs: number) => string {
  const names = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
  const written = new Intl.DateTimeFormat(intlTag(locale), { ...names, timeZone });
  if (locale !== 'kk') return (atMs) => written.format(atMs).replace(/\s*г\.$/, '');
  const numeric = { weekday: 'short', day: 'numeric', month: 'numeric', year: 'numeric' } as const;
  const parts = new Intl.DateTimeFormat('en-GB', { ...numeric, timeZone });
  const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
  return (atMs) => {
    const found = new Map(parts.formatToParts(atMs).map(({ type, value }) => [type, value]));
    const weekday = weekdays.findIndex((name) => name === found.get('weekday'));
    const monthName = kk.localize.month(monthIndex(found.get('month')), { context: 'formatting' });
    const dayName = kk.localize.day(weekdayIndex(weekday));
    return `${found.get('day') ?? ''} ${monthName} ${found.get('year') ?? ''}, ${dayName}`;
  };
}

/** A calendar month is in no zone: its first day in UTC stands for it. */
function makeMonth(locale: Locale): (isoMonth: string) => string {
  const names = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  const written = new Intl.DateTimeFormat(intlTag(locale), names);
  return (isoMonth) => {
    const [year = '', number] = isoMonth.split('-');
    if (locale !== 'kk') {
      return written.format(Date.parse(`${isoMonth}-01T00:00:00Z`)).replace(/\s*г\.$/, '');
    }
    return `${kk.localize.month(monthIndex(number), { context: 'standalone' })} ${year}`;
  };
}

type MonthIndex = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11;
type WeekdayIndex = 0 | 1 | 2 | 3 | 4 | 5 | 6;

function monthIndex(text: string | undefined): MonthIndex {
  const months: readonly MonthIndex[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
  return months[Number(text) - 1] ?? 0;
}

function weekdayIndex(index: number): WeekdayIndex {
  const weekdays: readonly WeekdayIndex[] = [0, 1, 2, 3, 4, 5, 6];
  return weekdays[index] ?? 0;
}

const ageSteps = [
  { unit: 'day', token: 'xDays', stepMs: dayMs },
  { unit: 'hour', token: 'xHours', stepMs: hourMs },
  { unit: 'minute', token: 'xMinutes', stepMs: minuteMs },
  { unit: 'second', token: 'xSeconds', stepMs: 1000 },
] as const;

/** A moment in the future (clocks differ) reads as zero seconds, never as «через». */
function writeAge(locale: Locale, atMs: number, nowMs: number): string {
  const elapsedMs = Math.max(0, nowMs - atMs);
  const step = ageSteps.find(({ stepMs }) => elapsedMs >= stepMs) ?? ageSteps[3];
  const count = Math.floor(elapsedMs / step.stepMs);
  if (locale === 'kk') {
    return kk.formatDistance(step.token, count, { addSuffix: true, comparison: -1 });
  }
  const written = new Intl.RelativeTimeFormat(intlTag(locale), { style: 'short' });
  return written.format(-count, step.unit);
}
