import { createHash } from 'node:crypto';
import { CHAIN_BEGINNING, type ChainedEntry, type ChainEnd } from '#domain/audit/audit-chain.ts';
import { auditText, type AuditEntry, type JsonObject } from '#domain/audit/audit-entry.ts';
import { withoutContacts } from '#domain/audit/masked-person.ts';

/** The last entry of the trail; of an empty one there is none. */
export const AUDIT_HEAD = `SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1`;

export const ADD_AUDIT_ENTRY = `
  INSERT INTO audit_entry (seq, at_ms, event, user_id, workstation_id, address, subject_kind,
    subject_id, code, before, after, previous_hash, hash)
  VALUES (@seq, @atMs, @event, @userId, @workstationId, @address, @subjectKind, @subjectId, @code,
    @before, @after, @previousHash, @hash)`;

/** What is told, and when it happened. */
export interface TimedEntry {
  readonly entry: AuditEntry;
  readonly atMs: number;
}

/**
 * Entries as they follow the last one of the trail, each chained to the one before and without
 * anybody's contacts. Whoever writes them holds the end of the trail till then.
 */
export function chainedRows(
  head: ChainEnd | undefined,
  told: readonly TimedEntry[],
): readonly ChainedEntry[] {
  let end = head ?? CHAIN_BEGINNING;
  return told.map(({ entry, atMs }) => {
    const kept = {
      ...entry,
      seq: end.seq + 1,
      atMs,
      before: textOf(entry.before && withoutContacts(entry.before)),
      after: textOf(entry.after && withoutContacts(entry.after)),
      previousHash: end.hash,
    };
    const hash = createHash('sha256').update(auditText(kept)).digest('hex');
    end = { seq: kept.seq, hash };
    return { ...kept, hash };
  });
}

/** What was before or after a change, as it is kept. */
export function textOf(values: JsonObject | null): string | null {
  return values === null ? null : JSON.stringify(values);
}
