import type { AnswerStore, KeptAnswer } from '#service/ports.ts';
import type { SqlDatabase } from './sql.ts';

/** First answers of requests that the authority does not decide. */
export class SqlAnswerStore implements AnswerStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  async firstAnswer(commandId: string): Promise<KeptAnswer | null> {
    const row = await this.#db.get<KeptAnswer>(
      `SELECT digest, answer FROM command_answer WHERE command_id = @commandId`,
      { commandId },
    );
    return row ?? null;
  }

  async keepAnswer(commandId: string, kept: KeptAnswer, atMs: number): Promise<void> {
    await this.#db.write((sql) =>
      sql.run(
        `INSERT INTO command_answer VALUES (@commandId, @digest, @answer, @atMs)
        ON CONFLICT DO NOTHING`,
        { commandId, atMs, ...kept },
      ),
    );
  }
}
