import type { StationRecord } from '#protocol/records.ts';
import { fold } from '../fold.ts';
import type { NetworkWriter } from '../network-writer.ts';

/** A station with what only its register knows. */
export interface StationDetails extends StationRecord {
  readonly chain: string | null;
  readonly segment: string | null;
}

/** Puts stations into the register and on the feed. */
export class StationWriter {
  readonly #writer: NetworkWriter;
  readonly #put;

  constructor(writer: NetworkWriter) {
    this.#writer = writer;
    this.#put = writer.db.prepare(`
      INSERT INTO station VALUES (@stationId, @name, @zone, @country, @owner, @pumpCount, @address,
        @chain, @segment, @search)
      ON CONFLICT DO UPDATE SET name = excluded.name, zone = excluded.zone,
        country = excluded.country, owner = excluded.owner, pump_count = excluded.pump_count,
        address = excluded.address, chain = excluded.chain, segment = excluded.segment,
        search = excluded.search`);
  }

  put(station: StationDetails): void {
    const { stationId, name, address, chain } = station;
    this.#put.run({ ...station, search: fold(name, stationId, address, chain) });
    this.#writer.feed.touch('station', stationId);
  }
}
