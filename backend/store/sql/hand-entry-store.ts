import { HAND_ENTRY_UNDER_WAY_MS } from '#domain/sale/hand-entry.ts';
import type { HandEntry, HandEntryDay, HandEntryStore, Noted } from '#service/hand-entry-ports.ts';
import type { Sql, SqlDatabase } from './sql.ts';

const BOOKED = `EXISTS (SELECT 1 FROM sale WHERE sale.sale_id = hand_entry.sale_id)`;

const SQL = {
  own: `SELECT sale_id AS saleId FROM hand_entry WHERE command_id = @commandId`,
  booked: `SELECT sale_id AS id FROM sale WHERE sale_id = @saleId`,
  another: `
    SELECT command_id AS id FROM hand_entry
    WHERE sale_id = @saleId AND user_id <> @userId AND noted_at_ms > @underWayFromMs`,
  count: `
    SELECT count(*) AS count FROM hand_entry
    WHERE user_id = @userId AND entered_on = @enteredOn
      AND (noted_at_ms > @underWayFromMs OR ${BOOKED})`,
  remove: `DELETE FROM hand_entry WHERE sale_id = @saleId`,
  add: `
    INSERT INTO hand_entry (command_id, sale_id, user_id, entered_on, reason, noted_at_ms)
    VALUES (@commandId, @saleId, @userId, @enteredOn, @reason, @atMs)`,
  forget: `DELETE FROM hand_entry WHERE command_id = @commandId AND NOT ${BOOKED}`,
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
      if (own !== undefined && own.saleId !== entry.saleId) return 'reused';
      if ((await sql.get(SQL.booked, entry)) !== undefined) {
        return own === undefined ? 'entered' : 'noted';
      }
      if ((await sql.get(SQL.another, timed(entry))) !== undefined) return 'under-way';
      await sql.run(SQL.remove, entry);
      if ((await countOf(sql, entry)) >= quota) return 'quota';
      await sql.run(SQL.add, entry);
      return 'noted';
    });
  }

  async forget(commandId: string): Promise<void> {
    await this.#db.write((sql) => sql.run(SQL.forget, { commandId }));
  }

  countOf(day: HandEntryDay): Promise<number> {
    return countOf(this.#db, day);
  }
}

async function countOf(sql: Sql, day: HandEntryDay): Promise<number> {
  return (await sql.get<{ count: number }>(SQL.count, timed(day)))?.count ?? 0;
}

/** With the instant after which a note may still be on its way. */
function timed<T extends HandEntryDay>(entry: T): T & { readonly underWayFromMs: number } {
  return { ...entry, underWayFromMs: entry.atMs - HAND_ENTRY_UNDER_WAY_MS };
}
