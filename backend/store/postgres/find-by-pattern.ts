import type { SqlDialect } from '../sql/sql.ts';

/** Rows of a register by their words, as patterns: the only question that pg_trgm answers. */
export const findByPattern: SqlDialect['found'] = async (_sql, table, words) => {
  const conditions = words.map((_word, index) => `${table}.search LIKE @w${index}`);
  return Promise.resolve({
    where: ['1 = 1', ...conditions].join(' AND '),
    values: Object.fromEntries(words.map((word, index) => [`w${index}`, `%${literal(word)}%`])),
    few: false,
  });
};

function literal(word: string): string {
  return word.replaceAll(/[\\%_]/gu, (sign) => `\\${sign}`);
}
