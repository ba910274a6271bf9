import type { Country } from '../money/vat-rates.ts';

/** A filling station as every rule sees it. */
export interface Station {
  readonly stationId: string;
  readonly name: string;
  /** IANA zone of shift, slip and price start. */
  readonly zone: string;
  readonly country: Country;
  /** A partner's station serves our cards by agreement; some cards are for own stations only. */
  readonly owner: 'own' | 'partner';
  readonly pumpCount: number;
}

/** Where a card may be used; null lists mean "no restriction of this kind". */
export interface StationAllowList {
  readonly stationIds: readonly string[] | null;
  readonly owners: readonly Station['owner'][] | null;
}

/**
 * True when a card with this allow-list is served at the station. No list at all (null) means
 * everywhere; an empty list means nowhere.
 */
export function acceptedAt(
  allowList: StationAllowList | null,
  station: Pick<Station, 'stationId' | 'owner'>,
): boolean {
  if (allowList === null) return true;
  const { stationIds, owners } = allowList;
  const byStation = stationIds === null || stationIds.includes(station.stationId);
  return byStation && (owners === null || owners.includes(station.owner));
}

/** True when the station has a pump of this number; pumps count from 1. */
export function hasPump(station: Pick<Station, 'pumpCount'>, pump: number): boolean {
  return Number.isInteger(pump) && pump >= 1 && pump <= station.pumpCount;
}
