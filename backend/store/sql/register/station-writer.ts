import type { StationRecord } from '#protocol/records.ts';
import { fold } from '../fold.ts';
import type { SqlWrite } from '../sql.ts';

/** A station with what only its register knows. */
export interface StationDetails extends StationRecord {
  readonly chain: string | null;
  readonly segment: string | null;
}

const PUT = `
  INSERT INTO station (station_id, name, zone, country, owner, pump_count, address, chain,
    segment, search)
  VALUES (@stationId, @name, @zone, @country, @owner, @pumpCount, @address,
    @chain, @segment, @search)
  ON CONFLICT (station_id) DO UPDATE SET name = excluded.name, zone = excluded.zone,
    country = excluded.country, owner = excluded.owner, pump_count = excluded.pump_count,
    address = excluded.address, chain = excluded.chain, segment = excluded.segment,
    search = excluded.search`;

/** Puts a station into the register and on the feed. */
export async function putStation(sql: SqlWrite, station: StationDetails): Promise<void> {
  const { stationId, name, address, chain } = station;
  await sql.run(PUT, { ...station, search: fold(name, stationId, address, chain) });
  await sql.touch('station', stationId);
}
