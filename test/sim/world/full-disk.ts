import Database from 'better-sqlite3';
import type { Ballast } from '#engine/journal/ballast.ts';
import type { WritableDb } from '#sqlite/open.ts';

/** About what an engine's ballast has room for, in rows. */
const BALLAST_ROWS = 200;

/**
 * A disk that can fill up. Files here have room without end, so a full disk is a trigger before
 * every row that is written: it throws what SQLite throws.
 */
export class SimDisk {
  #full = false;
  #reserved = false;
  #rowsLeft = 0;
  readonly #fitted = new WeakSet<WritableDb>();
  /** How often somebody was told that there is no room. */
  refusals = 0;

  get full(): boolean {
    return this.#full;
  }

  /** From now on nothing fits, in any of these databases. */
  fill(databases: readonly WritableDb[]): void {
    this.#full = true;
    this.#rowsLeft = 0;
    for (const db of databases) this.#fit(db);
  }

  /** Somebody makes room. */
  clear(): void {
    this.#full = false;
  }

  /** Space for captures on this disk, as an engine keeps it. */
  ballast(): Ballast {
    return {
      reserve: () => {
        if (!this.#full) this.#reserved = true;
        return this.#reserved;
      },
      release: () => {
        const released = this.#reserved;
        if (released) this.#rowsLeft = BALLAST_ROWS;
        this.#reserved = false;
        return released;
      },
    };
  }

  #fit(db: WritableDb): void {
    if (this.#fitted.has(db)) return;
    this.#fitted.add(db);
    db.function('disk_room', () => this.#takeRoom());
    const tables = db
      .prepare<[], { name: string }>(
        `SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'`,
      )
      .all();
    for (const [index, { name }] of tables.entries()) {
      const before = `BEFORE INSERT ON main."${name}" BEGIN SELECT disk_room(); END`;
      db.exec(`CREATE TEMP TRIGGER room_${index} ${before}`);
    }
  }

  #takeRoom(): number {
    if (!this.#full) return 0;
    if (this.#rowsLeft > 0) {
      this.#rowsLeft -= 1;
      return 0;
    }
    this.refusals += 1;
    throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
  }
}
