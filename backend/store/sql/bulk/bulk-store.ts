import type { BulkHistory, BulkNetwork, BulkStore } from '#service/bulk-ports.ts';
import type { SqlDatabase } from '../sql.ts';
import { loadHistory } from './load-history.ts';
import { loadNetwork } from './load-network.ts';

/**
 * Loads a network and its past by the ten thousand. The rows are those that single decisions
 * would have left, so the ledger adds up after each piece; only what single decisions need (first
 * answers, journals) is not there.
 */
export class SqlBulkStore implements BulkStore {
  readonly #db: SqlDatabase;

  constructor(db: SqlDatabase) {
    this.#db = db;
  }

  loadNetwork(network: BulkNetwork): Promise<void> {
    return this.#db.write((sql) => loadNetwork(sql, network));
  }

  loadHistory(history: BulkHistory): Promise<void> {
    return this.#db.write((sql) => loadHistory(sql, history));
  }
}
