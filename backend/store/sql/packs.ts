import type { Pack } from '#domain/authority/pack.ts';
import type { Limit } from '#domain/limit/limit.ts';
import type { Page } from '#service/page-ports.ts';
import type { ContractLimitsQuestion } from '#service/ports.ts';
import { countersText, packFrom, packRow, type PackRow } from '../authority/stored-text.ts';
import type { Sql, SqlRow, SqlWrite } from './sql.ts';

export const PACK_COLUMNS = `
  owner_key AS ownerKey, contract_id AS contractId, limits, rules, counters,
  archived_through_ms AS archivedThroughMs, last_sale_at_ms AS lastSaleAtMs`;

const SQL = {
  pack: `SELECT ${PACK_COLUMNS} FROM pack WHERE owner_key = @ownerKey`,
  packOfLimit: `
    SELECT ${PACK_COLUMNS} FROM pack
    WHERE owner_key = (SELECT owner_key FROM limit_place WHERE limit_id = @limitId)`,
  ofContract: `
    SELECT ${PACK_COLUMNS} FROM pack
    WHERE contract_id = @contractId AND owner_key > @cursor ORDER BY owner_key LIMIT @take`,
  put: `
    INSERT INTO pack (owner_key, contract_id, limits, rules, counters, archived_through_ms,
      last_sale_at_ms)
    VALUES (@ownerKey, @contractId, @limits, @rules, @counters, @archivedThroughMs, @lastSaleAtMs)
    ON CONFLICT (owner_key) DO UPDATE SET contract_id = excluded.contract_id,
      limits = excluded.limits, rules = excluded.rules, counters = excluded.counters,
      archived_through_ms = excluded.archived_through_ms,
      last_sale_at_ms = excluded.last_sale_at_ms`,
};

/** Limits and counters of one owner; null where nothing was ever set or counted. */
export async function packOf(sql: Sql, ownerKey: string): Promise<Pack | null> {
  const row = await sql.get<PackRow>(SQL.pack, { ownerKey });
  return row === undefined ? null : packFrom(row);
}

/** The pack in which a limit lives, or lived before it was removed. */
export async function packOfLimit(sql: Sql, limitId: string): Promise<Pack | null> {
  const row = await sql.get<PackRow>(SQL.packOfLimit, { limitId });
  return row === undefined ? null : packFrom(row);
}

/** A limit in force by its id; null when there is none. */
export async function limitById(sql: Sql, limitId: string): Promise<Limit | null> {
  const pack = await packOfLimit(sql, limitId);
  return pack?.limits.find((limit) => limit.limitId === limitId) ?? null;
}

/** The limits of a contract's owners, so many owners a page. */
export async function contractLimits(
  sql: Sql,
  { contractId, cursor, limit }: ContractLimitsQuestion,
): Promise<Page<Limit>> {
  const values = { contractId, cursor: cursor ?? '', take: limit + 1 };
  const found = await sql.all<PackRow>(SQL.ofContract, values);
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  const rows = page.flatMap((row) => packFrom(row).limits);
  return { rows, nextCursor: last?.ownerKey ?? null };
}

export async function putPack(sql: SqlWrite, pack: Pack): Promise<void> {
  await sql.run(SQL.put, packRow(pack));
}

/** A pack as a row of its table. */
export function packColumns(pack: Pack): SqlRow {
  const row = packRow(pack);
  return {
    owner_key: row.ownerKey,
    contract_id: row.contractId,
    limits: row.limits,
    rules: row.rules,
    counters: row.counters,
    archived_through_ms: row.archivedThroughMs,
    last_sale_at_ms: row.lastSaleAtMs,
  };
}

/** Of a pack that is stored: what a sale moves in it. */
export function countedColumns({ ownerKey, counters, lastSaleAtMs }: Pack): SqlRow {
  return {
    owner_key: ownerKey,
    counters: countersText(counters),
    last_sale_at_ms: lastSaleAtMs,
  };
}
