import type { Migration } from '#sqlite/migration.ts';

/** Points accounts, vouchers and what was taken of them: one row each, as the domain writes it. */
export const assets: Migration = {
  number: 90,
  name: 'assets',
  sql: `
CREATE TABLE asset (
  asset_key TEXT PRIMARY KEY,
  contract_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_type(body) = 'object')
) STRICT;
CREATE INDEX asset_of_contract ON asset (contract_id, kind, asset_key);
`,
};
