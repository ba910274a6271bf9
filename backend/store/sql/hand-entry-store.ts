import type { HandEntry, HandEntryStore } from '#service/hand-entry-ports.ts';
import type { Sql, SqlDatabase } from './sql.ts';

const SQL = {
  own: `SELECT command_id AS id FROM hand_entry WHERE command_id = @commandId`,
  booked: `SELECT sale_id AS id FROM sale WHERE sale_id = @saleId`,
  count: `
    SELECT count(*) AS count FROM hand_entry
    WHERE user_id = @userId AND entered_on = @enteredOn`,
  add: `
    INSERT INTO hand_entry (command_id, sale_id, user_id, entered_on, reason)
    VALUES (@commandId, @saleId, @userId, @enteredOn, @reason)`,
  forget: `DELETE FROM hand_entry WHERE command_id = @commandId`,
};

/** Fills that were entered by hand. */
export class SqlHandEntryStore implements HandEntryStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  note(entry: HandEntry, quota: number): Promise<'noted' | 'entered' | 'quota'> {
    return this.#db.write(async (sql) => {
      await sql.lock('network');
      if ((await sql.get(SQL.own, entry)) !== undefined) return 'noted';
      if ((await sql.get(SQL.booked, entry)) !== undefined) return 'entered';
      if ((await countOf(sql, entry)) >= quota) return 'quota';
      await sql.run(SQL.add, entry);
      return 'noted';
    });
  }

  async forget(commandId: string): Promise<void> {
    await this.#db.write((sql) => sql.run(SQL.forget, { commandId }));
  }

  countOf(userId: string, enteredOn: string): Promise<number> {
    return countOf(this.#db, { userId, enteredOn });
  }
}

async function countOf(
  sql: Sql,
  of: { readonly userId: string; readonly enteredOn: string },
): Promise<number> {
  return (await sql.get<{ count: number }>(SQL.count, of))?.count ?? 0;
}
