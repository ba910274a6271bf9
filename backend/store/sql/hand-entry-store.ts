import type { HandEntry, HandEntryStore, Noted } from '#service/hand-entry-ports.ts';
import type { Sql, SqlDatabase } from './sql.ts';

const SQL = {
  own: `SELECT sale_id AS saleId FROM hand_entry WHERE command_id = @commandId`,
  booked: `SELECT sale_id AS id FROM sale WHERE sale_id = @saleId`,
  count: `
    SELECT count(*) AS count FROM hand_entry
    WHERE user_id = @userId AND entered_on = @enteredOn`,
  add: `
    INSERT INTO hand_entry (command_id, sale_id, user_id, entered_on, reason)
    VALUES (@commandId, @saleId, @userId, @enteredOn, @reason)`,
  forget: `
    DELETE FROM hand_entry WHERE command_id = @commandId
      AND NOT EXISTS (SELECT 1 FROM sale WHERE sale.sale_id = hand_entry.sale_id)`,
};

/** Fills that were entered by hand. */
export class SqlHandEntryStore implements HandEntryStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  note(entry: HandEntry, quota: number): Promise<Noted> {
    return this.#db.write(async (sql) => {
      await sql.lock('network');
      const own = await sql.get<{ saleId: string }>(SQL.own, entry);
      if (own !== undefined) return own.saleId === entry.saleId ? 'noted' : 'reused';
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
