import type { Migration } from '#sqlite/migration.ts';

/** Leases are found by what they are on, and what lost workstations could still spend is named. */
export const leases: Migration = {
  number: 70,
  name: 'leases',
  sql: `
CREATE INDEX lease_of_allowance ON lease (allowance_key) WHERE granted > spent + returned;
CREATE TABLE lost_lease (
  lease_id TEXT PRIMARY KEY,
  contract_id TEXT NOT NULL,
  allowance_key TEXT NOT NULL,
  workstation_id TEXT NOT NULL,
  measure TEXT NOT NULL CHECK (measure IN ('money', 'volume', 'count')),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  reach INTEGER NOT NULL CHECK (reach >= quantity),
  at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
};
