import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { openDatabase, type WritableDb } from '#sqlite/open.ts';
import { inTransaction } from '#sqlite/transaction.ts';
import { RowInsert } from '#store/sqlite/row-insert.ts';

let folder: ReturnType<typeof temporaryFolder>;
let db: WritableDb;

beforeEach(() => {
  folder = temporaryFolder();
  const opened = openDatabase({ file: `${folder.path}/x.db`, keyHex: null, durable: 'full' });
  if (!opened.ok) throw new Error(opened.code);
  db = opened.value;
  db.exec(
    `CREATE TABLE fill (id INTEGER PRIMARY KEY, state TEXT CHECK (state IN ('a', 'b', 'c')))`,
  );
});
afterEach(() => {
  db.close();
  folder.dispose();
});

const rows = (count: number): readonly [number, string][] =>
  Array.from({ length: count }, (_, index) => [index, index % 2 === 0 ? 'a' : 'c']);
const kept = (): unknown => db.prepare('SELECT id, state FROM fill ORDER BY id').raw().all();

describe('rows that are put in together', () => {
  it.each([0, 1, 7, 8, 9, 16, 27])('are all there, each as it was given: %i', (count) => {
    new RowInsert(db, 'fill', 'id, state').put(rows(count));
    expect(kept()).toEqual(rows(count));
  });

  it('are none of them there when the table refuses one', () => {
    const insert = new RowInsert(db, 'fill', 'id, state');
    const put = (): void => inTransaction(db, () => insert.put([...rows(11), [11, 'no state']]));
    expect(put).toThrow('CHECK constraint failed');
    expect(kept()).toEqual([]);
  });
});
