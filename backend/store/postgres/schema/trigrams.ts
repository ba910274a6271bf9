import type { Migration } from '#sqlite/migration.ts';

/**
 * As `trigrams` of SQLite, by PostgreSQL's own pg_trgm. A server that does not have it, or does not
 * let us, searches row by row.
 */
export const trigrams: Migration = {
  number: 130,
  name: 'trigrams',
  sql: `
DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX card_trigram ON card USING gin (search gin_trgm_ops);
  CREATE INDEX client_trigram ON client USING gin (search gin_trgm_ops);
  CREATE INDEX contract_trigram ON contract USING gin (search gin_trgm_ops);
EXCEPTION WHEN feature_not_supported OR insufficient_privilege OR undefined_file THEN
  RAISE NOTICE 'pg_trgm is not to be had: %', SQLERRM;
END $$;
`,
};
