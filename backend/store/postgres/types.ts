import pg from 'pg';
import { assertSafeInteger } from '#domain/assert.ts';

const { builtins } = pg.types;

/**
 * Every number of ours is an integer below 2^53; one that is not is a bug, and never becomes a
 * rounded amount. Sums come as `numeric`.
 */
function integer(text: string): number {
  const value = Number(text);
  assertSafeInteger(value, 'a number of the database');
  return value;
}

/** How values of PostgreSQL are read: like those of SQLite. */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    if (oid === builtins.INT8 || oid === builtins.NUMERIC) return integer;
    return pg.types.getTypeParser(oid, format);
  },
};
