import type { Migration } from '#sqlite/migration.ts';

/** What a database that was restored from a backup still waits for, and how it is recognized. */
export const recovery: Migration = {
  number: 110,
  name: 'recovery',
  sql: `
CREATE TABLE recovery (
  id bigint PRIMARY KEY CHECK (id = 1),
  since_ms bigint NOT NULL,
  reason text COLLATE "C" NOT NULL CHECK (reason IN ('told', 'mark', 'head')),
  declared_minor bigint NOT NULL CHECK (declared_minor BETWEEN 0 AND 9007199254740991)
);
CREATE TABLE recovery_awaited (
  workstation_id text COLLATE "C" PRIMARY KEY REFERENCES workstation (workstation_id)
);
CREATE TABLE recovery_taken (
  contract_id text COLLATE "C" PRIMARY KEY REFERENCES contract (contract_id),
  taken_minor bigint NOT NULL CHECK (taken_minor BETWEEN 0 AND 9007199254740991)
);
CREATE TABLE store_mark (
  id bigint PRIMARY KEY CHECK (id = 1),
  number bigint NOT NULL CHECK (number >= 0)
);
`,
};
