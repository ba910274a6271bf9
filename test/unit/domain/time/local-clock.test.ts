import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { isMinuteOfDay, localClock } from '#domain/time/local-clock.ts';

const zones = fc.constantFrom(
  'UTC',
  'Europe/Prague',
  'Asia/Almaty',
  'Asia/Kathmandu',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Apia',
);
const instants = fc.integer({
  min: Temporal.Instant.from('1990-01-01T00:00Z').epochMilliseconds,
  max: Temporal.Instant.from('2060-01-01T00:00Z').epochMilliseconds,
});

function byTemporal(atMs: number, zone: string) {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  return { weekday: local.dayOfWeek - 1, minute: local.hour * 60 + local.minute };
}

describe('localClock', () => {
  it('shows what a clock on the wall shows, at every instant of every zone', () => {
    fc.assert(
      fc.property(instants, zones, (atMs, zone) => {
        expect(localClock(atMs, zone)).toEqual(byTemporal(atMs, zone));
      }),
    );
  });

  it.each([
    ['Europe/Prague', '2026-03-29T00:00[Europe/Prague]'],
    ['Europe/Prague', '2026-10-25T00:00[Europe/Prague]'],
    ['Australia/Lord_Howe', '2026-10-04T00:00[Australia/Lord_Howe]'],
    ['America/St_Johns', '2010-11-06T20:00[America/St_Johns]'],
    ['America/Sao_Paulo', '2018-11-03T20:00[America/Sao_Paulo]'],
  ])('in %s goes right over the change of clocks after %s', (zone, text) => {
    const startMs = Temporal.ZonedDateTime.from(text).epochMilliseconds;
    for (let minute = 0; minute < 26 * 60; minute += 1) {
      const atMs = startMs + minute * 60_000;
      expect(localClock(atMs, zone)).toEqual(byTemporal(atMs, zone));
    }
  });

  it('throws on what is no instant', () => {
    expect(() => localClock(0.5, 'UTC')).toThrow('atMs');
  });
});

describe('isMinuteOfDay', () => {
  it('takes 00:00 to 23:59', () => {
    expect([0, 1439].map(isMinuteOfDay)).toEqual([true, true]);
    expect([-1, 1440, 0.5].map(isMinuteOfDay)).toEqual([false, false, false]);
  });
});
