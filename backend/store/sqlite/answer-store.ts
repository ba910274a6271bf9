import type { AnswerStore, KeptAnswer } from '#service/ports.ts';
import type { NetworkWriter } from './network-writer.ts';

/** First answers of requests that the authority does not decide. */
export class SqliteAnswerStore implements AnswerStore {
  readonly #writer: NetworkWriter;
  readonly #get;
  readonly #put;

  constructor(writer: NetworkWriter) {
    this.#writer = writer;
    this.#get = writer.db.prepare<[string], KeptAnswer>(
      `SELECT digest, answer FROM command_answer WHERE command_id = ?`,
    );
    this.#put = writer.db.prepare(
      `INSERT INTO command_answer VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    );
  }

  async firstAnswer(commandId: string): Promise<KeptAnswer | null> {
    return this.#get.get(commandId) ?? null;
  }

  async keepAnswer(commandId: string, kept: KeptAnswer, atMs: number): Promise<void> {
    this.#writer.transaction(() => this.#put.run(commandId, kept.digest, kept.answer, atMs));
  }
}
