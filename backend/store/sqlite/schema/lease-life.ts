import type { Migration } from '#sqlite/migration.ts';

/** What a workstation holds now is found without reading what it once held. */
export const leaseLife: Migration = {
  number: 40,
  name: 'lease-life',
  sql: `
DROP INDEX lease_outstanding;
CREATE INDEX lease_alive ON lease (workstation_id, contract_id, expires_at_ms)
  WHERE granted > spent + returned;
`,
};
