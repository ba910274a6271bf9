// Who did what, and how it ended (rule G8): one entry per accepted command and per refusal of a
// sensitive one. Entries are chained as the lines of a journal are (acceptance §4.5): each hash
// covers the entry and the hash before it, so nothing is changed or taken out unseen.

import { assert, assertSafeInteger } from '../assert.ts';
import type { AuditEvent } from './audit-event.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Who did something, and where. */
export interface Doer {
  /** Null where nobody had signed in. */
  readonly userId: string | null;
  /** Null where it was done at no workstation, or at none that is proved. */
  readonly workstationId: string | null;
  /** From where on the network, as the trail keeps it; null where nobody knows. */
  readonly address: string | null;
}

/**
 * What somebody did; never a password, a code, a token, a PIN or a card number. Contacts are masked
 * where the entry is kept.
 */
export interface Deed {
  readonly event: AuditEvent;
  /** What it was done to: `account`, `programme`, `contract`…; left out where it is nothing. */
  readonly subjectKind?: string | null;
  readonly subjectId?: string | null;
  /** Why it was refused; left out when it was accepted. */
  readonly code?: string | null;
  /** What changed, as JSON values; left out where there was, or is, nothing. */
  readonly before?: JsonObject | null;
  readonly after?: JsonObject | null;
}

/** What one entry tells; only `auditEntry` makes it. */
export type AuditEntry = Doer & Required<Deed>;

/** The entry of what somebody did: nothing is told without who and where. */
export function auditEntry(doer: Doer, deed: Deed): AuditEntry {
  const { userId, workstationId, address } = doer;
  const { event, subjectKind = null, subjectId = null, code = null } = deed;
  const { before = null, after = null } = deed;
  const who = { userId, workstationId, address };
  return { event, ...who, subjectKind, subjectId, code, before, after };
}

/** An entry as it is kept: `before` and `after` as the JSON texts that the hash covers. */
export interface KeptAuditEntry extends Omit<AuditEntry, 'event' | 'before' | 'after'> {
  readonly event: string;
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
 * fields stand in the order of their names, and each is a text, a whole number or null. An address
 * is named only where there is one: entries of before it was kept have the hash that they had.
 */
export function auditText(entry: KeptAuditEntry): string {
  assertSafeInteger(entry.seq, 'seq');
  assert(/^[0-9a-f]{64}$/u.test(entry.previousHash), 'previousHash must be SHA-256 in hex');
  const from = entry.address === null ? {} : { address: entry.address };
  const { after, atMs, before, code, event, previousHash, seq } = entry;
  const { subjectId, subjectKind, userId, workstationId } = entry;
  const named = { after, atMs, before, code, event, previousHash, seq };
  return JSON.stringify({ ...from, ...named, subjectId, subjectKind, userId, workstationId });
}
