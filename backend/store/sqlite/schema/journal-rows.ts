import type { Migration } from '#sqlite/migration.ts';

/**
 * Lines of journals in rows of their own: in the leaves of an index the body of a hold, being
 * longer than a quarter of a page, took a whole page for itself. That a body is JSON is what the
 * hash of its line was compared with.
 */
export const journalRows: Migration = {
  number: 210,
  name: 'journal-rows',
  sql: `
CREATE TABLE journal_row (
  workstation_id TEXT NOT NULL REFERENCES workstation (workstation_id),
  seq INTEGER NOT NULL CHECK (seq > 0),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64),
  kind TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  body TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('applied', 'noted', 'refused')),
  code TEXT,
  command_id TEXT,
  contract_id TEXT,
  remark TEXT CHECK (remark IS NULL OR status = 'applied'),
  PRIMARY KEY (workstation_id, seq),
  CHECK ((status = 'refused') = (code IS NOT NULL))
) STRICT;
INSERT INTO journal_row SELECT * FROM journal_line ORDER BY workstation_id, seq;
DROP TABLE journal_line;
ALTER TABLE journal_row RENAME TO journal_line;
`,
};
