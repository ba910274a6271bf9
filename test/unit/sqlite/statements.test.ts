import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type WritableDb } from '#sqlite/open.ts';
import { prepared } from '#sqlite/statements.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

let folder: ReturnType<typeof temporaryFolder>;
let db: WritableDb;

beforeEach(() => {
  folder = temporaryFolder();
  const opened = openDatabase({ file: join(folder.path, 'kit.db'), keyHex: null, durable: 'full' });
  if (!opened.ok) throw new Error(opened.code);
  db = opened.value;
  db.exec('CREATE TABLE note (text TEXT NOT NULL) STRICT');
  for (const text of ['a', 'b', 'c', 'd']) db.prepare('INSERT INTO note VALUES (?)').run(text);
});
afterEach(() => {
  db.close();
  folder.dispose();
});

const TEXTS = 'SELECT text FROM note ORDER BY text';
const read = prepared<unknown[], string>;

describe('a statement that is kept', () => {
  it('is compiled at its first use on a connection', () => {
    expect(read(db, TEXTS)).toBe(read(db, TEXTS));
  });

  it('keeps its plan when another number is bound to its LIMIT', () => {
    for (const [text, kept] of [
      [`${TEXTS} LIMIT ?`, `${TEXTS} LIMIT +?`],
      [`${TEXTS} LIMIT @take`, `${TEXTS} LIMIT +@take`],
      [`SELECT * FROM (${TEXTS} LIMIT ?) LIMIT ?`, `SELECT * FROM (${TEXTS} LIMIT +?) LIMIT +?`],
      [`${TEXTS} LIMIT 3`, `${TEXTS} LIMIT 3`],
    ] as const) {
      expect(read(db, text).source).toBe(kept);
    }
  });

  it('gives as many rows as are bound to its LIMIT', () => {
    const some = read(db, `${TEXTS} LIMIT ?`).pluck();
    expect([2, 0, 3, 9].map((take) => some.all(take).join(''))).toEqual(['ab', '', 'abc', 'abcd']);
    expect(read(db, `${TEXTS} LIMIT @take`).pluck().all({ take: 1 })).toEqual(['a']);
  });
});
