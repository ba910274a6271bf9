import type { StationPlace } from '../card/purchase-rules.ts';
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

/** A station that may say where it is. */
interface PlacedStation {
  readonly stationId: string;
  readonly country: string;
  readonly owner: 'own' | 'partner';
  readonly regionId?: string | null | undefined;
  readonly partnerId?: string | null | undefined;
}

/** The station as lists of rules see it; a partner's that does not say whose is `partner`. */
export function placeOf(station: PlacedStation): StationPlace {
  const { stationId, country, owner, regionId = null, partnerId = null } = station;
  return {
    stationId,
    country,
    regionId,
    partnerId: owner === 'own' ? null : (partnerId ?? 'partner'),
  };
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
