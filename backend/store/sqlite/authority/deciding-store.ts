import type { decide } from '#domain/authority/decide.ts';
import type { AuthorityAnswer, AuthorityRequest, DecidingStore } from '#service/ports.ts';
import { decideBatch, type DecidedBatch } from '../../authority/decide-batch.ts';
import type { NetworkWriter } from '../network-writer.ts';
import { KeptRows } from './kept-rows.ts';
import { StateReader } from './state-reader.ts';
import { StateWriter } from './state-writer.ts';

/**
 * The deciding port on SQLite: all requests of a batch are decided in order in one transaction
 * that holds the write lock, with one fsync at its end. An exception undoes the whole batch;
 * whoever collects a batch of several askers then asks for each alone.
 */
export class SqliteDecidingStore implements DecidingStore {
  readonly #writer: NetworkWriter;
  readonly #state: StateWriter;
  readonly #kept = new KeptRows();
  readonly #source;
  /** Says by another number that somebody else has written since. */
  readonly #stamp: () => number;
  #keptAt: number;

  private constructor(writer: NetworkWriter, stamp: () => number) {
    this.#writer = writer;
    this.#state = new StateWriter(writer);
    this.#source = this.#kept.over(new StateReader(writer.db));
    this.#stamp = stamp;
    this.#keptAt = stamp();
  }

  /** Over the one connection that writes. */
  static alone(writer: NetworkWriter): SqliteDecidingStore {
    return new SqliteDecidingStore(writer, () => writer.generation);
  }

  /** Over a connection of its own, beside others that write: SQLite itself knows of them. */
  static besideOthers(writer: NetworkWriter): SqliteDecidingStore {
    const version = writer.db.prepare<[], number>('PRAGMA data_version').pluck();
    return new SqliteDecidingStore(writer, () => version.get() ?? 0);
  }

  commitBatch(
    requests: readonly AuthorityRequest[],
    decideOne: typeof decide,
  ): Promise<readonly AuthorityAnswer[]> {
    return this.#writer.exclusive(() => {
      try {
        const { answers, delta } = this.#writer.decided(() => this.#decide(requests, decideOne));
        this.#kept.committed(delta);
        return answers;
      } catch (error) {
        this.#kept.drop();
        throw error;
      }
    });
  }

  /** With the write lock held: nobody writes between the look at the stamp and the end. */
  #decide(requests: readonly AuthorityRequest[], decideOne: typeof decide): DecidedBatch {
    const stamp = this.#stamp();
    if (stamp !== this.#keptAt) this.#kept.drop();
    this.#keptAt = stamp;
    const batch = decideBatch(this.#source, requests, decideOne);
    this.#state.write(batch.delta);
    return batch;
  }
}
