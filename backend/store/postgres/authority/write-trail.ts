import type pg from 'pg';
import type { ChainEnd } from '#domain/audit/audit-chain.ts';
import { AUDIT_HEAD, chainedRows, type TimedEntry } from '../../authority/audit-row.ts';
import { rowOf } from '../json-rows.ts';
import { lockOfName } from '../locks.ts';
import { put, putStatement } from './put-rows.ts';

/**
 * Writes what the audit trail tells of a batch of decisions. From here to its end the batch holds
 * the end of the trail, so this comes after everything else that it writes.
 */
export async function writeTrail(
  client: pg.ClientBase,
  told: readonly TimedEntry[],
): Promise<void> {
  if (told.length === 0) return;
  await client.query(lockOfName('audit'));
  const { rows } = await client.query<ChainEnd>(AUDIT_HEAD);
  const entries = put('insert', 'audit_entry', [], chainedRows(rows[0], told).map(rowOf));
  const values = [JSON.stringify(entries.rows)];
  await client.query({ ...putStatement(entries), values });
}
