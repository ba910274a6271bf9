/** A paper as it is typed: days are not there until they are chosen. */
export interface PaperValues {
  title: string;
  number: string;
  fromOn: string | null;
  untilOn: string | null;
}

export type PaperName = keyof PaperValues;

export const emptyPaper: PaperValues = { title: '', number: '', fromOn: null, untilOn: null };
