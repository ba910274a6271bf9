import type { Migration } from '#sqlite/migration.ts';

/**
 * Rules of what may be bought beside the limits, the shape that a limit's id stands for, the
 * history of limits, and their templates.
 */
export const limits: Migration = {
  number: 80,
  name: 'limits',
  sql: `
ALTER TABLE pack ADD COLUMN rules TEXT CHECK (rules IS NULL OR json_type(rules) = 'object');
ALTER TABLE limit_place ADD COLUMN shape TEXT;
CREATE TABLE limit_version (
  limit_id TEXT NOT NULL,
  from_ms INTEGER NOT NULL,
  command_id TEXT NOT NULL,
  contract_id TEXT NOT NULL,
  terms TEXT CHECK (terms IS NULL OR json_type(terms) = 'object'),
  at_ms INTEGER NOT NULL,
  user_id TEXT,
  PRIMARY KEY (limit_id, from_ms, command_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE limit_template (
  template_id TEXT PRIMARY KEY,
  contract_id TEXT,
  name TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_type(body) = 'object'),
  search TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX limit_template_order ON limit_template (search, template_id);
CREATE INDEX card_of_group ON card (group_id) WHERE group_id IS NOT NULL;
`,
};
