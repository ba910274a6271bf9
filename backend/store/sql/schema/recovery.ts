import { sharedStep } from './ddl.ts';

/** What a database that was restored from a backup still waits for, and how it is recognized. */
export const recovery = sharedStep(
  110,
  'recovery',
  ({ int, text, rows, keyed }) => `
CREATE TABLE recovery (
  id ${int} PRIMARY KEY CHECK (id = 1),
  since_ms ${int} NOT NULL,
  reason ${text} NOT NULL CHECK (reason IN ('told', 'mark', 'head')),
  declared_minor ${int} NOT NULL CHECK (declared_minor BETWEEN 0 AND 9007199254740991)
)${rows};
CREATE TABLE recovery_awaited (
  workstation_id ${text} PRIMARY KEY REFERENCES workstation (workstation_id)
)${keyed};
CREATE TABLE recovery_taken (
  contract_id ${text} PRIMARY KEY REFERENCES contract (contract_id),
  taken_minor ${int} NOT NULL CHECK (taken_minor BETWEEN 0 AND 9007199254740991)
)${keyed};
CREATE TABLE store_mark (
  id ${int} PRIMARY KEY CHECK (id = 1),
  number ${int} NOT NULL CHECK (number >= 0)
)${rows};
`,
);
