import { hash } from 'node:crypto';
import {
  canonicalText,
  chainTextAround,
  FIRST_PREVIOUS_HASH,
  type ChainLine,
} from '#domain/journal/chain.ts';
import type { ChainHead } from '#domain/journal/head.ts';
import type { JournalLine } from '#protocol/journal.ts';

/**
 * SHA-256 of the canonical text of a line around its body's canonical text, lower-case hex
 * (architecture §4).
 */
export function hashAround(line: Omit<ChainLine, 'body'>, bodyText: string): string {
  return hash('sha256', chainTextAround(line, bodyText), 'hex');
}

export const EMPTY_HEAD: ChainHead = { seq: 0, hash: FIRST_PREVIOUS_HASH };

/** Whether a line is the untouched next one after `head` (I8, `verify`). */
export function follows(head: ChainHead, { hash: told, ...line }: JournalLine): boolean {
  if (line.seq !== head.seq + 1 || line.previousHash !== head.hash) return false;
  return told === hashAround(line, canonicalText(line.body));
}
