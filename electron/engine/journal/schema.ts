import type { Migration } from '#sqlite/migration.ts';

/**
 * journal.db: what happened at this workstation. Lines are never changed and never deleted, the
 * file is never replaced; everything else in it is the state that its lines add up to, written in
 * the same transactions.
 */
export const journalMigrations: readonly Migration[] = [
  {
    number: 10,
    name: 'journal',
    sql: `
      CREATE TABLE line (
        seq INTEGER PRIMARY KEY CHECK (seq >= 1),
        kind TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        sale_id TEXT,
        body TEXT NOT NULL CHECK (json_valid(body)),
        previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64),
        hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
      ) STRICT;
      CREATE INDEX line_sale ON line (sale_id, seq) WHERE sale_id IS NOT NULL;
      CREATE TRIGGER line_kept BEFORE DELETE ON line BEGIN SELECT RAISE(ABORT, 'lines are never deleted'); END;
      CREATE TRIGGER line_fixed BEFORE UPDATE ON line BEGIN SELECT RAISE(ABORT, 'lines are never changed'); END;
      CREATE TRIGGER line_next BEFORE INSERT ON line
        WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM line)
        BEGIN SELECT RAISE(ABORT, 'lines are numbered without gaps'); END;

      CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL CHECK (json_valid(value))) STRICT, WITHOUT ROWID;

      CREATE TABLE fill (
        sale_id TEXT PRIMARY KEY,
        asked_id TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('asked', 'held', 'captured', 'reversed', 'refused')),
        pump_number INTEGER NOT NULL,
        card_id TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        last_seq INTEGER NOT NULL,
        sale TEXT CHECK (sale IS NULL OR json_valid(sale)),
        paper TEXT NOT NULL CHECK (json_valid(paper)),
        CHECK ((state IN ('held', 'captured')) <= (sale IS NOT NULL))
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX fill_pump ON fill (pump_number) WHERE state IN ('asked', 'held');
      CREATE INDEX fill_asked ON fill (asked_id);
      CREATE INDEX fill_card ON fill (card_id, at_ms);
      CREATE INDEX fill_at ON fill (at_ms);

      CREATE TABLE lease (
        lease_id TEXT PRIMARY KEY,
        allowance_key TEXT NOT NULL,
        contract_id TEXT NOT NULL,
        card_id TEXT,
        workstation_id TEXT NOT NULL,
        measure TEXT NOT NULL CHECK (measure IN ('money', 'volume', 'count')),
        granted INTEGER NOT NULL CHECK (granted >= 0),
        remaining INTEGER NOT NULL CHECK (remaining >= 0 AND remaining <= granted),
        issued_at_ms INTEGER NOT NULL,
        valid_from_ms INTEGER NOT NULL,
        expires_at_ms INTEGER NOT NULL,
        dead INTEGER NOT NULL DEFAULT 0 CHECK (dead IN (0, 1))
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX lease_allowance ON lease (allowance_key) WHERE dead = 0;

      CREATE TABLE card_grant (
        card_id TEXT PRIMARY KEY,
        grant_id TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        limits TEXT NOT NULL CHECK (json_valid(limits))
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE grant_question (
        card_id TEXT PRIMARY KEY,
        command_id TEXT NOT NULL UNIQUE,
        wanted TEXT NOT NULL CHECK (json_valid(wanted)),
        asked_at_ms INTEGER NOT NULL,
        answered INTEGER NOT NULL DEFAULT 0 CHECK (answered IN (0, 1))
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE card_guard (
        card_id TEXT PRIMARY KEY,
        pin_tries INTEGER NOT NULL DEFAULT 0,
        block_reason TEXT CHECK (block_reason IN ('client', 'theft', 'pin')),
        last_seq INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE attention (
        seq INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        status TEXT NOT NULL,
        code TEXT
      ) STRICT;
      CREATE TABLE push_try (
        seq INTEGER PRIMARY KEY,
        tries INTEGER NOT NULL,
        last_error_code TEXT
      ) STRICT;

      CREATE TABLE person (
        login TEXT PRIMARY KEY,
        user TEXT NOT NULL CHECK (json_valid(user)),
        rights TEXT NOT NULL CHECK (json_valid(rights)),
        verifier TEXT NOT NULL,
        signed_in_at_ms INTEGER NOT NULL,
        offline_until_ms INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE sign_in_error (
        login TEXT PRIMARY KEY,
        errors INTEGER NOT NULL,
        last_error_at_ms INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    number: 20,
    name: 'lease-ending',
    sql: 'CREATE INDEX lease_ending ON lease (expires_at_ms) WHERE dead = 0 AND remaining > 0;',
  },
  {
    // A sale writes few pages and no index that only a report reads; what is left of leases stands
    // in one row per owner, so that a sale changes two rows and not one for each limit.
    number: 30,
    name: 'fewer-pages',
    sql: `
      CREATE TABLE line_slim (
        seq INTEGER PRIMARY KEY CHECK (seq >= 1),
        kind TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        sale_id TEXT,
        body TEXT NOT NULL CHECK (json_valid(body)),
        previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64),
        hash TEXT NOT NULL CHECK (length(hash) = 64)
      ) STRICT;
      INSERT INTO line_slim SELECT * FROM line ORDER BY seq;
      DROP TABLE line;
      ALTER TABLE line_slim RENAME TO line;
      CREATE TRIGGER line_kept BEFORE DELETE ON line BEGIN SELECT RAISE(ABORT, 'lines are never deleted'); END;
      CREATE TRIGGER line_fixed BEFORE UPDATE ON line BEGIN SELECT RAISE(ABORT, 'lines are never changed'); END;
      CREATE TRIGGER line_next BEFORE INSERT ON line
        WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM line)
        BEGIN SELECT RAISE(ABORT, 'lines are numbered without gaps'); END;

      DROP INDEX fill_asked;
      DROP INDEX fill_card;
      DROP INDEX fill_at;
      CREATE INDEX fill_again ON fill (asked_id) WHERE asked_id <> sale_id;
      CREATE INDEX fill_card ON fill (card_id, at_ms) WHERE state = 'captured';
      CREATE INDEX fill_done ON fill (at_ms) WHERE state IN ('captured', 'reversed');

      CREATE TABLE lease_granted (
        lease_id TEXT PRIMARY KEY,
        owner_key TEXT NOT NULL,
        allowance_key TEXT NOT NULL,
        contract_id TEXT NOT NULL,
        card_id TEXT,
        workstation_id TEXT NOT NULL,
        measure TEXT NOT NULL CHECK (measure IN ('money', 'volume', 'count')),
        granted INTEGER NOT NULL CHECK (granted >= 0),
        issued_at_ms INTEGER NOT NULL,
        valid_from_ms INTEGER NOT NULL,
        expires_at_ms INTEGER NOT NULL,
        dead INTEGER NOT NULL DEFAULT 0 CHECK (dead IN (0, 1))
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX lease_alive ON lease_granted (owner_key) WHERE dead = 0;
      CREATE TABLE lease_left (
        owner_key TEXT PRIMARY KEY,
        lefts TEXT NOT NULL CHECK (json_valid(lefts))
      ) STRICT, WITHOUT ROWID;
      INSERT INTO lease_granted SELECT lease_id, iif(card_id IS NULL, 'contract/' || contract_id, 'card/' || card_id),
        allowance_key, contract_id, card_id, workstation_id, measure, granted, issued_at_ms, valid_from_ms,
        expires_at_ms, dead FROM lease;
      INSERT INTO lease_left SELECT granted.owner_key, json_group_object(lease.lease_id, lease.remaining)
        FROM lease JOIN lease_granted AS granted USING (lease_id) WHERE lease.dead = 0 AND lease.remaining > 0
        GROUP BY granted.owner_key;
      DROP TABLE lease;
      CREATE VIEW lease AS SELECT lease_id, allowance_key, contract_id, card_id, workstation_id, measure, granted,
        coalesce(lefts ->> lease_id, 0) AS remaining, issued_at_ms, valid_from_ms, expires_at_ms, dead
        FROM lease_granted LEFT JOIN lease_left USING (owner_key);
    `,
  },
  {
    number: 40,
    name: 'redemption',
    sql: `
      CREATE TABLE redemption (
        redemption_id TEXT PRIMARY KEY,
        asked_id TEXT NOT NULL,
        step TEXT NOT NULL CHECK (step IN ('asked', 'held', 'captured', 'reversed', 'refused')),
        allowance_key TEXT NOT NULL,
        quantity INTEGER NOT NULL CHECK (quantity > 0),
        at_ms INTEGER NOT NULL,
        redemption TEXT CHECK (redemption IS NULL OR json_valid(redemption))
      ) STRICT;
      CREATE INDEX redemption_asked ON redemption (asked_id);
      CREATE INDEX redemption_open ON redemption (step) WHERE step = 'asked';
    `,
  },
  {
    number: 50,
    name: 'voice-challenge',
    sql: `
      CREATE TABLE voice_challenge (
        counter INTEGER PRIMARY KEY CHECK (counter >= 1),
        state TEXT NOT NULL CHECK (state IN ('open', 'used', 'void')),
        tries INTEGER NOT NULL CHECK (tries >= 0),
        at_ms INTEGER NOT NULL,
        card_id TEXT NOT NULL,
        product_id TEXT NOT NULL,
        pump_number INTEGER NOT NULL,
        volume_ml INTEGER NOT NULL CHECK (volume_ml > 0),
        price_minor_per_litre INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX voice_open ON voice_challenge (at_ms) WHERE state = 'open';
    `,
  },
  {
    number: 60,
    name: 'refund',
    sql: `
      CREATE TABLE refund (
        refund_id TEXT PRIMARY KEY,
        seq INTEGER NOT NULL UNIQUE,
        state TEXT NOT NULL CHECK (state IN ('made', 'refused')),
        at_ms INTEGER NOT NULL,
        refund TEXT NOT NULL CHECK (json_valid(refund))
      ) STRICT;
      CREATE INDEX refund_at ON refund (at_ms);
    `,
  },
  {
    number: 70,
    name: 'attention-tries',
    sql: 'ALTER TABLE attention ADD COLUMN tries INTEGER NOT NULL DEFAULT 1 CHECK (tries >= 1);',
  },
  {
    number: 80,
    name: 'limit-lowered',
    sql: `
      CREATE TABLE limit_lowered (
        card_id TEXT NOT NULL,
        limit_id TEXT NOT NULL,
        amount INTEGER NOT NULL CHECK (amount >= 0),
        seq INTEGER NOT NULL,
        at_ms INTEGER NOT NULL,
        PRIMARY KEY (card_id, limit_id)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    number: 90,
    // A fill is a row of some kilobytes: keyed by its id it would fill the inner pages of the tree.
    name: 'fill-by-number',
    sql: `
      CREATE TABLE fill_numbered (
        sale_id TEXT NOT NULL UNIQUE,
        asked_id TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('asked', 'held', 'captured', 'reversed', 'refused')),
        pump_number INTEGER NOT NULL,
        card_id TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        last_seq INTEGER NOT NULL,
        sale TEXT CHECK (sale IS NULL OR json_valid(sale)),
        paper TEXT NOT NULL CHECK (json_valid(paper)),
        CHECK ((state IN ('held', 'captured')) <= (sale IS NOT NULL))
      ) STRICT;
      INSERT INTO fill_numbered SELECT * FROM fill ORDER BY sale_id;
      DROP TABLE fill;
      ALTER TABLE fill_numbered RENAME TO fill;
      CREATE UNIQUE INDEX fill_pump ON fill (pump_number) WHERE state IN ('asked', 'held');
      CREATE INDEX fill_again ON fill (asked_id) WHERE asked_id <> sale_id;
      CREATE INDEX fill_card ON fill (card_id, at_ms) WHERE state = 'captured';
      CREATE INDEX fill_done ON fill (state, at_ms) WHERE state IN ('captured', 'reversed');
    `,
  },
  {
    // Errors at sign-in without the link, until the backend has added them to its own count. A row
    // that is under way grows no more: an answer that was lost must not count it twice.
    number: 100,
    name: 'untold-errors',
    sql: `
      CREATE TABLE untold_error (
        report_id TEXT PRIMARY KEY,
        key TEXT NOT NULL,
        programme_id TEXT,
        login TEXT NOT NULL,
        errors INTEGER NOT NULL CHECK (errors > 0),
        last_error_at_ms INTEGER NOT NULL,
        sent INTEGER NOT NULL DEFAULT 0 CHECK (sent IN (0, 1))
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX untold_error_open ON untold_error (key) WHERE sent = 0;
      CREATE TABLE app_pin (
        user_id TEXT PRIMARY KEY,
        verifier TEXT NOT NULL,
        errors INTEGER NOT NULL DEFAULT 0 CHECK (errors >= 0),
        set_at_ms INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    // What waits to be told that is no line of the account: what people wrote (N-26), and which
    // documents they accepted by coming in here (V-14). Of an acceptance that the backend knows
    // only that it was given stays, so that nobody is asked for it again.
    number: 110,
    name: 'told-later',
    sql: `
      CREATE TABLE feedback (
        feedback_id TEXT PRIMARY KEY,
        programme_id TEXT,
        contact TEXT,
        body TEXT,
        contact_masked TEXT NOT NULL,
        language TEXT NOT NULL,
        written_at_ms INTEGER NOT NULL,
        number INTEGER,
        refused_code TEXT,
        ended_at_ms INTEGER,
        CHECK ((ended_at_ms IS NULL) = (number IS NULL AND refused_code IS NULL)),
        CHECK (ended_at_ms IS NOT NULL OR (contact IS NOT NULL AND body IS NOT NULL))
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE acceptance (
        user_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        version INTEGER NOT NULL,
        hash TEXT NOT NULL,
        untold_id TEXT UNIQUE,
        programme_id TEXT NOT NULL,
        language TEXT NOT NULL,
        accepted_at_ms INTEGER NOT NULL,
        PRIMARY KEY (user_id, kind, version, hash)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    // Errors that count towards a lock are not forgotten after a day (row P-18).
    number: 120,
    name: 'kept-errors',
    sql: `
      ALTER TABLE sign_in_error ADD COLUMN kept INTEGER NOT NULL DEFAULT 0 CHECK (kept IN (0, 1));
    `,
  },
  {
    // Cards that were given up at this desk sell no more, before the network has heard of it.
    number: 130,
    name: 'returned-cards',
    sql: `
      ALTER TABLE card_guard ADD COLUMN returned INTEGER NOT NULL DEFAULT 0
        CHECK (returned IN (0, 1));
    `,
  },
  {
    // An acceptance that the network did not take is none, and its person has to hear of it (V-14).
    number: 140,
    name: 'refused-acceptances',
    sql: 'ALTER TABLE acceptance ADD COLUMN refused_code TEXT;',
  },
  {
    // What was entered of clients without the link, until the network has taken it (O-08): as it
    // was typed, beside the client as it stood before; it goes when it is told.
    number: 150,
    name: 'client-entries',
    sql: `
      CREATE TABLE client_entry (
        command_id TEXT PRIMARY KEY,
        client_id TEXT,
        revision INTEGER,
        client TEXT NOT NULL CHECK (json_valid(client)),
        seen TEXT CHECK (seen IS NULL OR json_valid(seen)),
        user_id TEXT NOT NULL,
        written_by_name TEXT NOT NULL,
        written_at_ms INTEGER NOT NULL,
        sent INTEGER NOT NULL DEFAULT 0 CHECK (sent IN (0, 1)),
        refused_code TEXT,
        refused_params TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(refused_params)),
        CHECK ((client_id IS NULL) = (revision IS NULL))
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    // What stands at the backend for the access that somebody had when he signed in (row N-07).
    number: 160,
    name: 'access-marks',
    sql: 'ALTER TABLE person ADD COLUMN access_mark TEXT;',
  },
];
