import { sharedStep } from '../ddl.ts';

/**
 * What a client is, by which programme a contract's people sign in, and how their accounts come
 * about: with the contract (N-05), after a card was handed over (O-05), by an invitation (P-02).
 */
export const clientAccounts = sharedStep(
  290,
  'client-accounts',
  ({ int, text, rows, keyed, jsonType }) => `
ALTER TABLE client ADD COLUMN client_type ${text}
  CHECK (client_type IN ('legal-entity', 'sole-trader', 'farm', 'person'));
ALTER TABLE client ADD COLUMN kpp ${text};
ALTER TABLE client ADD COLUMN revision ${int} NOT NULL DEFAULT 0 CHECK (revision >= 0);
ALTER TABLE contract ADD COLUMN programme_id ${text};
CREATE TABLE client_account (
  programme_id ${text} NOT NULL,
  client_id ${text} NOT NULL REFERENCES client (client_id),
  user_id ${text} NOT NULL UNIQUE REFERENCES user_account (user_id),
  PRIMARY KEY (programme_id, client_id)
)${keyed};
CREATE TABLE card_hand_over (
  contract_id ${text} NOT NULL REFERENCES contract (contract_id),
  card_id ${text} NOT NULL REFERENCES card (card_id),
  act_number ${text} NOT NULL CHECK (act_number <> ''),
  signed_on ${text} NOT NULL,
  receiver_name ${text} NOT NULL,
  user_id ${text} NOT NULL,
  at_ms ${int} NOT NULL,
  PRIMARY KEY (contract_id, card_id)
)${keyed};
CREATE TABLE invitation (
  invitation_id ${text} PRIMARY KEY,
  programme_id ${text} NOT NULL,
  client_id ${text} NOT NULL REFERENCES client (client_id),
  email ${text} NOT NULL,
  display_name ${text} NOT NULL,
  language ${text} NOT NULL,
  grants ${text} NOT NULL CHECK (${jsonType('grants')} = 'array'),
  token_hash ${text} NOT NULL UNIQUE CHECK (length(token_hash) = 64),
  state ${text} NOT NULL CHECK (state IN ('active', 'accepted', 'revoked')),
  invited_by ${text} NOT NULL REFERENCES user_account (user_id),
  sent_at_ms ${int} NOT NULL,
  expires_at_ms ${int} NOT NULL,
  ended_at_ms ${int},
  user_id ${text} REFERENCES user_account (user_id),
  revision ${int} NOT NULL CHECK (revision >= 0),
  CHECK ((state = 'active') = (ended_at_ms IS NULL)),
  CHECK ((state = 'accepted') = (user_id IS NOT NULL))
)${rows};
CREATE INDEX invitation_of_client ON invitation (client_id, sent_at_ms);
`,
);
