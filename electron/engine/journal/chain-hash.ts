import { hash } from 'node:crypto';
import { chainText, FIRST_PREVIOUS_HASH, type ChainLine } from '#domain/journal/chain.ts';
import type { ChainHead } from '#domain/journal/head.ts';
import type { JournalLine } from '#protocol/journal.ts';

/** SHA-256 of a line's canonical text, lower-case hex (architecture §4). */
export function lineHash(line: ChainLine): string {
  return hash('sha256', chainText(line), 'hex');
}

export const EMPTY_HEAD: ChainHead = { seq: 0, hash: FIRST_PREVIOUS_HASH };

/** Whether a line is the untouched next one after `head` (I8, `verify`). */
export function follows(head: ChainHead, { hash: told, ...line }: JournalLine): boolean {
  if (line.seq !== head.seq + 1 || line.previousHash !== head.hash) return false;
  // What zod calls a JSON record is the domain's Json; the two types only differ in name.
  return told === lineHash(line as ChainLine);
}
