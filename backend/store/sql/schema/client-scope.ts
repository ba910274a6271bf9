import { sharedStep } from './ddl.ts';

/** Whose client's people somebody is of, and which cards a client no longer has. */
export const clientScope = sharedStep(
  140,
  'client-scope',
  ({ text, keyed }) => `
ALTER TABLE user_account ADD COLUMN client_id ${text} REFERENCES client (client_id);
CREATE TABLE card_left (
  card_id ${text} NOT NULL REFERENCES card (card_id),
  client_id ${text} NOT NULL REFERENCES client (client_id),
  PRIMARY KEY (client_id, card_id)
)${keyed};
`,
);
