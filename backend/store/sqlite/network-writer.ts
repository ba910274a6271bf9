import type { WritableDb } from '#sqlite/open.ts';
import { inAsyncTransaction, inTransaction } from '#sqlite/transaction.ts';
import { OneByOne } from '../sql/one-by-one.ts';
import { FeedBook } from './feed-book.ts';

/**
 * The one writer of the network's database: each piece of work is one durable transaction. Pieces
 * take turns, because a transaction belongs to its connection and an asynchronous piece may leave
 * it open for many turns of the event loop.
 */
export class NetworkWriter {
  readonly db: WritableDb;
  readonly feed: FeedBook;
  readonly #turns = new OneByOne();
  #generation = 0;

  constructor(db: WritableDb) {
    this.db = db;
    this.feed = new FeedBook(db);
  }

  /** Grows with every piece of work that was not a decision: what was read before may be old. */
  get generation(): number {
    return this.#generation;
  }

  /** All of `work` or nothing of it; listeners hear of a moved feed after the commit. */
  transaction<T>(work: () => T | Promise<T>): Promise<T> {
    return this.exclusive(async () => {
      this.#generation += 1;
      try {
        const result = await inAsyncTransaction(this.db, work);
        this.feed.announce();
        return result;
      } catch (error) {
        this.feed.forget();
        throw error;
      }
    });
  }

  /** Runs `work` while nobody else writes, in the order in which it was asked for. */
  exclusive<T>(work: () => T | Promise<T>): Promise<T> {
    return this.#turns.run(work);
  }

  /** One transaction of decisions, inside `exclusive`. */
  decided<T>(work: () => T): T {
    try {
      const result = inTransaction(this.db, work);
      this.feed.announce();
      return result;
    } catch (error) {
      this.feed.forget();
      throw error;
    }
  }
}
