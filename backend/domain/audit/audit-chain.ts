import { AUDIT_BEGINNING, auditText, type KeptAuditEntry } from './audit-entry.ts';

/** An entry as it is kept, with its own hash. */
export interface ChainedEntry extends KeptAuditEntry {
  readonly hash: string;
}

/** The last entry that was found whole; `CHAIN_BEGINNING` before the first. */
export type ChainEnd = Pick<ChainedEntry, 'seq' | 'hash'>;

export const CHAIN_BEGINNING: ChainEnd = { seq: 0, hash: AUDIT_BEGINNING };

/**
 * The first thing that is wrong with a trail. missing: an entry before this one is not there.
 * unlinked: it does not name the hash of the one before. changed: its own hash is another one.
 */
export interface ChainFault {
  readonly seq: number;
  readonly kind: 'missing' | 'unlinked' | 'changed';
}

/**
 * Whether an entry is the one that follows (acceptance §4.5); what is wrong with it, or null.
 * @param sha256 in lower-case hex
 */
export function faultAfter(
  end: ChainEnd,
  { hash, ...entry }: ChainedEntry,
  sha256: (text: string) => string,
): ChainFault | null {
  if (entry.seq !== end.seq + 1) return { seq: end.seq + 1, kind: 'missing' };
  if (entry.previousHash !== end.hash) return { seq: entry.seq, kind: 'unlinked' };
  return sha256(auditText(entry)) === hash ? null : { seq: entry.seq, kind: 'changed' };
}
