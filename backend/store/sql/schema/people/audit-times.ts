import { sharedStep } from '../ddl.ts';

/** The audit trail is read by the days and the commands that somebody asks about. */
export const auditTimes = sharedStep(
  330,
  'audit-times',
  () => `
CREATE INDEX audit_entry_by_time ON audit_entry (at_ms, seq);
CREATE INDEX audit_entry_of_event ON audit_entry (event, seq);
`,
);
