import { createHash } from 'node:crypto';
import { CHAIN_BEGINNING, faultAfter, type ChainedEntry } from '#domain/audit/audit-chain.ts';
import type { ReadableDb } from '#sqlite/open.ts';

const WORDS = {
  missing: 'is missing',
  unlinked: 'does not follow the one before it',
  changed: 'is not what was written',
} as const;

/**
 * Makes every hash of the audit trail anew, from its first entry to its last (acceptance §4.5); the
 * first entry that was changed, or before which one is missing, or null. A trail that was cut at
 * its end is whole: only who kept its head elsewhere sees that.
 */
export function recountTrail(db: ReadableDb): string | null {
  const rows = db
    .prepare<[], ChainedEntry>(
      `SELECT seq, at_ms AS atMs, event, user_id AS userId, workstation_id AS workstationId, address,
        subject_kind AS subjectKind, subject_id AS subjectId, code, before, after,
        previous_hash AS previousHash, hash
      FROM audit_entry ORDER BY seq`,
    )
    .iterate();
  let end = CHAIN_BEGINNING;
  for (const entry of rows) {
    const fault = faultAfter(end, entry, sha256);
    if (fault !== null) return `audit entry ${fault.seq} ${WORDS[fault.kind]}`;
    end = entry;
  }
  return null;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
