import type { WritableDb } from '#sqlite/open.ts';
import type { MonthRows } from '../../authority/month-book.ts';
import { ADD_MONTH } from '../../sql/month/add-months.ts';

/** Keeps the sums of months true, inside the transaction of what they sum. */
export class MonthWriter {
  readonly #ofContract;
  readonly #ofStation;

  constructor(db: WritableDb) {
    this.#ofContract = db.prepare(ADD_MONTH.ofContract);
    this.#ofStation = db.prepare(ADD_MONTH.ofStation);
  }

  add({ ofContracts, ofStations }: MonthRows): void {
    for (const row of ofContracts) this.#ofContract.run(row);
    for (const row of ofStations) this.#ofStation.run(row);
  }
}
