/**
 * The list of what the product must do: ids with one-line titles, in the order they are printed.
 */
import titles from './rows.json' with { type: 'json' };

export interface Row {
  readonly id: string;
  readonly title: string;
}

export const rows: readonly Row[] = Object.entries(titles).map(([id, title]) => ({ id, title }));

/** How many rows each list has; the first five are the functions of the product, 132 together. */
export const lists: Readonly<Record<string, { readonly count: number; readonly name: string }>> = {
  N: { count: 28, name: 'corporate cards and bonus account' },
  O: { count: 26, name: 'corporate cards, liquid and gaseous fuel' },
  R: { count: 40, name: 'loyalty' },
  V: { count: 18, name: 'gas for industry' },
  P: { count: 20, name: 'cards and electronic talons' },
  X: { count: 35, name: 'limits, cards, control' },
  D: { count: 16, name: 'documents, accounting, roles' },
  T: { count: 9, name: 'electronic talons in detail' },
  L: { count: 9, name: 'loyalty in detail' },
  A: { count: 7, name: 'ledger and platform' },
  F: { count: 8, name: 'formats and law' },
  C: { count: 16, name: 'complaints turned into tests' },
};

export const listOf = (id: string): string => id.charAt(0);

const ID = '[NORVPXDTLAF]-\\d{2}|C\\d{1,2}';
const BRACKETS = new RegExp(`\\[((?:${ID})(?:[,;\\s]+(?:${ID}))*)\\]`, 'gu');

/** Ids that a test names: `[O-14] exactly at the limit…`, `[N-16, O-14] …`, `[C8][O-14] …`. */
export function idsIn(text: string): string[] {
  return [...text.matchAll(BRACKETS)].flatMap((match) => (match[1] ?? '').split(/[,;\s]+/u));
}
