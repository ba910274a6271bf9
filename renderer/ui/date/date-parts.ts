// Day, month and year as they are typed, and the calendar date they make. The calendar itself is
// Temporal's.
import { Temporal } from 'temporal-polyfill';

export type DatePart = 'day' | 'month' | 'year';
export type DateText = Readonly<Record<DatePart, string>>;

export const dateParts: readonly DatePart[] = ['day', 'month', 'year'];
export const partLength: Readonly<Record<DatePart, number>> = { day: 2, month: 2, year: 4 };
export const emptyDate: DateText = { day: '', month: '', year: '' };

const partMax: Readonly<Record<DatePart, number>> = { day: 31, month: 12, year: 9999 };

/** ISO date of complete parts; null if something is missing or no such day exists (31.02). */
export function isoFromParts(text: DateText): string | null {
  if (text.day === '' || text.month === '' || text.year.length !== partLength.year) return null;
  const fields = { day: Number(text.day), month: Number(text.month), year: Number(text.year) };
  try {
    return Temporal.PlainDate.from(fields, { overflow: 'reject' }).toString();
  } catch {
    return null;
  }
}

/** Parts of an ISO date; empty parts for anything else. */
export function partsFromIso(iso: string | null): DateText {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso ?? '');
  if (match === null) return emptyDate;
  const [, year = '', month = '', day = ''] = match;
  return { day, month, year };
}

/** A pasted date in the order day, month, year or in ISO form; null if it is neither. */
export function partsFromPaste(text: string): DateText | null {
  const trimmed = text.trim();
  const written = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(trimmed);
  if (written === null) return partsFromIso(trimmed) === emptyDate ? null : partsFromIso(trimmed);
  const [, day = '', month = '', year = ''] = written;
  return { day: day.padStart(2, '0'), month: month.padStart(2, '0'), year };
}

/** Whether no further digit can follow: `4` is a whole day, `2` may become `25`. */
export function isPartFull(part: DatePart, digits: string): boolean {
  if (digits.length >= partLength[part]) return true;
  return digits !== '' && Number(digits) * 10 > partMax[part];
}

/** The date moved by whole days, months or years; an empty date starts from `today`. */
export function shiftDate(text: DateText, part: DatePart, step: 1 | -1, today: string): DateText {
  const iso = isoFromParts(text);
  if (iso === null) return partsFromIso(today);
  const durations = { day: { days: step }, month: { months: step }, year: { years: step } };
  return partsFromIso(Temporal.PlainDate.from(iso).add(durations[part]).toString());
}
