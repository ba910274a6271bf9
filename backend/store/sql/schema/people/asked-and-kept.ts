import type { SharedStep } from '../ddl.ts';

const REFUSAL = 'entries of the audit trail are never changed and never deleted';

const ASKED = `
ALTER TABLE approval ADD COLUMN before TEXT;
ALTER TABLE approval ADD COLUMN after TEXT;
`;

const SQLITE = `${ASKED}
CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry
  BEGIN SELECT RAISE(ABORT, '${REFUSAL}'); END;
CREATE TRIGGER audit_entry_fixed BEFORE UPDATE ON audit_entry
  BEGIN SELECT RAISE(ABORT, '${REFUSAL}'); END;
`;

const POSTGRES = `${ASKED}
CREATE FUNCTION keep_audit_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '${REFUSAL}';
END $$;
CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION keep_audit_entry();
`;

/**
 * The audit trail only grows (rule G8): whoever opens the database by hand is stopped before he
 * changes it, and who takes the triggers away first is found by the hashes. The engines have no
 * word in common for it. And what waits for a second person says what was asked of him (N-12).
 */
export const askedAndKept: SharedStep = {
  sqlite: { number: 340, name: 'asked-and-kept', sql: SQLITE },
  postgres: { number: 340, name: 'asked-and-kept', sql: POSTGRES },
};
