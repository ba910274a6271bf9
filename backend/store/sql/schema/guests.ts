import { sharedStep, type Ddl } from './ddl.ts';

/** What the network tells everybody, also before he signs in (row O-23). */
export const guests = sharedStep(390, 'guests', (ddl) => news(ddl) + stationSaid(ddl));

function news({ int, text, rows, jsonType }: Ddl): string {
  return `
CREATE TABLE news (
  news_id ${text} PRIMARY KEY,
  texts ${text} NOT NULL CHECK (${jsonType('texts')} = 'object'),
  audience ${text} NOT NULL CHECK (audience IN ('everybody', 'clients', 'staff')),
  programme_id ${text},
  from_ms ${int} NOT NULL,
  until_ms ${int} CHECK (until_ms > from_ms),
  withdrawn_at_ms ${int},
  written_by ${text} NOT NULL REFERENCES user_account (user_id),
  written_at_ms ${int} NOT NULL,
  revision ${int} NOT NULL CHECK (revision >= 0)
)${rows};
CREATE INDEX news_by_beginning ON news (from_ms);
`;
}

/** Beside the station's row, which the workstations have: of this only people are told. */
function stationSaid({ int, text, keyed, jsonType }: Ddl): string {
  return `
CREATE TABLE station_said (
  station_id ${text} PRIMARY KEY REFERENCES station (station_id),
  phone ${text},
  hours ${text} CHECK (${jsonType('hours')} = 'array'),
  revision ${int} NOT NULL CHECK (revision > 0)
)${keyed};
`;
}
