import type { Result } from '#domain/result.ts';
import { localInstant } from '#domain/time/local-date.ts';
import type { BridgeInput } from '#protocol/bridge.ts';

/** A paper slip as a person types it. */
export interface SlipValues {
  cardId: string | null;
  stationId: string | null;
  productId: string | null;
  pumpNumber: string;
  volumeMl: number | null;
  /** Day and `HH:MM` on the station's clock. */
  date: string | null;
  time: string;
  slipNumber: string;
  reason: string;
}

export const noSlip: SlipValues = {
  cardId: null,
  stationId: null,
  productId: null,
  pumpNumber: '',
  volumeMl: null,
  date: null,
  time: '',
  slipNumber: '',
  reason: '',
};

const TIME = /^([01]?\d|2[0-3])[:. ]?([0-5]\d)$/u;
const NUMBER = /^[1-9]\d{0,8}$/u;

/** Minutes after midnight of a time as people write it (`7:05`, `0705`); null for anything else. */
export function minuteOf(time: string): number | null {
  const [, hours, minutes] = TIME.exec(time.trim()) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/**
 * When the slip was printed, by the station's clock; refused where the clock was changed just then.
 * Null while day or time is missing.
 */
export function slipInstant(
  { date, time }: Pick<SlipValues, 'date' | 'time'>,
  zone: string,
): Result<number, 'LOCAL_TIME_UNCLEAR'> | null {
  const minute = minuteOf(time);
  return date === null || minute === null ? null : localInstant(date, minute, zone);
}

/** The slip to try; null while something is missing. `zone` is the station's. */
export function slipOf(values: SlipValues, zone: string): BridgeInput<'sale:enterPreview'> | null {
  const { cardId, stationId, productId, volumeMl } = values;
  const filledAt = slipInstant(values, zone);
  const [pump, number] = [values.pumpNumber.trim(), values.slipNumber.trim()];
  if (cardId === null || stationId === null || productId === null) return null;
  if (volumeMl === null || volumeMl <= 0 || filledAt?.ok !== true) return null;
  if (!NUMBER.test(number) || !/^\d{0,2}$/u.test(pump)) return null;
  const what = { cardId, stationId, productId, pumpNumber: Number(pump), volumeMl };
  return { ...what, filledAtMs: filledAt.value, slipNumber: Number(number) };
}
