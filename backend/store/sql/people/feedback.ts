import type { FeedbackQuestion, FeedbackStore } from '#service/feedback/feedback-ports.ts';
import type { Feedback, NamedFeedback } from '#service/feedback/feedback-rows.ts';
import type { Page } from '#service/page-ports.ts';
import type { FeedbackChange } from '#service/people/changes/feedback-change.ts';
import type { CommitOutcome } from '#service/people/people-rows.ts';
import type { SqlDatabase, SqlWrite } from '../sql.ts';

const COLUMNS = `feedback_id AS feedbackId, number, f.programme_id AS programmeId, contact,
    body AS text, language, f.workstation_id AS workstationId, written_at_ms AS writtenAtMs,
    told_at_ms AS toldAtMs, f.state, answer, answered_at_ms AS answeredAtMs,
    answered_by AS answeredBy, closed_at_ms AS closedAtMs, closed_by AS closedBy, f.revision`;

const SQL = {
  byId: `SELECT ${COLUMNS} FROM feedback f WHERE feedback_id = @feedbackId`,
  page: (where: string) => `
    SELECT ${COLUMNS}, w.name AS workstationName, s.name AS stationName,
      a.display_name AS answeredByName, c.display_name AS closedByName
    FROM feedback f
    LEFT JOIN workstation w ON w.workstation_id = f.workstation_id
    LEFT JOIN station s ON s.station_id = w.station_id
    LEFT JOIN user_account a ON a.user_id = f.answered_by
    LEFT JOIN user_account c ON c.user_id = f.closed_by
    WHERE ${where} ORDER BY number DESC LIMIT @take`,
  last: `SELECT max(number) AS number FROM feedback`,
  add: `
    INSERT INTO feedback (feedback_id, number, programme_id, contact, body, language,
      workstation_id, written_at_ms, told_at_ms, state, answer, answered_at_ms, answered_by,
      closed_at_ms, closed_by, revision)
    VALUES (@feedbackId, @number, @programmeId, @contact, @text, @language, @workstationId,
      @writtenAtMs, @toldAtMs, @state, @answer, @answeredAtMs, @answeredBy, @closedAtMs,
      @closedBy, @revision)
    ON CONFLICT DO NOTHING`,
  put: `
    UPDATE feedback SET state = @state, answer = @answer, answered_at_ms = @answeredAtMs,
      answered_by = @answeredBy, closed_at_ms = @closedAtMs, closed_by = @closedBy,
      revision = revision + 1
    WHERE feedback_id = @feedbackId AND revision = @revision`,
};

/** What people wrote to the network, as it is read. */
export class SqlFeedbackStore implements FeedbackStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  async feedback(feedbackId: string): Promise<Feedback | null> {
    return (await this.#db.get<Feedback>(SQL.byId, { feedbackId })) ?? null;
  }

  async named(feedbackId: string): Promise<NamedFeedback | null> {
    const sql = SQL.page('f.feedback_id = @feedbackId');
    return (await this.#db.get<NamedFeedback>(sql, { feedbackId, take: 1 })) ?? null;
  }

  async page({ cursor, limit, state }: FeedbackQuestion): Promise<Page<NamedFeedback>> {
    const where = [
      ...(cursor === null ? [] : ['number < @before']),
      ...(state === null ? [] : ['f.state = @state']),
      '1 = 1',
    ].join(' AND ');
    const values = { state, before: Number(cursor), take: limit + 1 };
    const found = await this.#db.all<NamedFeedback>(SQL.page(where), values);
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return { rows, nextCursor: last === undefined ? null : String(last.number) };
  }

  async nextNumber(): Promise<number> {
    const last = await this.#db.get<{ number: number | null }>(SQL.last);
    return (last?.number ?? 0) + 1;
  }
}

export async function applyFeedback(
  sql: SqlWrite,
  { kind, feedback }: FeedbackChange,
): Promise<CommitOutcome> {
  const statement = kind === 'feedback.add' ? SQL.add : SQL.put;
  return (await sql.run(statement, { ...feedback })) === 1 ? 'done' : 'stale';
}
