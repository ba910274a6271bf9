import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { guarded, storageCode } from '#sqlite/failure.ts';
import { nativeBindingPath } from '#sqlite/native-binding.ts';
import { openDatabase, openReadable, type WritableDb } from '#sqlite/open.ts';
import { inTransaction } from '#sqlite/transaction.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const KEY = '5a'.repeat(32);
const SECRET = 'Иванов Иван, А 123 ВС 77';

let folder: ReturnType<typeof temporaryFolder>;
let file: string;

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'kit.db');
});
afterEach(() => folder.dispose());

function open(keyHex: string | null = KEY): WritableDb {
  const opened = openDatabase({ file, keyHex, durable: 'full' });
  if (!opened.ok) throw new Error(opened.code);
  return opened.value;
}

function written(keyHex: string | null = KEY): WritableDb {
  const db = open(keyHex);
  db.exec('CREATE TABLE note (text TEXT NOT NULL) STRICT');
  db.prepare('INSERT INTO note VALUES (?)').run(SECRET);
  return db;
}

const bytesOf = (name: string): Buffer => readFileSync(join(folder.path, name));

describe('an opened database', () => {
  it('survives a power cut with every commit: synchronous is FULL, in WAL', () => {
    const db = open();
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(db.pragma('trusted_schema', { simple: true })).toBe(0);
    expect(db.pragma('busy_timeout', { simple: true })).toBe(5000);
    db.close();
  });

  it('syncs less only where it is told to', () => {
    const opened = openDatabase({ file, keyHex: KEY, durable: 'normal' });
    expect(opened.ok && opened.value.pragma('synchronous', { simple: true })).toBe(1);
    if (opened.ok) opened.value.close();
  });

  it('leaves no plain text in the file nor in its log', () => {
    const db = written();
    const files = readdirSync(folder.path);
    expect(files).toContain('kit.db-wal');
    for (const name of files) {
      expect(bytesOf(name).includes(SECRET)).toBe(false);
      expect(bytesOf(name).includes('SQLite format 3')).toBe(false);
    }
    db.close();
    expect(bytesOf('kit.db').includes(SECRET)).toBe(false);
  });

  it('is plain without a key, so that the test before is one', () => {
    written(null).close();
    expect(bytesOf('kit.db').includes(SECRET)).toBe(true);
  });

  it('takes nothing but a whole key', () => {
    expect(() => open('abc')).toThrow('64 hex digits');
  });
});

describe('a file that cannot be opened', () => {
  const refused = { ok: false, code: 'DATABASE_DAMAGED', params: { reason: 'key-or-damage' } };

  it('with another key is refused as a value, and nothing is changed', () => {
    written().close();
    const before = bytesOf('kit.db');
    expect(openDatabase({ file, keyHex: '00'.repeat(32), durable: 'full' })).toEqual(refused);
    expect(bytesOf('kit.db').equals(before)).toBe(true);
    open().close();
  });

  it('without the key, or a foreign file, is refused too', () => {
    written().close();
    expect(openDatabase({ file, keyHex: null, durable: 'full' })).toEqual(refused);
    writeFileSync(file, 'this is no database at all, and long enough to be looked at'.repeat(40));
    expect(openDatabase({ file, keyHex: KEY, durable: 'full' })).toEqual(refused);
  });

  it('with a flipped byte is found by the page it is in', () => {
    const db = written();
    const insert = db.prepare('INSERT INTO note VALUES (?)');
    for (let i = 0; i < 100; i += 1) insert.run(SECRET.repeat(20));
    db.close();
    const bytes = bytesOf('kit.db');
    bytes[bytes.length - 2000] = (bytes[bytes.length - 2000] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const result = guarded(() => {
      const opened = openDatabase({ file, keyHex: KEY, durable: 'full' });
      if (!opened.ok) return opened;
      try {
        opened.value.prepare('SELECT sum(length(text)) FROM note').get();
      } finally {
        opened.value.close();
      }
      return opened;
    });
    expect(result).toMatchObject({ ok: false, code: 'DATABASE_DAMAGED' });
  });
});

describe('a full disk', () => {
  it('is told apart from a bug, and leaves what was there', () => {
    const db = written();
    db.pragma('max_page_count = 3');
    const fill = (): void => {
      inTransaction(db, () => {
        for (let i = 0; i < 1000; i += 1) {
          db.prepare('INSERT INTO note VALUES (?)').run(SECRET.repeat(10));
        }
      });
    };
    let code: unknown = null;
    try {
      fill();
    } catch (error) {
      code = storageCode(error);
    }
    expect(code).toBe('DISK_FULL');
    expect(db.prepare('SELECT text FROM note').all()).toEqual([{ text: SECRET }]);
    db.close();
  });

  it('is not what a broken rule is', () => {
    const db = written();
    expect(() => guarded(() => db.exec('INSERT INTO note VALUES (NULL)') as never)).toThrow(
      'NOT NULL',
    );
    db.close();
  });
});

describe('a readable connection', () => {
  it('sees every commit and writes nothing', () => {
    const db = written();
    const opened = openReadable({ file, keyHex: KEY, durable: 'full' });
    if (!opened.ok) throw new Error(opened.code);
    db.prepare('INSERT INTO note VALUES (?)').run('second');
    expect(opened.value.prepare('SELECT count(*) AS n FROM note').get()).toEqual({ n: 2 });
    expect(() => opened.value.exec('DELETE FROM note')).toThrow('readonly');
    opened.value.close();
    db.close();
  });
});

describe('the native module', () => {
  it('is the ready-made one where the runtime is new enough', () => {
    expect(nativeBindingPath(undefined, '10')).toBe(process.env['FORECOURT_SQLITE_BINDING']);
  });

  it('is never loaded into a runtime in which it would crash', () => {
    if (process.env['FORECOURT_SQLITE_BINDING'] !== undefined) {
      expect(nativeBindingPath(undefined, '9')).toBeDefined();
      return;
    }
    expect(() => nativeBindingPath(undefined, '9')).toThrow('Node-API 10');
  });

  it('is the one that was named', () => {
    expect(nativeBindingPath('named.node', '9')).toBe('named.node');
    expect(existsSync('named.node')).toBe(false);
  });
});
