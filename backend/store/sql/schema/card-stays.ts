import { sharedStep } from './ddl.ts';

/**
 * Until when a card was on a contract that it is no longer on. Of a card that moved before this
 * step nobody wrote down when: it counts as having been where it is.
 */
export const cardStays = sharedStep(
  220,
  'card-stays',
  ({ int, text, keyed }) => `
CREATE TABLE card_stay (
  card_id ${text} NOT NULL REFERENCES card (card_id),
  until_ms ${int} NOT NULL,
  contract_id ${text} NOT NULL REFERENCES contract (contract_id),
  PRIMARY KEY (card_id, until_ms)
)${keyed};
`,
);
