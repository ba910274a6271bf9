import type { WritableDb } from '#sqlite/open.ts';
import { inTransaction } from '#sqlite/transaction.ts';
import { FeedBook } from './feed-book.ts';

/** The one writer of the network's database: each piece of work is one durable transaction. */
export class NetworkWriter {
  readonly db: WritableDb;
  readonly feed: FeedBook;

  constructor(db: WritableDb) {
    this.db = db;
    this.feed = new FeedBook(db);
  }

  /** All of `work` or nothing of it; listeners hear of a moved feed after the commit. */
  transaction<T>(work: () => T): T {
    const result = this.#committed(work);
    this.feed.announce();
    return result;
  }

  #committed<T>(work: () => T): T {
    try {
      return inTransaction(this.db, work);
    } catch (error) {
      this.feed.forget();
      throw error;
    }
  }
}
