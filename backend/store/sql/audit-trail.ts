import { z } from 'zod';
import type { ChainedEntry, ChainEnd } from '#domain/audit/audit-chain.ts';
import type { AuditEntry, JsonObject } from '#domain/audit/audit-entry.ts';
import type { AuditRecord } from '#protocol/records/audit.ts';
import type { Page } from '#service/page-ports.ts';
import type { AuditQuestion } from '#service/people/people-ports.ts';
import type { Sql, SqlWrite } from './sql.ts';
import { ADD_AUDIT_ENTRY, AUDIT_HEAD, chainedRows } from '../authority/audit-row.ts';

/** Adds an entry at the end of the chain; one after the other, on however many backends. */
export async function addAuditEntry(sql: SqlWrite, entry: AuditEntry, atMs: number): Promise<void> {
  await sql.lock('audit');
  const head = await sql.get<ChainEnd>(AUDIT_HEAD);
  for (const row of chainedRows(head, [{ entry, atMs }])) await sql.run(ADD_AUDIT_ENTRY, row);
}

const COLUMNS = `
  seq, at_ms AS atMs, event, audit_entry.user_id AS userId, display_name AS userName,
  workstation_id AS workstationId, address, subject_kind AS subjectKind, subject_id AS subjectId, code,
  before, after, previous_hash AS previousHash, hash`;

const CHAINED = `
  SELECT seq, at_ms AS atMs, event, user_id AS userId, workstation_id AS workstationId, address,
    subject_kind AS subjectKind, subject_id AS subjectId, code, before, after,
    previous_hash AS previousHash, hash
  FROM audit_entry WHERE seq > @afterSeq ORDER BY seq LIMIT @limit`;

/** Entries after a number as they are kept, the oldest first. */
export function chainedEntries(
  sql: Sql,
  afterSeq: number,
  limit: number,
): Promise<readonly ChainedEntry[]> {
  return sql.all<ChainedEntry>(CHAINED, { afterSeq, limit });
}

/** What narrows a question, by the field that says it. */
const CONDITIONS = {
  fromMs: 'at_ms >= @fromMs',
  untilMs: 'at_ms < @untilMs',
  userId: 'audit_entry.user_id = @userId',
  event: 'event = @event',
  workstationId: 'workstation_id = @workstationId',
  subjectId: 'subject_id = @subjectId',
} as const;

interface Row extends Omit<AuditRecord, 'before' | 'after'> {
  readonly before: string | null;
  readonly after: string | null;
}

const OUTCOMES = { accepted: 'code IS NULL', refused: 'code IS NOT NULL' } as const;

/** Entries that a question leaves, the newest first; the cursor is the number of the last one. */
export async function auditPage(sql: Sql, asked: AuditQuestion): Promise<Page<AuditRecord>> {
  const { cursor, limit, outcome, ...filter } = asked;
  const beforeSeq = /^\d{1,15}$/u.test(cursor ?? '') ? Number(cursor) : Number.MAX_SAFE_INTEGER;
  const narrowed = Object.entries(CONDITIONS).filter(([field]) => Reflect.has(filter, field));
  const ended = outcome === undefined ? [] : [OUTCOMES[outcome]];
  const where = ['seq < @beforeSeq', ...ended, ...narrowed.map(([, condition]) => condition)];
  const values = Object.fromEntries(narrowed.map(([field]) => [field, Reflect.get(filter, field)]));
  const rows = await sql.all<Row>(
    `SELECT ${COLUMNS} FROM audit_entry
     LEFT JOIN user_account ON user_account.user_id = audit_entry.user_id
     WHERE ${where.join(' AND ')} ORDER BY seq DESC LIMIT @limit`,
    { ...values, beforeSeq, limit },
  );
  const last = rows.length < limit ? undefined : rows.at(-1);
  return { rows: rows.map(recordOf), nextCursor: last === undefined ? null : String(last.seq) };
}

const told = z.record(z.string(), z.unknown());

function recordOf({ before, after, ...row }: Row): AuditRecord {
  return { ...row, before: objectFrom(before), after: objectFrom(after) };
}

export function objectFrom(text: string | null): JsonObject | null {
  return text === null ? null : told.parse(JSON.parse(text));
}

const SIGN_INS = (where: string): string => `
  SELECT 1 AS one FROM audit_entry
  WHERE user_id = @userId AND event IN ('sign-in', 'password.set') AND code IS NULL AND ${where}
  LIMIT 1`;
const SIGN_IN_ANYWHERE = SIGN_INS('1 = 1');
const SIGN_IN_HERE = SIGN_INS(`coalesce(workstation_id, '') = coalesce(@workstationId, '')`);

const REPLACED = `
  SELECT subject_id AS workstationId FROM audit_entry
  WHERE event = 'workstation.replace' AND workstation_id = @workstationId AND code IS NULL`;

/** Whether the trail has a person coming in at a workstation, or at none; see `PeopleStore`. */
export async function signedInBefore(
  sql: Sql,
  userId: string,
  workstationId: string | null,
): Promise<'here' | 'elsewhere' | 'never'> {
  let self: { readonly workstationId: string | null } | undefined = { workstationId };
  while (self !== undefined) {
    const here = { userId, workstationId: self.workstationId };
    if ((await sql.get(SIGN_IN_HERE, here)) !== undefined) return 'here';
    self = self.workstationId === null ? undefined : await sql.get(REPLACED, self);
  }
  return (await sql.get(SIGN_IN_ANYWHERE, { userId })) === undefined ? 'never' : 'elsewhere';
}
