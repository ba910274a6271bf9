import type { AnswerStore, KeptAnswer } from '#service/ports.ts';
import type { AnswerChange } from '#service/people/changes/answer-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { SqlDatabase, SqlWrite } from './sql.ts';

const KEEP = `
  INSERT INTO command_answer VALUES (@commandId, @digest, @answer, @atMs) ON CONFLICT DO NOTHING`;

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
    await this.#db.write((sql) => sql.run(KEEP, { commandId, atMs, ...kept }));
  }
}

/** Keeps an answer together with what it is the answer to. */
export async function applyAnswer(
  sql: SqlWrite,
  { commandId, first }: AnswerChange,
  atMs: number,
): Promise<CommitOutcome> {
  return (await sql.run(KEEP, { commandId, atMs, ...first })) === 1 ? 'done' : 'stale';
}
