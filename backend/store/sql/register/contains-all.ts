import type { FoundBy, SqlDialect } from '../sql.ts';

/** Rows whose search text contains every word, looked at one by one. */
export function containsAll(
  dialect: Pick<SqlDialect, 'contains'>,
  table: string,
  words: readonly string[],
): FoundBy {
  const conditions = words.map((_word, index) => dialect.contains(`${table}.search`, `@w${index}`));
  return {
    where: ['1 = 1', ...conditions].join(' AND '),
    values: Object.fromEntries(words.map((word, index) => [`w${index}`, word])),
    few: false,
  };
}
