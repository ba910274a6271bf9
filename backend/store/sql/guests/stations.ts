import { openingHours } from '#protocol/records/programme.ts';
import type { PublicStation, StationSaid } from '#service/guests/guest-rows.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import { fold } from '#domain/text/fold.ts';
import type { Sql, SqlWrite } from '../sql.ts';

interface SaidRow extends Omit<StationSaid, 'hours'> {
  readonly hours: string | null;
}

type StationRow = Omit<PublicStation, 'hours' | 'products'> & Pick<SaidRow, 'hours'>;

interface Sold {
  readonly stationId: string;
  readonly name: string;
}

const SAID = `s.station_id AS stationId, s.address, phone, hours, coalesce(revision, 0) AS revision`;

const SQL = {
  said: `
    SELECT ${SAID} FROM station s LEFT JOIN station_said d ON d.station_id = s.station_id
    WHERE s.station_id = @stationId`,
  all: `
    SELECT ${SAID}, s.name, s.country, s.zone
    FROM station s LEFT JOIN station_said d ON d.station_id = s.station_id
    ORDER BY s.name, s.station_id`,
  // What has a price from some moment on has one for ever: a price is followed by the next.
  sold: `
    SELECT DISTINCT station_id AS stationId, name
    FROM price JOIN product ON product.product_id = price.product_id
    WHERE from_ms <= @atMs ORDER BY station_id, name`,
  place: `SELECT name, chain FROM station WHERE station_id = @stationId`,
  put: `
    INSERT INTO station_said (station_id, phone, hours, revision)
    SELECT @stationId, @phone, @hours, 1
    WHERE @revision = 0
    ON CONFLICT DO NOTHING`,
  change: `
    UPDATE station_said SET phone = @phone, hours = @hours, revision = revision + 1
    WHERE station_id = @stationId AND revision = @revision`,
  address: `
    UPDATE station SET address = @address, search = @search WHERE station_id = @stationId`,
};

export async function stationSaid(sql: Sql, stationId: string): Promise<StationSaid | null> {
  const row = await sql.get<SaidRow>(SQL.said, { stationId });
  return row === undefined ? null : { ...row, hours: hoursFrom(row.hours) };
}

/** In one state of the database. */
export async function publicStations(sql: Sql, atMs: number): Promise<readonly PublicStation[]> {
  const stations = await sql.all<StationRow>(SQL.all);
  const products = new Map<string, string[]>();
  for (const { stationId, name } of await sql.all<Sold>(SQL.sold, { atMs })) {
    products.set(stationId, [...(products.get(stationId) ?? []), name]);
  }
  return stations.map((row) => ({
    ...row,
    hours: hoursFrom(row.hours),
    products: products.get(row.stationId) ?? [],
  }));
}

function hoursFrom(text: string | null): StationSaid['hours'] {
  return text === null ? null : openingHours.shape.spans.parse(JSON.parse(text));
}

/** Stale where it was changed since it was read. */
export async function applyStation(
  sql: SqlWrite,
  { hours, ...said }: StationSaid,
): Promise<CommitOutcome> {
  const { stationId, address, phone, revision } = said;
  const values = {
    stationId,
    phone,
    hours: hours === null ? null : JSON.stringify(hours),
    revision,
  };
  const changed = await sql.run(revision === 0 ? SQL.put : SQL.change, values);
  const place = await sql.get<{ name: string; chain: string | null }>(SQL.place, { stationId });
  if (changed !== 1 || place === undefined) return 'stale';
  const search = fold(place.name, stationId, address, place.chain);
  await sql.run(SQL.address, { stationId, address, search });
  await sql.touch('station', stationId);
  return 'done';
}
