/**
 * Schema of a workstation's cache.db, oldest step first. A snapshot is such a file, made by the
 * backend and swapped in whole (architecture §8), so both sides make it by the same steps. A
 * released step is never changed.
 */
export const cacheSteps = [
  {
    number: 10,
    name: 'cache',
    sql: `
      CREATE TABLE feed_state (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        epoch TEXT NOT NULL,
        cursor INTEGER NOT NULL,
        as_of_ms INTEGER,
        complete INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE record (
        entity TEXT NOT NULL,
        row_id TEXT NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body)),
        PRIMARY KEY (entity, row_id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX record_pan ON record (body ->> '$.panHash') WHERE entity = 'card';
      CREATE INDEX record_price ON record (body ->> '$.stationId', body ->> '$.productId', body ->> '$.fromMs')
        WHERE entity = 'price';

      CREATE TABLE card_seen (
        card_id TEXT PRIMARY KEY,
        seen_at_ms INTEGER NOT NULL,
        limits TEXT NOT NULL CHECK (json_valid(limits)),
        remainders TEXT NOT NULL CHECK (json_valid(remainders)),
        as_of_ms INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE pin_verifier (
        card_id TEXT PRIMARY KEY,
        grant_id TEXT NOT NULL,
        verifier TEXT NOT NULL,
        key TEXT NOT NULL,
        dies_at_ms INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE statement (
        statement_key TEXT PRIMARY KEY,
        head TEXT NOT NULL CHECK (json_valid(head)),
        as_of_ms INTEGER NOT NULL,
        next_cursor TEXT
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE statement_line (
        statement_key TEXT NOT NULL REFERENCES statement ON DELETE CASCADE,
        place INTEGER NOT NULL,
        body TEXT NOT NULL CHECK (json_valid(body)),
        PRIMARY KEY (statement_key, place)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    number: 20,
    name: 'text-cursor',
    sql: `
      CREATE TABLE feed_state_next (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        epoch TEXT NOT NULL,
        cursor TEXT NOT NULL,
        as_of_ms INTEGER,
        complete INTEGER NOT NULL
      ) STRICT;
      INSERT INTO feed_state_next SELECT one, epoch, cast(cursor AS TEXT), as_of_ms, complete FROM feed_state;
      DROP TABLE feed_state;
      ALTER TABLE feed_state_next RENAME TO feed_state;

      CREATE TABLE record_next (
        entity TEXT NOT NULL,
        row_id TEXT NOT NULL,
        pan BLOB CHECK (length(pan) = 8),
        body TEXT NOT NULL,
        PRIMARY KEY (entity, row_id)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO record_next SELECT entity, row_id, unhex(substr(body ->> '$.panHash', 1, 16)), body FROM record;
      DROP TABLE record;
      ALTER TABLE record_next RENAME TO record;
      CREATE INDEX record_pan ON record (pan) WHERE pan IS NOT NULL;
      CREATE INDEX record_price ON record (body ->> '$.stationId', body ->> '$.productId', body ->> '$.fromMs')
        WHERE entity = 'price';
    `,
  },
  {
    number: 30,
    name: 'client-records',
    sql: `
      CREATE TABLE client_feed (
        client_id TEXT PRIMARY KEY,
        epoch TEXT NOT NULL,
        cursor TEXT NOT NULL,
        as_of_ms INTEGER
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE client_record (
        client_id TEXT NOT NULL REFERENCES client_feed ON DELETE CASCADE,
        entity TEXT NOT NULL,
        row_id TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (client_id, entity, row_id)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    number: 40,
    name: 'short-records',
    sql: `ALTER TABLE record ADD COLUMN pan_rest BLOB CHECK (length(pan_rest) = 24);`,
  },
  {
    number: 50,
    name: 'open-answers',
    sql: `
      CREATE TABLE open_answer (
        question TEXT PRIMARY KEY,
        body TEXT NOT NULL CHECK (json_valid(body))
      ) STRICT, WITHOUT ROWID;
    `,
  },
] as const;

/** The newest step: a snapshot of a newer one is of no use to an older workstation. */
export const CACHE_SCHEMA = cacheSteps[4].number;

/**
 * Keeps a record, with entity, id, hash of the card's number twice, and body; `cache-record.ts`
 * tells what they are. The first 8 bytes of the hash are what a card is found by.
 */
export const KEEP_RECORD = `
  INSERT INTO record (entity, row_id, pan, pan_rest, body)
  VALUES (?, ?, unhex(substr(?, 1, 16)), unhex(substr(?, 17)), ?)
  ON CONFLICT (entity, row_id) DO UPDATE SET pan = excluded.pan, pan_rest = excluded.pan_rest,
    body = excluded.body`;

export const DROP_RECORD = 'DELETE FROM record WHERE entity = ? AND row_id = ?';

/** Columns of a kept record as `wholeRecord` wants them. */
export const KEPT_COLUMNS =
  "row_id AS rowId, iif(pan_rest IS NULL, '', lower(hex(pan) || hex(pan_rest))) AS panHash, body";
