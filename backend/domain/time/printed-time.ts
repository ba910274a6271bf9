import { Temporal } from 'temporal-polyfill';

const padded = (value: number): string => String(value).padStart(2, '0');

/**
 * An instant as a letter prints it, with the zone's offset, because its reader may be elsewhere:
 * `22.11.2026 17:43 (UTC+03:00)`.
 * @param yearFirst `2026-11-22` instead, where the order of day and month would be unclear
 * @throws on an unknown zone: zones are checked with `isZone` where they enter
 */
export function printedTime(atMs: number, zone: string, yearFirst: boolean): string {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  const { hour, minute, offset } = local;
  const date = printedDay(local.toPlainDate().toString(), yearFirst);
  return `${date} ${padded(hour)}:${padded(minute)} (UTC${offset})`;
}

/** A day `YYYY-MM-DD` as a letter prints it: `22.11.2026`, or as it stands. */
export function printedDay(dateIso: string, yearFirst: boolean): string {
  return yearFirst ? dateIso : dateIso.split('-').toReversed().join('.');
}
