import type { Country } from '../money/vat-rates.ts';

/** A filling station as every rule sees it. */
export interface Station {
  readonly stationId: string;
  readonly name: string;
  /** IANA zone of shift, slip and price start. */
  readonly zone: string;
  readonly country: Country;
  /** A partner's station serves our cards by agreement and settles with us. */
  readonly owner: 'own' | 'partner';
  readonly pumpCount: number;
}

/**
 * True when a card with this allow-list of stations is served at the station; no list (null) means
 * everywhere, an empty one nowhere.
 */
export function acceptedAt(
  stationIds: readonly string[] | null,
  station: Pick<Station, 'stationId'>,
): boolean {
  return stationIds === null || stationIds.includes(station.stationId);
}

/** True when the station has a pump of this number; pumps count from 1. */
export function hasPump(station: Pick<Station, 'pumpCount'>, pump: number): boolean {
  return Number.isInteger(pump) && pump >= 1 && pump <= station.pumpCount;
}
