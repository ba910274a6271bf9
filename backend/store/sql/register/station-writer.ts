import type { StationRecord } from '#protocol/records.ts';
import { fold } from '#domain/text/fold.ts';
import type { SqlWrite } from '../sql.ts';

/** A station with what only its register knows. */
export interface StationDetails extends StationRecord {
  readonly chain: string | null;
  readonly segment: string | null;
}

const PUT = `
  INSERT INTO station (station_id, name, zone, country, owner, pump_count, address, chain,
    segment, region_id, partner_id, search)
  VALUES (@stationId, @name, @zone, @country, @owner, @pumpCount, @address,
    @chain, @segment, @regionId, @partnerId, @search)
  ON CONFLICT (station_id) DO UPDATE SET name = excluded.name, zone = excluded.zone,
    country = excluded.country, owner = excluded.owner, pump_count = excluded.pump_count,
    address = excluded.address, chain = excluded.chain, segment = excluded.segment,
    region_id = excluded.region_id, partner_id = excluded.partner_id, search = excluded.search`;

/** Puts a station into the register and on the feed. */
export async function putStation(sql: SqlWrite, station: StationDetails): Promise<void> {
  const { stationId, name, address, chain, regionId = null, partnerId = null } = station;
  const place = { regionId, partnerId };
  await sql.run(PUT, { ...station, ...place, search: fold(name, stationId, address, chain) });
  await sql.touch('station', stationId);
}
