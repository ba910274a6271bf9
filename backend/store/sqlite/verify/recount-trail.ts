import { createHash } from 'node:crypto';
import { AUDIT_BEGINNING, auditText, type KeptAuditEntry } from '#domain/audit/audit-entry.ts';
import type { ReadableDb } from '#sqlite/open.ts';

type Row = KeptAuditEntry & { readonly hash: string };

/**
 * Makes every hash of the audit trail anew, from its first entry to its last (acceptance §4.5); the
 * first entry that was changed, or before which one is missing, or null. A trail that was cut at
 * its end is whole: only who kept its head elsewhere sees that.
 */
export function recountTrail(db: ReadableDb): string | null {
  const rows = db
    .prepare<[], Row>(
      `SELECT seq, at_ms AS atMs, event, user_id AS userId, workstation_id AS workstationId,
        subject_kind AS subjectKind, subject_id AS subjectId, code, before, after,
        previous_hash AS previousHash, hash
      FROM audit_entry ORDER BY seq`,
    )
    .iterate();
  let expected = { seq: 1, previousHash: AUDIT_BEGINNING };
  for (const { hash, ...entry } of rows) {
    if (entry.seq !== expected.seq) return `audit entry ${expected.seq} is missing`;
    if (entry.previousHash !== expected.previousHash) {
      return `audit entry ${entry.seq} does not follow the one before it`;
    }
    const made = createHash('sha256').update(auditText(entry)).digest('hex');
    if (made !== hash) return `audit entry ${entry.seq} is not what was written`;
    expected = { seq: entry.seq + 1, previousHash: hash };
  }
  return null;
}
