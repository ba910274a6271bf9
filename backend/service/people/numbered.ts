import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';
import { untilWritten } from './until-written.ts';

/** So often is a number drawn anew that another backend of the network has given meanwhile. */
const NUMBERS_MAX = 20;

/** Something that somebody sends in, and that gets the next number of its kind. */
export interface Numbering<Row, Taken> {
  /** Those of a kind take their numbers one after the other. */
  readonly kind: 'applications' | 'feedback';
  /** What the same command has written already; null before. */
  known(): Promise<Row | null>;
  sameAnswer(known: Row): Answer<Taken>;
  nextNumber(): Promise<number>;
  /** Stale when the number, or the command, was written by somebody else meanwhile. */
  add(number: number): Promise<Answer<Taken> | 'stale'>;
}

/**
 * Writes it under its number, once for each command: sent again, or twice at once, it is told the
 * number that it has.
 * @returns what `add` and `sameAnswer` say; `CHANGED_MEANWHILE` when every number was given away
 */
export function numbered<Row, Taken>(
  { locks }: Pick<Service, 'locks'>,
  { kind, known, sameAnswer, nextNumber, add }: Numbering<Row, Taken>,
): Promise<Answer<Taken>> {
  return locks.run(kind, () =>
    untilWritten(async () => {
      const before = await known();
      return before === null ? add(await nextNumber()) : sameAnswer(before);
    }, NUMBERS_MAX),
  );
}
