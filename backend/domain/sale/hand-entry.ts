import { localDate } from '../time/local-date.ts';

/** How many fills one person may enter by hand in a day (architecture §7: own small quota). */
export const HAND_ENTRIES_A_DAY = 10;

/**
 * So long an entry that is noted and not yet booked may be on its way into the books; what was
 * noted earlier broke off. Longer than any request takes.
 */
export const HAND_ENTRY_UNDER_WAY_MS = 60_000;

/** How far back a paper slip is taken. */
export const HAND_ENTRY_MAX_AGE_MS = 30 * 24 * 3_600_000;

/** True for an instant that a slip entered now may be of. */
export function isSlipInstant(filledAtMs: number, nowMs: number): boolean {
  return filledAtMs <= nowMs && nowMs - filledAtMs <= HAND_ENTRY_MAX_AGE_MS;
}

/** What makes a paper slip one: its station, its day there and its number. */
export function slipKey(slip: {
  readonly stationId: string;
  readonly filledAtMs: number;
  /** The station's zone. */
  readonly zone: string;
  readonly slipNumber: number;
}): readonly [stationId: string, date: string, slipNumber: string] {
  return [slip.stationId, localDate(slip.filledAtMs, slip.zone), String(slip.slipNumber)];
}
