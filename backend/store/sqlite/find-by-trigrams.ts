import { containsAll } from '../sql/register/contains-all.ts';
import type { FoundBy, Sql, SqlDialect } from '../sql/sql.ts';

/** So many rows are sorted at once; of more, the first page is soon met in the list's own order. */
const FEW = 2_000;

/**
 * Rows of a register by their words. The index of trigrams names rows that have all of them, the
 * text itself decides; words of one or two letters have none and are only looked at.
 */
export const findByTrigrams: SqlDialect['found'] = async (sql, table, words) => {
  const all = containsAll(sql.dialect, table, words);
  const match = [...new Set(words.flatMap(trigramsOf))].map(quoted).join(' AND ');
  if (match === '') return all;
  const rows = await rowids(sql, `${table}_trigram`, match);
  if (rows.length > FEW) return all;
  return {
    where: `${table}.rowid IN (SELECT value FROM json_each(@rowids)) AND ${all.where}`,
    values: { ...all.values, rowids: JSON.stringify(rows) },
    few: true,
  } satisfies FoundBy;
};

async function rowids(sql: Sql, index: string, match: string): Promise<readonly number[]> {
  const found = await sql.all<{ id: number }>(
    `SELECT rowid AS id FROM ${index} WHERE ${index} MATCH @match LIMIT ${FEW + 1}`,
    { match },
  );
  return found.map(({ id }) => id);
}

/** Of other signs the index may make none, or several; the text itself decides about them. */
const PLAIN = /^[\p{L}\p{N}!-~]{3}$/u;

function trigramsOf(word: string): readonly string[] {
  const letters = [...word];
  return letters
    .slice(2)
    .map((_last, index) => letters.slice(index, index + 3).join(''))
    .filter((trigram) => PLAIN.test(trigram));
}

function quoted(term: string): string {
  return `"${term.replaceAll('"', '""')}"`;
}
