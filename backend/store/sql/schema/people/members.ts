import { sharedStep, type Ddl } from '../ddl.ts';

/**
 * Members with their cards and unfinished registrations, applications for access, and whom a
 * programme names for both. Sizes of a kit and terms are the profile's and stand in no table.
 */
export const members = sharedStep(
  310,
  'members',
  (ddl) => memberTables(ddl) + applicationTables(ddl),
);

function memberTables({ int, text, rows, keyed, jsonType }: Ddl): string {
  return `
CREATE TABLE programme_assignment (
  programme_id ${text} PRIMARY KEY,
  member_contract_id ${text} REFERENCES contract (contract_id),
  curator_user_id ${text} REFERENCES user_account (user_id),
  head_user_id ${text} REFERENCES user_account (user_id)
)${keyed};
CREATE TABLE card_kit (
  card_id ${text} PRIMARY KEY REFERENCES card (card_id),
  kit_id ${text} NOT NULL,
  place ${text} NOT NULL CHECK (place IN ('main', 'additional'))
)${keyed};
CREATE INDEX card_kit_of_kit ON card_kit (kit_id, place, card_id);
CREATE TABLE registration (
  registration_id ${text} PRIMARY KEY,
  programme_id ${text} NOT NULL,
  phone ${text} NOT NULL,
  email ${text},
  card_id ${text} REFERENCES card (card_id),
  password_hash ${text} NOT NULL CHECK (password_hash <> ''),
  language ${text} NOT NULL,
  ticks ${text} NOT NULL CHECK (${jsonType('ticks')} = 'array'),
  workstation_id ${text},
  operator_id ${text},
  decoy ${int} NOT NULL CHECK (decoy IN (0, 1)),
  started_at_ms ${int} NOT NULL,
  code_hash ${text} NOT NULL CHECK (code_hash <> ''),
  sent_at_ms ${int} NOT NULL,
  sent_count ${int} NOT NULL CHECK (sent_count > 0),
  tries_used ${int} NOT NULL CHECK (tries_used >= 0),
  revision ${int} NOT NULL CHECK (revision >= 0)
)${rows};
CREATE INDEX registration_of_phone ON registration (programme_id, phone, started_at_ms);
CREATE INDEX registration_started ON registration (started_at_ms);
CREATE TABLE member (
  user_id ${text} PRIMARY KEY REFERENCES user_account (user_id),
  programme_id ${text} NOT NULL,
  points_account_id ${text} NOT NULL UNIQUE,
  registered_at_ms ${int} NOT NULL
)${keyed};
CREATE TABLE member_card (
  card_id ${text} PRIMARY KEY REFERENCES card (card_id),
  user_id ${text} NOT NULL REFERENCES member (user_id),
  kind ${text} NOT NULL CHECK (kind IN ('primary', 'further', 'additional')),
  virtual_range ${text},
  bound_at_ms ${int} NOT NULL
)${keyed};
CREATE INDEX member_card_of_member ON member_card (user_id, bound_at_ms, card_id);
CREATE UNIQUE INDEX member_card_primary ON member_card (user_id) WHERE kind = 'primary';
CREATE UNIQUE INDEX member_card_virtual ON member_card (user_id) WHERE virtual_range IS NOT NULL;
`;
}

function applicationTables({ int, text, rows, keyed, jsonType }: Ddl): string {
  return `CREATE TABLE application (
  application_id ${text} PRIMARY KEY,
  number ${int} NOT NULL UNIQUE CHECK (number > 0),
  programme_id ${text} NOT NULL,
  form ${text} NOT NULL CHECK (${jsonType('form')} = 'object'),
  language ${text} NOT NULL,
  source ${text} NOT NULL CHECK (source IN ('form', 'paper')),
  filed_at_ms ${int} NOT NULL,
  filed_by ${text} REFERENCES user_account (user_id),
  curator_user_id ${text} REFERENCES user_account (user_id),
  head_user_id ${text} NOT NULL REFERENCES user_account (user_id),
  curator_seen_at_ms ${int},
  head_seen_at_ms ${int},
  state ${text} NOT NULL CHECK (state IN ('filed', 'processed', 'rejected')),
  closed_at_ms ${int},
  closed_by ${text} REFERENCES user_account (user_id),
  reason ${text},
  account_user_id ${text} REFERENCES user_account (user_id),
  revision ${int} NOT NULL CHECK (revision >= 0),
  CHECK ((state = 'filed') = (closed_at_ms IS NULL))
)${rows};
CREATE INDEX application_waiting ON application (state, number);
CREATE TABLE representative_authority (
  user_id ${text} PRIMARY KEY REFERENCES user_account (user_id),
  contract_id ${text} NOT NULL REFERENCES contract (contract_id),
  application_id ${text} REFERENCES application (application_id),
  title ${text} NOT NULL,
  number ${text} NOT NULL,
  from_on ${text} NOT NULL,
  until_on ${text},
  station_id ${text} REFERENCES station (station_id)
)${keyed};
`;
}
