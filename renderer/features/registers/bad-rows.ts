import type { BadRow } from '#protocol/records/registers.ts';
import type { Refusal } from '#ui/text/use-error-text.ts';

/** Words for a refusal, as `useErrorText` gives them. */
export type ErrorWords = (refusal: Refusal) => { readonly title: string; readonly text: string };

/** Why a row cannot be taken; two different rows of one id are a case of their own. */
export function isDoubledId({ params }: BadRow): boolean {
  return params['reason'] === 'duplicate';
}

export interface BadRowCells {
  readonly line: string;
  readonly column: string;
  readonly reason: string;
}

export interface BadRowWords {
  readonly errorText: ErrorWords;
  readonly doubledId: string;
  readonly wholeRow: string;
}

/** A bad row in words: where it is in the file and what is wrong with it. */
export function badRowCells(row: BadRow, words: BadRowWords): BadRowCells {
  const { title, text } = words.errorText({ code: row.code, params: row.params });
  return {
    line: String(row.line),
    column: row.column ?? words.wholeRow,
    reason: isDoubledId(row) ? words.doubledId : `${title}. ${text}`,
  };
}
