import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  dayStart,
  isLocalDate,
  localDate,
  localInstant,
  statementPeriod,
} from '#domain/time/local-date.ts';

const zone = 'Asia/Almaty';
const nowMs = Temporal.ZonedDateTime.from(`2026-11-21T15:00[${zone}]`).epochMilliseconds;
const year = { zone, nowMs, maxDays: 'year' } as const;
const DAY_MS = 86_400_000;

const dates = fc
  .integer({ min: 0, max: 20_000 })
  .map((days) => Temporal.PlainDate.from('1995-01-01').add({ days }).toString());

describe('localInstant', () => {
  it('is what the clock of the zone shows then, or is refused where it shows it never or twice', () => {
    const zones = fc.constantFrom('UTC', zone, 'Europe/Prague', 'America/St_Johns');
    const minutes = fc.integer({ min: 0, max: 1439 });
    fc.assert(
      fc.property(dates, minutes, zones, (date, minute, anyZone) => {
        const instant = localInstant(date, minute, anyZone);
        const local = Temporal.PlainDate.from(date).toPlainDateTime({
          hour: Math.floor(minute / 60),
          minute: minute % 60,
        });
        const [early, late] = (['earlier', 'later'] as const).map((disambiguation) => {
          return local.toZonedDateTime(anyZone, { disambiguation }).epochMilliseconds;
        });
        expect(instant.ok).toBe(early === late);
        if (!instant.ok) return;
        const shown = Temporal.Instant.fromEpochMilliseconds(instant.value);
        expect(shown.toZonedDateTimeISO(anyZone).toPlainDateTime().equals(local)).toBe(true);
      }),
    );
  });
});

describe('localDate and dayStart', () => {
  it('are inverse at the first instant of a day, and differ one millisecond earlier', () => {
    const zones = fc.constantFrom(
      'UTC',
      zone,
      'Europe/Prague',
      'Europe/Moscow',
      'America/St_Johns',
    );
    fc.assert(
      fc.property(dates, zones, (date, anyZone) => {
        const startsAtMs = dayStart(date, anyZone);
        expect(localDate(startsAtMs, anyZone)).toBe(date);
        expect(localDate(startsAtMs - 1, anyZone) < date).toBe(true);
      }),
    );
  });

  it('take the zone’s day, not that of UTC', () => {
    const eveningUtcMs = Temporal.Instant.from('2026-11-21T20:00Z').epochMilliseconds;
    expect(localDate(eveningUtcMs, 'UTC')).toBe('2026-11-21');
    expect(localDate(eveningUtcMs, zone)).toBe('2026-11-22');
  });

  it.each(['2026-2-1', '2026-02-30', '2026-13-01', '21.11.2026', '', '2026-11-21T00:00', 'x'])(
    'take %j for no date',
    (text) => expect(isLocalDate(text)).toBe(false),
  );
});

describe('statementPeriod', () => {
  it('[R-30] from = to gives one day', () => {
    const span = statementPeriod({ ...year, fromDate: '2026-11-20', toDate: '2026-11-20' });
    expect(span).toEqual({
      ok: true,
      value: {
        fromMs: dayStart('2026-11-20', zone),
        toMs: dayStart('2026-11-21', zone),
        cutToToday: false,
      },
    });
  });

  it('[R-30] 01.03.2025–28.02.2026 passes, 01.03.2025–01.03.2026 does not', () => {
    const fromDate = '2025-03-01';
    expect(statementPeriod({ ...year, fromDate, toDate: '2026-02-28' }).ok).toBe(true);
    expect(statementPeriod({ ...year, fromDate, toDate: '2026-03-01' })).toEqual({
      ok: false,
      code: 'PERIOD_TOO_LONG',
      params: { latestDate: '2026-02-28' },
    });
  });

  it('[R-30] a year is 365 or 366 days from any date, and one day more is refused', () => {
    fc.assert(
      fc.property(dates, (fromDate) => {
        const ask = { fromDate, zone: 'UTC', nowMs: dayStart('2090-01-01', 'UTC') };
        const refused = statementPeriod({ ...ask, toDate: '2089-01-01', maxDays: 'year' });
        expect(refused.ok).toBe(false);
        const toDate = refused.ok ? '' : String(refused.params['latestDate']);
        const whole = statementPeriod({ ...ask, toDate, maxDays: 'year' });
        expect(whole.ok).toBe(true);
        const days = whole.ok ? (whole.value.toMs - whole.value.fromMs) / DAY_MS : 0;
        expect([365, 366]).toContain(days);
        const dayMore = Temporal.PlainDate.from(toDate).add({ days: 1 }).toString();
        expect(statementPeriod({ ...ask, toDate: dayMore, maxDays: 'year' }).ok).toBe(false);
      }),
    );
  });

  it('[R-30] a future end is cut to today and says so', () => {
    const span = statementPeriod({ ...year, fromDate: '2026-11-01', toDate: '2027-12-31' });
    expect(span).toMatchObject({
      ok: true,
      value: { toMs: dayStart('2026-11-22', zone), cutToToday: true },
    });
  });

  it('[R-30] the day is that of the zone: late evening in UTC is tomorrow in Almaty', () => {
    const lateMs = Temporal.Instant.from('2026-11-21T20:00Z').epochMilliseconds;
    const ask = { fromDate: '2026-11-22', toDate: '2026-11-22', nowMs: lateMs };
    expect(statementPeriod({ ...ask, zone }).ok).toBe(true);
    expect(statementPeriod({ ...ask, zone: 'UTC' }).ok).toBe(false);
  });

  it.each([
    ['an end before the start', '2026-11-20', '2026-11-19'],
    ['a start in the future', '2026-11-22', '2026-11-30'],
    ['no date', '', '2026-11-20'],
    ['a date that is none', '2026-02-30', '2026-11-20'],
    ['an end that is none', '2026-11-20', '20.11.2026'],
  ])('[N-15] %s is PERIOD_INVALID', (_case, fromDate, toDate) => {
    expect(statementPeriod({ ...year, fromDate, toDate })).toMatchObject({
      code: 'PERIOD_INVALID',
    });
  });

  it('[O-17] without a bound any length passes', () => {
    const span = statementPeriod({ zone, nowMs, fromDate: '2005-01-01', toDate: '2026-11-20' });
    expect(span.ok).toBe(true);
  });

  it('a bound in days counts both ends', () => {
    const ask = { zone, nowMs, fromDate: '2026-11-01', maxDays: 10 };
    expect(statementPeriod({ ...ask, toDate: '2026-11-10' }).ok).toBe(true);
    expect(statementPeriod({ ...ask, toDate: '2026-11-11' })).toMatchObject({
      code: 'PERIOD_TOO_LONG',
    });
  });
});
