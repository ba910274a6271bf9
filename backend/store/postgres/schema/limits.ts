import type { Migration } from '#sqlite/migration.ts';

/** As `limits` of SQLite: rules, shapes, history and templates. */
export const limits: Migration = {
  number: 80,
  name: 'limits',
  sql: `
ALTER TABLE pack ADD COLUMN rules text COLLATE "C"
  CHECK (rules IS NULL OR json_typeof(rules::json) = 'object');
ALTER TABLE limit_place ADD COLUMN shape text COLLATE "C";
CREATE TABLE limit_version (
  limit_id text COLLATE "C" NOT NULL,
  from_ms bigint NOT NULL,
  command_id text COLLATE "C" NOT NULL,
  contract_id text COLLATE "C" NOT NULL,
  terms text COLLATE "C" CHECK (terms IS NULL OR json_typeof(terms::json) = 'object'),
  at_ms bigint NOT NULL,
  user_id text COLLATE "C",
  PRIMARY KEY (limit_id, from_ms, command_id)
);
CREATE TABLE limit_template (
  template_id text COLLATE "C" PRIMARY KEY,
  contract_id text COLLATE "C",
  name text COLLATE "C" NOT NULL,
  body text COLLATE "C" NOT NULL CHECK (json_typeof(body::json) = 'object'),
  search text COLLATE "C" NOT NULL
);
CREATE INDEX limit_template_order ON limit_template (search, template_id);
CREATE INDEX card_of_group ON card (group_id) WHERE group_id IS NOT NULL;
`,
};
