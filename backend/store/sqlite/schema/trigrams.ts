import type { Migration } from '#sqlite/migration.ts';

/**
 * Finds rows of a register by any three characters of its search text. It holds no text, so what
 * it finds is looked at again; `rowid` is that of the register's row.
 */
const trigramsOf = (table: string): string => `
CREATE VIRTUAL TABLE ${table}_trigram USING fts5(
  search, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram');
INSERT INTO ${table}_trigram (rowid, search) SELECT rowid, search FROM ${table};
CREATE TRIGGER ${table}_search_new AFTER INSERT ON ${table} BEGIN
  INSERT INTO ${table}_trigram (rowid, search) VALUES (new.rowid, new.search);
END;
CREATE TRIGGER ${table}_search_changed AFTER UPDATE OF search ON ${table}
WHEN old.search <> new.search BEGIN
  UPDATE ${table}_trigram SET search = new.search WHERE rowid = old.rowid;
END;
CREATE TRIGGER ${table}_search_gone AFTER DELETE ON ${table} BEGIN
  DELETE FROM ${table}_trigram WHERE rowid = old.rowid;
END;
`;

/** Registers that grow are searched by an index; whatever writes them keeps it. */
export const trigrams: Migration = {
  number: 130,
  name: 'trigrams',
  sql: ['card', 'client', 'contract'].map(trigramsOf).join(''),
};
