// Who did what, and how it ended (rule G8): one entry per accepted command and per refusal of a
// sensitive one. Entries are chained as the lines of a journal are (acceptance §4.5): each hash
// covers the entry and the hash before it, so nothing is changed or taken out unseen.

import { assert, assertSafeInteger } from '../assert.ts';

/**
 * What somebody did; never a password, a code, a token, a PIN or a card number. Contacts are masked
 * where the entry is kept.
 */
export interface AuditEntry {
  /** The command's name in the field's terms, as `password.set`. */
  readonly event: string;
  /** Who did it; null where nobody had signed in. */
  readonly userId: string | null;
  readonly workstationId: string | null;
  /** What it was done to: `account`, `programme`, `contract`…; null where there is no object. */
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
  /** Why it was refused; null when it was accepted. */
  readonly code: string | null;
  /** What changed, as JSON values; null where there was, or is, nothing. */
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** An entry as it is kept: `before` and `after` as the JSON texts that the hash covers. */
export interface KeptAuditEntry extends Omit<AuditEntry, 'before' | 'after'> {
  /** 1, 2, 3… without a gap. */
  readonly seq: number;
  readonly atMs: number;
  readonly before: string | null;
  readonly after: string | null;
  /** SHA-256 of the entry before it in lower-case hex; that of the first is `AUDIT_BEGINNING`. */
  readonly previousHash: string;
}

/** What the first entry names as the hash before it. */
export const AUDIT_BEGINNING = '0'.repeat(64);

/**
 * The text whose SHA-256 is the entry's hash: canonical JSON (RFC 8785) of the kept fields. The
 * fields stand in the order of their names, and each is a text, a whole number or null.
 */
export function auditText(entry: KeptAuditEntry): string {
  assertSafeInteger(entry.seq, 'seq');
  assert(/^[0-9a-f]{64}$/u.test(entry.previousHash), 'previousHash must be SHA-256 in hex');
  const { after, atMs, before, code, event, previousHash, seq } = entry;
  const { subjectId, subjectKind, userId, workstationId } = entry;
  const named = { after, atMs, before, code, event, previousHash, seq };
  return JSON.stringify({ ...named, subjectId, subjectKind, userId, workstationId });
}
