import type { RecentFill } from '#domain/sale/duplicate.ts';
import type * as r from '#protocol/records.ts';
import type { Page, PageQuestion } from './page-ports.ts';

/** The books as people look at them; what moves them goes through the deciding port. */
export interface LedgerStore {
  /** Open holds that were given before an instant, oldest first. */
  staleHolds(question: PageQuestion & { readonly beforeMs: number }): Promise<Page<r.StaleHold>>;
  /** Fills of a card since an instant, newest first; reversed ones are none. */
  recentFills(cardId: string, sinceMs: number): Promise<readonly RecentFill[]>;
  /** IANA zones of all stations and contracts. */
  zones(): Promise<readonly string[]>;
  /** Newest first. */
  locks(): Promise<readonly r.PeriodLockRecord[]>;
  /** Of one contract, newest first. */
  closings(
    question: PageQuestion & { readonly contractId: string },
  ): Promise<Page<r.ClosingRecord>>;
  /** Closes the days of all accounts that are over; the number of days that were closed. */
  closeDays(nowMs: number): Promise<number>;
}
