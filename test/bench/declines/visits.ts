/** Cards' visits and stations' outages of eight weeks, the same for the same seed. */

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const START_MS = Date.UTC(2026, 0, 5);
/** The first of them are not counted: what is measured is a card in use, not a new one. */
export const WARM_UP_DAYS = 28;
export const COUNTED_DAYS = 28;
export const DAYS = WARM_UP_DAYS + COUNTED_DAYS;
export const STATIONS = 50;
const VISITS_A_DAY = 0.9;
const HOME_SHARE = 0.8;
const OPENS_AT_H = 6;
const OPEN_H = 17;
const SMALLEST_L = 10;
const LARGEST_L = 69;

export interface Visit {
  readonly station: number;
  readonly atMs: number;
  readonly volumeMl: number;
}

/** Of all stations; an outage fills a whole slot of its length. */
export interface OutagePlan {
  readonly share: number;
  readonly lengthMs: number;
}

/** A small generator of numbers in [0, 1): mulberry32. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One card: mostly at its home station, elsewhere by chance. In order of time. */
export function visitsOf(card: number): readonly Visit[] {
  const next = numbers(card * 2 + 1);
  const home = Math.floor(next() * STATIONS);
  const visits: Visit[] = [];
  for (let day = 0; day < DAYS; day += 1) {
    for (let left = poisson(next, VISITS_A_DAY); left > 0; left -= 1) {
      const station = next() < HOME_SHARE ? home : Math.floor(next() * STATIONS);
      const hours = OPENS_AT_H + next() * OPEN_H;
      const litres = SMALLEST_L + Math.floor(next() * (LARGEST_L - SMALLEST_L + 1));
      const atMs = START_MS + day * DAY_MS + Math.floor(hours * HOUR_MS);
      visits.push({ station, atMs, volumeMl: litres * 1_000 });
    }
  }
  return visits.toSorted((a, b) => a.atMs - b.atMs);
}

function poisson(next: () => number, mean: number): number {
  const floor = Math.exp(-mean);
  let count = 0;
  for (let product = next(); product > floor; product *= next()) count += 1;
  return count;
}

/** When a station has no link. */
export class Outages {
  readonly #lengthMs: number;
  readonly #down: readonly boolean[][];

  constructor({ share, lengthMs }: OutagePlan) {
    const slots = Math.ceil(((DAYS + 1) * DAY_MS) / lengthMs);
    this.#lengthMs = lengthMs;
    this.#down = Array.from({ length: STATIONS }, (_, station) => {
      const next = numbers(1_000_003 * (station + 1));
      return Array.from({ length: slots }, () => next() < share);
    });
  }

  isDown(station: number, atMs: number): boolean {
    return this.#down[station]?.[this.#slot(atMs)] ?? false;
  }

  /** The first instant from then on at which the station has its link. */
  upFrom(station: number, atMs: number): number {
    let instantMs = atMs;
    while (this.isDown(station, instantMs)) {
      instantMs = START_MS + (this.#slot(instantMs) + 1) * this.#lengthMs;
    }
    return instantMs;
  }

  #slot(atMs: number): number {
    return Math.floor((atMs - START_MS) / this.#lengthMs);
  }
}
