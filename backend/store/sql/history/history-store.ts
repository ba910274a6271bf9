import type { MonthRecord } from '#protocol/records/history.ts';
import type {
  HistoryStore,
  MonthQuestion,
  OperationPage,
  OperationQuestion,
} from '#service/history-ports.ts';
import { NameBook } from '../statement/names.ts';
import type { SqlDatabase } from '../sql.ts';
import { readMonths } from './months.ts';
import { findOperations } from './operations.ts';

/** Questions to years of operations, each in one snapshot. */
export class SqlHistoryStore implements HistoryStore {
  readonly #db: SqlDatabase;
  readonly #names;

  constructor(db: SqlDatabase) {
    this.#db = db;
    this.#names = new NameBook(() => db.changes());
  }

  months(question: MonthQuestion): Promise<readonly MonthRecord[]> {
    return this.#db.read((sql) => readMonths(sql, question));
  }

  operations(question: OperationQuestion): Promise<OperationPage> {
    return this.#db.read((sql) => findOperations(sql, this.#names, question));
  }
}
