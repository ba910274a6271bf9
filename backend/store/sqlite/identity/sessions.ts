import type { SessionRow } from '#service/ports.ts';
import type { WritableDb } from '#sqlite/open.ts';

const COLUMNS = `
  session_id AS sessionId, token_hash AS tokenHash, user_id AS userId, role,
  workstation_id AS workstationId, opened_at_ms AS openedAtMs, expires_at_ms AS expiresAtMs`;

/** Sessions of people; those that are over go when a new one comes. */
export class Sessions {
  readonly #statements;

  constructor(db: WritableDb) {
    this.#statements = {
      add: db.prepare(`
        INSERT INTO session VALUES (@sessionId, @tokenHash, @userId, @role, @workstationId,
          @openedAtMs, @expiresAtMs)`),
      clear: db.prepare(`DELETE FROM session WHERE user_id = ? AND expires_at_ms <= ?`),
      byTokenHash: db.prepare<[string], SessionRow>(
        `SELECT ${COLUMNS} FROM session WHERE token_hash = ?`,
      ),
      of: db.prepare<[string], SessionRow>(
        `SELECT ${COLUMNS} FROM session WHERE user_id = ? ORDER BY opened_at_ms, session_id`,
      ),
      remove: db.prepare(`DELETE FROM session WHERE session_id = ?`),
    };
  }

  add(session: SessionRow): void {
    this.#statements.clear.run(session.userId, session.openedAtMs);
    this.#statements.add.run(session);
  }

  byTokenHash(tokenHash: string): SessionRow | null {
    return this.#statements.byTokenHash.get(tokenHash) ?? null;
  }

  of(userId: string): readonly SessionRow[] {
    return this.#statements.of.all(userId);
  }

  remove(sessionId: string): void {
    this.#statements.remove.run(sessionId);
  }
}
