import { routes, type RouteAnswer, type RouteInput } from '#protocol/routes.ts';
import type { ReadableDb, WritableDb } from '#sqlite/open.ts';
import { prepared } from '#sqlite/statements.ts';

/**
 * What the backend says to everybody, as it said it last: who is not signed in reads documents and
 * contacts also without the link (rows N-28, V-15, R-36). Beside them stands what it said of a
 * person's own preferences (row O-21), under his id.
 */

/** Routes that need neither person nor workstation, and whose answers are kept for later. */
export type OpenRoute =
  'programme.public' | 'terms.read' | 'terms.versions' | 'news.public' | 'station.public';

export interface OpenQuestion<K extends OpenRoute> {
  readonly routeId: K;
  readonly input: RouteInput<K>;
}

/** Keeps an answer in the place of the one before to the same question. */
export function keepOpenAnswer<K extends OpenRoute>(
  db: WritableDb,
  question: OpenQuestion<K>,
  answer: RouteAnswer<K>,
): void {
  keepAnswer(db, textOf(question), answer);
}

/** The kept answer; null where there is none, or it is of another version. */
export function keptAnswer<K extends OpenRoute>(
  db: ReadableDb,
  question: OpenQuestion<K>,
): RouteAnswer<K> | null {
  const read = routes[question.routeId].answer.safeParse(answerTo(db, textOf(question)));
  // The schema is that of this route.
  return read.success ? (read.data as RouteAnswer<K>) : null;
}

/** The same of a question that is no route's for everybody. */
export function keepAnswer(db: WritableDb, question: string, answer: unknown): void {
  db.prepare(
    `INSERT INTO open_answer VALUES (?, ?)
     ON CONFLICT (question) DO UPDATE SET body = excluded.body`,
  ).run(question, JSON.stringify(answer));
}

/** What was kept, still to be checked: it may be of another version; null where nothing was. */
export function answerTo(db: ReadableDb, question: string): unknown {
  const row = prepared<[string], { body: string }>(
    db,
    'SELECT body FROM open_answer WHERE question = ?',
  ).get(question);
  return row === undefined ? null : JSON.parse(row.body);
}

/** The same text for the same question, in whatever order its fields came. */
function textOf<K extends OpenRoute>({ routeId, input }: OpenQuestion<K>): string {
  const fields = Object.entries(input).map(([name, value]) => `${name}=${String(value)}`);
  return [routeId, ...fields.toSorted()].join(' ');
}
