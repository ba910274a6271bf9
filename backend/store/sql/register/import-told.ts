import type { RegisterResult } from '#protocol/records/registers.ts';
import type { ImportAlong, ImportOutcome, ImportRows } from '#service/import-ports.ts';
import { applyAnswer } from '../answer-store.ts';
import { addAuditEntry } from '../audit-trail.ts';
import type { SqlDatabase, SqlWrite } from '../sql.ts';
import { RegisterImport } from './register-import.ts';

interface Import {
  readonly rows: ImportRows;
  readonly along: ImportAlong | undefined;
  readonly nowMs: number;
}

/** Brings a register in, and tells of it in the same transaction: both, or neither. */
export async function importTold(
  db: SqlDatabase,
  { rows, along, nowMs }: Import,
): Promise<ImportOutcome> {
  try {
    return await db.write(async (sql) => {
      const outcome = await new RegisterImport(sql, nowMs).run(rows);
      if (outcome.ok && along !== undefined) await tell(sql, along, outcome.result);
      return outcome;
    });
  } catch (error) {
    if (error instanceof AnsweredMeanwhile) return { ok: false, answeredMeanwhile: true };
    throw error;
  }
}

/** Another backend did the same command in this moment: everything of this one is undone. */
class AnsweredMeanwhile extends Error {}

async function tell(
  sql: SqlWrite,
  { atMs, told, keep }: ImportAlong,
  result: RegisterResult,
): Promise<void> {
  if ((await applyAnswer(sql, keep(result), atMs)) !== 'done') throw new AnsweredMeanwhile();
  const after = Object.assign({}, told.after, result);
  await addAuditEntry(sql, { ...told, after }, atMs);
}
