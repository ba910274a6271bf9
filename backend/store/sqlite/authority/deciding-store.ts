import type { decide } from "#domain/authority/decide.ts";
import type {
  AuthorityAnswer,
  AuthorityRequest,
  DecidingStore,
} from "#service/ports.ts";
import {
  decideBatch,
  type DecidedBatch,
} from "../../authority/decide-batch.ts";
import type { NetworkWriter } from "../network-writer.ts";
import { KeptRows } from "./kept-rows.ts";
import { StateReader } from "./state-reader.ts";
import { StateWriter } from "./state-writer.ts";

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
  #generation: number;

  constructor(writer: NetworkWriter) {
    this.#writer = writer;
    this.#state = new StateWriter(writer);
    this.#source = this.#kept.over(new StateReader(writer.db));
    this.#generation = writer.generation;
  }

  commitBatch(
    requests: readonly AuthorityRequest[],
    decideOne: typeof decide,
  ): Promise<readonly AuthorityAnswer[]> {
    return this.#writer.exclusive(() => {
      if (this.#generation !== this.#writer.generation) this.#kept.drop();
      this.#generation = this.#writer.generation;
      try {
        const { answers, delta } = this.#writer.decided(() =>
          this.#decide(requests, decideOne),
        );
        this.#kept.committed(delta);
        return answers;
      } catch (error) {
        this.#kept.drop();
        throw error;
      }
    });
  }

  #decide(
    requests: readonly AuthorityRequest[],
    decideOne: typeof decide,
  ): DecidedBatch {
    const batch = decideBatch(this.#source, requests, decideOne);
    this.#state.write(batch.delta);
    return batch;
  }
}
