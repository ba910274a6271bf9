import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeCipher, cipherOf } from '#sqlite/cipher.ts';
import { openDatabase, openReadable, type WritableDb } from '#sqlite/open.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const KEY = '5a'.repeat(32);
const TEXT = 'Иванов Иван, А 123 ВС 77';

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'kit.db');
});
afterEach(() => folder.dispose());

function open(): WritableDb {
  const opened = openDatabase({ file, keyHex: KEY, durable: 'full' });
  if (!opened.ok) throw new Error(opened.code);
  return opened.value;
}

/** As a build before this one left it. */
function madeEarlier(): void {
  const db = open();
  db.exec('CREATE TABLE note (text TEXT NOT NULL) STRICT');
  const insert = db.prepare('INSERT INTO note VALUES (?)');
  for (let n = 0; n < 300; n += 1) insert.run(`${TEXT} ${n}`);
  db.pragma('journal_mode = DELETE');
  changeCipher(db, 'sqlcipher', KEY);
  db.pragma('journal_mode = WAL');
  db.close();
  expect(cipherOf(file)).toBe('sqlcipher');
}

const count = (db: { prepare: WritableDb['prepare'] }): unknown =>
  db.prepare(`SELECT count(*) AS n FROM note WHERE text LIKE '${TEXT}%'`).get();

describe('a file of an earlier build', () => {
  it('is sealed anew when it is opened, with all that was in it', () => {
    madeEarlier();
    const db = open();
    expect(count(db)).toEqual({ n: 300 });
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    db.close();
    expect(cipherOf(file)).toBe('aegis');
    expect(readFileSync(file).includes(TEXT)).toBe(false);
    expect(existsSync(`${file}.sealing`)).toBe(false);
  });

  it('brings along what stands in its log alone', () => {
    madeEarlier();
    const reader = openReadable({ file, keyHex: KEY, durable: 'full' });
    if (!reader.ok) throw new Error(reader.code);
    // While somebody reads it, it stays as it is and is used all the same.
    const writer = open();
    expect(cipherOf(file)).toBe('sqlcipher');
    writer.prepare('INSERT INTO note VALUES (?)').run(`${TEXT} in the log`);
    reader.value.close();
    writer.close();
    const db = open();
    expect(count(db)).toEqual({ n: 301 });
    db.close();
    expect(cipherOf(file)).toBe('aegis');
  });

  it('is whole when the power failed while it was sealed: the half of the new one is thrown away', () => {
    madeEarlier();
    writeFileSync(`${file}.sealing`, readFileSync(file).subarray(0, 9_000));
    const db = open();
    expect(count(db)).toEqual({ n: 300 });
    db.close();
    expect(existsSync(`${file}.sealing`)).toBe(false);
  });

  it('is left alone by another key', () => {
    madeEarlier();
    const before = readFileSync(file);
    const refused = openDatabase({ file, keyHex: '00'.repeat(32), durable: 'full' });
    expect(refused).toMatchObject({ ok: false, code: 'DATABASE_DAMAGED' });
    expect(readFileSync(file).equals(before)).toBe(true);
    open().close();
  });

  it('can be read before it was ever opened for writing', () => {
    madeEarlier();
    const reader = openReadable({ file, keyHex: KEY, durable: 'full' });
    if (!reader.ok) throw new Error(reader.code);
    expect(count(reader.value)).toEqual({ n: 300 });
    reader.value.close();
    expect(cipherOf(file)).toBe('sqlcipher');
  });
});
