import type { ReadableDb, WritableDb } from '#sqlite/open.ts';
import { prepared } from '#sqlite/statements.ts';

/**
 * What the backend says to everybody, as it said it last: who is not signed in reads documents and
 * contacts also without the link (rows N-28, V-15, R-36).
 */

/** Keeps an answer in the place of the one before to the same question. */
export function keepOpenAnswer(db: WritableDb, question: string, answer: unknown): void {
  db.prepare(
    `INSERT INTO open_answer VALUES (?, ?)
     ON CONFLICT (question) DO UPDATE SET body = excluded.body`,
  ).run(question, JSON.stringify(answer));
}

/** The kept answer, still to be checked: it may be of another version; null where there is none. */
export function openAnswer(db: ReadableDb, question: string): unknown {
  const row = prepared<[string], { body: string }>(
    db,
    'SELECT body FROM open_answer WHERE question = ?',
  ).get(question);
  return row === undefined ? null : JSON.parse(row.body);
}
