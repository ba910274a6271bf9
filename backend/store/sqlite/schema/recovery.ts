import type { Migration } from '#sqlite/migration.ts';

/** What a database that was restored from a backup still waits for, and how it is recognized. */
export const recovery: Migration = {
  number: 110,
  name: 'recovery',
  sql: `
CREATE TABLE recovery (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  since_ms INTEGER NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('told', 'mark', 'head')),
  declared_minor INTEGER NOT NULL CHECK (declared_minor BETWEEN 0 AND 9007199254740991)
) STRICT;
CREATE TABLE recovery_awaited (
  workstation_id TEXT PRIMARY KEY REFERENCES workstation (workstation_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE recovery_taken (
  contract_id TEXT PRIMARY KEY REFERENCES contract (contract_id),
  taken_minor INTEGER NOT NULL CHECK (taken_minor BETWEEN 0 AND 9007199254740991)
) STRICT, WITHOUT ROWID;
CREATE TABLE store_mark (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL CHECK (number >= 0)
) STRICT;
`,
};
