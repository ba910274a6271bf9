import { createHash } from 'node:crypto';
import { AUDIT_BEGINNING, auditText, type AuditEntry } from '#domain/audit/audit-entry.ts';
import type { SqlWrite } from '../sql.ts';

const SQL = {
  head: `SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1`,
  add: `
    INSERT INTO audit_entry (seq, at_ms, event, user_id, workstation_id, subject_kind, subject_id,
      code, before, after, previous_hash, hash)
    VALUES (@seq, @atMs, @event, @userId, @workstationId, @subjectKind, @subjectId, @code, @before,
      @after, @previousHash, @hash)`,
};

/** Adds an entry at the end of the chain; one after the other, on however many backends. */
export async function addAuditEntry(sql: SqlWrite, entry: AuditEntry, atMs: number): Promise<void> {
  await sql.lock('audit');
  const head = await sql.get<{ seq: number; hash: string }>(SQL.head);
  const kept = {
    ...entry,
    seq: (head?.seq ?? 0) + 1,
    atMs,
    before: entry.before === null ? null : JSON.stringify(entry.before),
    after: entry.after === null ? null : JSON.stringify(entry.after),
    previousHash: head?.hash ?? AUDIT_BEGINNING,
  };
  const hash = createHash('sha256').update(auditText(kept)).digest('hex');
  await sql.run(SQL.add, { ...kept, hash });
}
