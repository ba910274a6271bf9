import { dayStart } from '#domain/time/local-date.ts';
import type { BridgeInput } from '#protocol/bridge.ts';

export interface CheckValues {
  stationId: string | null;
  productId: string | null;
  by: 'volume' | 'money' | 'full';
  volumeMl: number | null;
  amountMinor: number | null;
  when: 'now' | 'later';
  /** The day of a later purchase, in the contract's zone. */
  date: string | null;
  /** Minutes after the start of that day, as the choice spells them. */
  minute: string | null;
}

export const noCheck: CheckValues = {
  stationId: null,
  productId: null,
  by: 'volume',
  volumeMl: null,
  amountMinor: null,
  when: 'now',
  date: null,
  minute: '720',
};

const MINUTE_MS = 60_000;

/** The purchase to try; null while something is missing. */
export function questionOf(
  values: CheckValues,
  cardId: string,
  zone: string,
): BridgeInput<'sale:preview'> | null {
  const { stationId, productId, date, when } = values;
  const ask = askOf(values);
  if (stationId === null || productId === null || ask === null) return null;
  const asked = { cardId, stationId, productId, ask };
  if (when === 'now') return asked;
  if (date === null) return null;
  const forMs = dayStart(date, zone) + Number(values.minute ?? 0) * MINUTE_MS;
  return { ...asked, forMs };
}

function askOf({
  by,
  volumeMl,
  amountMinor,
}: CheckValues): BridgeInput<'sale:preview'>['ask'] | null {
  if (by === 'full') return { by };
  if (by === 'volume')
    return volumeMl === null || volumeMl === 0 ? null : { by, volumeMl, partial: false };
  return amountMinor === null || amountMinor === 0 ? null : { by, amountMinor, partial: false };
}
