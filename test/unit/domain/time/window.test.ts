import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  isPeriod,
  isZone,
  nextWindow,
  windowAt,
  windowByKey,
  type Period,
} from '#domain/time/window.ts';

const HOUR_MS = 3_600_000;

const zones = fc.constantFrom(
  'UTC',
  'Europe/Moscow',
  'Europe/Kaliningrad',
  'Europe/Prague',
  'Europe/Bratislava',
  'Asia/Almaty',
  'Asia/Qyzylorda',
  'Asia/Kamchatka',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
);
const anchored = fc
  .record({
    days: fc.integer({ min: 2, max: 366 }),
    date: fc.date({
      min: new Date('1995-01-01T00:00Z'),
      max: new Date('2055-01-01T00:00Z'),
      noInvalidDate: true,
    }),
  })
  .map(({ days, date }): Period => `days:${days}:${date.toISOString().slice(0, 10)}`);
const recurring = fc.oneof(
  fc.constantFrom<Period>('day', 'week', 'month', 'quarter', 'year'),
  anchored,
);
const periods = fc.oneof(recurring, fc.constant<Period>('once'));
const instants = fc.integer({
  min: Temporal.Instant.from('1990-01-01T00:00Z').epochMilliseconds,
  max: Temporal.Instant.from('2060-01-01T00:00Z').epochMilliseconds,
});

const at = (text: string) => Temporal.ZonedDateTime.from(text).epochMilliseconds;

describe('windowAt', () => {
  it('names windows by their local day, Monday and month', () => {
    const atMs = at('2026-11-21T12:00[Asia/Almaty]');
    expect(windowAt('day', atMs, 'Asia/Almaty').key).toBe('day:2026-11-21');
    expect(windowAt('week', atMs, 'Asia/Almaty').key).toBe('week:2026-11-16');
    expect(windowAt('month', atMs, 'Asia/Almaty').key).toBe('month:2026-11');
    expect(windowAt('once', atMs, 'Asia/Almaty')).toEqual({
      key: 'once',
      startsAtMs: 0,
      endsAtMs: null,
    });
  });

  it('[X-05] names quarters and years, and judges them in the zone', () => {
    const eveMs = at('2026-12-31T23:59:59.999[Asia/Almaty]');
    expect(windowAt('quarter', eveMs, 'Asia/Almaty').key).toBe('quarter:2026-10');
    expect(windowAt('year', eveMs, 'Asia/Almaty').key).toBe('year:2026');
    expect(windowAt('quarter', eveMs + 1, 'Asia/Almaty').key).toBe('quarter:2027-01');
    expect(windowAt('year', eveMs + 1, 'Asia/Almaty').key).toBe('year:2027');
    expect(windowAt('year', eveMs + 1, 'UTC').key).toBe('year:2026');
  });

  it('[X-05] counts runs of N days from a date, before it as well', () => {
    const period = 'days:14:2026-11-02';
    const key = (text: string) => windowAt(period, at(`${text}[Asia/Almaty]`), 'Asia/Almaty').key;
    expect(key('2026-11-02T00:00')).toBe('days:14:2026-11-02');
    expect(key('2026-11-15T23:59')).toBe('days:14:2026-11-02');
    expect(key('2026-11-16T00:00')).toBe('days:14:2026-11-16');
    expect(key('2026-11-01T23:59')).toBe('days:14:2026-10-19');
  });

  it('[X-05] makes every run of N days exactly N days long', () => {
    fc.assert(
      fc.property(anchored, instants, (period, atMs) => {
        const window = windowAt(period, atMs, 'UTC');
        const days = Number(period.split(':')[1]);
        expect(Number(window.endsAtMs) - window.startsAtMs).toBe(days * 24 * HOUR_MS);
      }),
    );
  });

  it('begins a week on Monday 00:00 and ends it on Sunday', () => {
    const mondayMs = at('2026-11-16T00:00[Europe/Moscow]');
    expect(windowAt('week', mondayMs, 'Europe/Moscow').startsAtMs).toBe(mondayMs);
    expect(windowAt('week', mondayMs - 1, 'Europe/Moscow').key).toBe('week:2026-11-09');
  });

  it.each([
    ['Europe/Prague', '2026-03-29', 23],
    ['Europe/Prague', '2026-10-25', 25],
    ['Asia/Almaty', '2024-02-29', 25],
    ['Asia/Almaty', '2026-11-21', 24],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
  ])('in %s the day %s lasts %d hours', (zone, date, hours) => {
    const window = windowByKey(`day:${date}`, zone);
    expect((Number(window.endsAtMs) - window.startsAtMs) / HOUR_MS).toBe(hours);
  });

  it('begins a day at its first instant where clocks jump over midnight', () => {
    const window = windowByKey('day:2018-11-04', 'America/Sao_Paulo');
    expect(window.startsAtMs).toBe(at('2018-11-04T01:00[America/Sao_Paulo]'));
  });

  it('gives a minute that a zone lives twice to the day that has begun', () => {
    // On 7 November 2010 clocks in St John's went from 00:01 back to 23:01 of the 6th.
    const secondEveningMs = at('2010-11-06T23:30:00-03:30[America/St_Johns]');
    const window = windowAt('day', secondEveningMs, 'America/St_Johns');
    expect(window.key).toBe('day:2010-11-07');
    expect(window.startsAtMs).toBeLessThanOrEqual(secondEveningMs);
  });

  it('holds its instant, and all its instants have the same window', () => {
    fc.assert(
      fc.property(periods, instants, zones, (period, atMs, zone) => {
        const window = windowAt(period, atMs, zone);
        const endsAtMs = window.endsAtMs ?? Number.MAX_SAFE_INTEGER;
        expect(window.startsAtMs).toBeLessThanOrEqual(atMs);
        expect(endsAtMs).toBeGreaterThan(atMs);
        if (period === 'once') return;
        expect(windowAt(period, window.startsAtMs, zone)).toEqual(window);
        expect(windowAt(period, endsAtMs - 1, zone)).toEqual(window);
      }),
    );
  });

  it('makes each week seven days and each month its own days', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Period>('week', 'month'),
        instants,
        zones,
        (period, atMs, zone) => {
          const outer = windowAt(period, atMs, zone);
          const first = windowAt('day', outer.startsAtMs, zone);
          const last = windowAt('day', Number(outer.endsAtMs) - 1, zone);
          expect(first.startsAtMs).toBe(outer.startsAtMs);
          expect(last.endsAtMs).toBe(outer.endsAtMs);
        },
      ),
    );
  });

  it('does not depend on what was asked before', () => {
    fc.assert(
      fc.property(recurring, fc.array(instants, { maxLength: 5 }), instants, zones, (...ask) => {
        const [period, before, atMs, zone] = ask;
        const first = windowAt(period, atMs, zone);
        for (const otherMs of before) windowAt(period, otherMs, zone);
        expect(windowAt(period, atMs, zone)).toEqual(first);
      }),
    );
  });

  it('throws on what is no instant', () => {
    expect(() => windowAt('day', 0.5, 'UTC')).toThrow('atMs');
  });
});

describe('nextWindow', () => {
  it('leaves no gap and no overlap', () => {
    fc.assert(
      fc.property(recurring, instants, zones, (period, atMs, zone) => {
        const window = windowAt(period, atMs, zone);
        const next = nextWindow(window, period, zone);
        expect(next?.startsAtMs).toBe(window.endsAtMs);
        expect(next?.key).not.toBe(window.key);
      }),
    );
  });

  it('leaves out a day that a zone skipped', () => {
    const window = windowByKey('day:2011-12-29', 'Pacific/Apia');
    expect(nextWindow(window, 'day', 'Pacific/Apia')?.key).toBe('day:2011-12-31');
  });

  it('has nothing after once', () => {
    expect(nextWindow(windowAt('once', 5, 'UTC'), 'once', 'UTC')).toBeNull();
  });
});

describe('windowByKey', () => {
  it('finds every window by its key', () => {
    fc.assert(
      fc.property(periods, instants, zones, (period, atMs, zone) => {
        const window = windowAt(period, atMs, zone);
        expect(windowByKey(window.key, zone)).toEqual(window);
      }),
    );
  });

  it.each([
    'week:2026-11-17',
    'month:2026-11-01',
    'day:2026-11',
    'day:2026-02-30',
    'quarter:2026-02',
    'quarter:2026-10-01',
    'year:2026-01',
    'days:1:2026-01-01',
    'days:014:2026-01-01',
    'days:367:2026-01-01',
    '',
  ])('throws on %j', (key) => {
    expect(() => windowByKey(key, 'UTC')).toThrow();
  });
});

describe('isPeriod', () => {
  it.each(['day', 'quarter', 'year', 'once', 'days:2:2026-01-31', 'days:366:2026-02-28'])(
    'takes %s',
    (period) => expect(isPeriod(period)).toBe(true),
  );

  it.each(['', 'hour', 'days:1:2026-01-01', 'days:367:2026-01-01', 'days:7:2026-02-30', 'days:7'])(
    'refuses %j',
    (period) => expect(isPeriod(period)).toBe(false),
  );
});

describe('isZone', () => {
  it.each(['UTC', 'Asia/Almaty', 'Europe/Moscow', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])(
    'takes %s',
    (zone) => expect(isZone(zone)).toBe(true),
  );

  it.each(['', '+05:00', 'Z', 'europe/moscow', 'Mars/Olympus', 'Europe/Moscow '])(
    'refuses %j',
    (zone) => expect(isZone(zone)).toBe(false),
  );
});
