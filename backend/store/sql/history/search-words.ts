import { searchWords } from '#domain/text/fold.ts';

/** A word of a search as what it may stand for. */
export interface SearchWord {
  /** As it was typed, folded. */
  readonly text: string;
  /** A slip's number; null where it is none. */
  readonly slipNumber: number | null;
  /** Minor units; null where it is no amount. */
  readonly amountMinor: number | null;
  /** The beginning of an operation's id; null where it is too short for one. */
  readonly idStart: string | null;
}

const SLIP_MAX = 1_000_000_000;
/** Shorter, it would be the beginning of everything that was sold within minutes. */
const ID_START = /^[a-z0-9]{4,8}-[a-z0-9-]{4,}$/u;

/** The words of a search, the one that says most first: it leads, and the others pick. */
export function operationWords(search: string): readonly SearchWord[] {
  return searchWords(search)
    .map(wordOf)
    .toSorted((a, b) => weightOf(b) - weightOf(a));
}

function wordOf(text: string): SearchWord {
  const slip = /^\d{1,10}$/u.test(text) ? Number(text) : null;
  return {
    text,
    slipNumber: slip !== null && slip <= SLIP_MAX ? slip : null,
    amountMinor: amountOf(text),
    idStart: ID_START.test(text) ? text : null,
  };
}

/** `3000`, `3000,5` and `3000.50` are amounts; minor units are hundredths in every currency. */
function amountOf(text: string): number | null {
  const [, whole, part = ''] = /^(\d{1,10})(?:[.,](\d{1,2}))?$/u.exec(text) ?? [];
  return whole === undefined ? null : Number(whole) * 100 + Number(part.padEnd(2, '0'));
}

/** True for a word that may be a slip's number or an amount. */
export function isNumber({ slipNumber, amountMinor }: SearchWord): boolean {
  return (slipNumber ?? amountMinor) !== null;
}

/** An id says most, then the longest text, then a number. */
function weightOf(word: SearchWord): number {
  if (word.idStart !== null && !isNumber(word)) return 2_000 + word.text.length;
  return isNumber(word) ? word.text.length : 1_000 + word.text.length;
}
