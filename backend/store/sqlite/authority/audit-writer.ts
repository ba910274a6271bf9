import type { ChainEnd } from '#domain/audit/audit-chain.ts';
import type { WritableDb } from '#sqlite/open.ts';
import {
  ADD_AUDIT_ENTRY,
  AUDIT_HEAD,
  chainedRows,
  type TimedEntry,
} from '../../authority/audit-row.ts';

/** Writes what the audit trail tells of decisions; the write lock holds the end of the trail. */
export class AuditWriter {
  readonly #head;
  readonly #add;

  constructor(db: WritableDb) {
    this.#head = db.prepare<[], ChainEnd>(AUDIT_HEAD);
    this.#add = db.prepare(ADD_AUDIT_ENTRY);
  }

  add(told: readonly TimedEntry[]): void {
    if (told.length === 0) return;
    for (const row of chainedRows(this.#head.get(), told)) this.#add.run(row);
  }
}
