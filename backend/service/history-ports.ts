import type { FoundOperation, MonthRecord } from '#protocol/records/history.ts';

/** Whose months are asked for; the whole network has no id. */
export type MonthSubject = 'contract' | 'client' | 'station' | 'network';
/** What each month is divided by. */
export type MonthPart = 'none' | 'product' | 'station' | 'contract';

export interface MonthQuestion {
  readonly subjectKind: MonthSubject;
  readonly subjectId: string | null;
  readonly by: MonthPart;
  /** `2026-11`, oldest first. */
  readonly months: readonly string[];
  readonly limit: number;
}

export interface OperationQuestion {
  /** Up to four words: a slip number, an amount, an id, parts of a card's or station's text. */
  readonly search: string;
  /** Only fills that went above a limit that alerts; no words find all of them. */
  readonly alerted?: boolean;
  /** The only client whose operations are looked at; null for all. */
  readonly clientId: string | null;
  readonly cursor: string | null;
  readonly limit: number;
}

export interface OperationPage {
  /** The newest first. */
  readonly rows: readonly FoundOperation[];
  readonly nextCursor: string | null;
  /** True when so many cards or stations have the words that not all of them were looked at. */
  readonly cut: boolean;
}

/** What is asked of years of operations, by sums that are kept and by indexes. */
export interface HistoryStore {
  /** A row per month, currency and part: money of different currencies is never added. */
  months(question: MonthQuestion): Promise<readonly MonthRecord[]>;
  operations(question: OperationQuestion): Promise<OperationPage>;
}
