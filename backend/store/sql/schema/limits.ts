import { sharedStep } from './ddl.ts';

/**
 * Rules of what may be bought beside the limits, the shape that a limit's id stands for, the
 * history of limits, and their templates.
 */
export const limits = sharedStep(
  80,
  'limits',
  ({ int, text, keyed, wrap, jsonType }) => `
ALTER TABLE pack ADD COLUMN rules ${text}${wrap}CHECK (rules IS NULL OR ${jsonType('rules')} = 'object');
ALTER TABLE limit_place ADD COLUMN shape ${text};
CREATE TABLE limit_version (
  limit_id ${text} NOT NULL,
  from_ms ${int} NOT NULL,
  command_id ${text} NOT NULL,
  contract_id ${text} NOT NULL,
  terms ${text} CHECK (terms IS NULL OR ${jsonType('terms')} = 'object'),
  at_ms ${int} NOT NULL,
  user_id ${text},
  PRIMARY KEY (limit_id, from_ms, command_id)
)${keyed};
CREATE TABLE limit_template (
  template_id ${text} PRIMARY KEY,
  contract_id ${text},
  name ${text} NOT NULL,
  body ${text} NOT NULL CHECK (${jsonType('body')} = 'object'),
  search ${text} NOT NULL
)${keyed};
CREATE INDEX limit_template_order ON limit_template (search, template_id);
CREATE INDEX card_of_group ON card (group_id) WHERE group_id IS NOT NULL;
`,
);
