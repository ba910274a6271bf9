import type { JournalStore, LineMark } from '#service/journal-ports.ts';
import type { SqlDatabase } from './sql.ts';

const SQL = {
  marks: `
    SELECT seq, hash FROM journal_line
    WHERE workstation_id = @workstationId AND seq >= @fromSeq AND seq <= @throughSeq
    ORDER BY seq`,
  captured: `SELECT sale_id AS id FROM sale WHERE sale_id = @saleId AND state = 'captured'`,
};

/** What was kept of workstations' journals. */
export class SqlJournalStore implements JournalStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  marks(workstationId: string, fromSeq: number, throughSeq: number): Promise<readonly LineMark[]> {
    const asked = { workstationId, fromSeq, throughSeq };
    return this.#db.read((sql) => sql.all<LineMark>(SQL.marks, asked));
  }

  capturedSales(saleIds: readonly string[]): Promise<readonly string[]> {
    return this.#db.read(async (sql) => {
      const captured: string[] = [];
      for (const saleId of saleIds) {
        if ((await sql.get(SQL.captured, { saleId })) !== undefined) captured.push(saleId);
      }
      return captured;
    });
  }
}
