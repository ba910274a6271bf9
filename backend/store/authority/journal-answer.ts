import { placeOf, type ChainHead } from '#domain/journal/head.ts';
import type { LineText, LineAnswer } from '#protocol/journal.ts';
import type { JournalAnswer, StoredLine } from './state-source.ts';

/** A line that is kept, with what became of it. */
export interface KeptLine extends JournalAnswer {
  readonly workstationId: string;
  readonly line: LineText;
  readonly commandId: string | null;
  readonly contractId: string | null;
}

/** What the workstation is told of a line: why it was refused, or what to look at (C11). */
export function answerOf({ status, code, remark }: JournalAnswer): Omit<LineAnswer, 'seq'> {
  return { status, code: code ?? remark };
}

/**
 * Null when the line is the next one and may be appended. Otherwise its answer: `duplicate` for
 * a line that is kept already, or its first answer when that told of something; `conflict` for one
 * that breaks the chain (I8).
 */
export function judgeLine(
  line: LineText,
  head: ChainHead,
  known: (seq: number) => StoredLine | null,
): Omit<LineAnswer, 'seq'> | null {
  const place = placeOf(head, line);
  if (place === 'next') return null;
  if (place === 'gap') return { status: 'conflict', code: 'JOURNAL_GAP' };
  const kept = known(line.seq);
  if (place === 'forked' || kept?.hash !== line.hash) {
    return { status: 'conflict', code: 'JOURNAL_FORKED' };
  }
  const first = answerOf(kept);
  return first.code === null ? { status: 'duplicate', code: null } : first;
}
