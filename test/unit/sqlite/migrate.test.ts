import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMigrated } from '#sqlite/migrate.ts';
import type { Migration } from '#sqlite/migration.ts';
import { openDatabase, type WritableDb } from '#sqlite/open.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const KEY = '5a'.repeat(32);
const first: Migration = {
  number: 10,
  name: 'notes',
  sql: 'CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT',
};
const second: Migration = {
  number: 20,
  name: 'authors',
  sql: `ALTER TABLE note ADD COLUMN author TEXT NOT NULL DEFAULT 'unknown'`,
};

let folder: ReturnType<typeof temporaryFolder>;
let file: string;

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder.path, 'kit.db');
});
afterEach(() => folder.dispose());

const migrate = (migrations: readonly Migration[], appVersion = '1.0.0') =>
  openMigrated({ file, keyHex: KEY, durable: 'full', migrations, nowMs: 1000, appVersion });

function opened(migrations: readonly Migration[]): WritableDb {
  const result = migrate(migrations);
  if (!result.ok) throw new Error(result.code);
  return result.value;
}

function withNote(): void {
  const db = opened([first]);
  db.prepare('INSERT INTO note VALUES (1, ?)').run('kept');
  db.close();
}

function notes(): unknown[] {
  const db = openDatabase({ file, keyHex: KEY, durable: 'full' });
  if (!db.ok) throw new Error(db.code);
  const rows = db.value.prepare('SELECT * FROM note').all();
  db.value.close();
  return rows;
}

describe('migrations', () => {
  it('make a new file in one go, without copies', () => {
    const db = opened([first, second]);
    expect(db.prepare('SELECT number, name, app_version FROM schema_migration').all()).toEqual([
      { number: 10, name: 'notes', app_version: '1.0.0' },
      { number: 20, name: 'authors', app_version: '1.0.0' },
    ]);
    db.close();
    expect(readdirSync(folder.path)).toEqual(['kit.db']);
  });

  it('bring the version before to this one and keep a copy of it', () => {
    withNote();
    opened([first, second]).close();
    expect(notes()).toEqual([{ id: 1, text: 'kept', author: 'unknown' }]);
    expect(readdirSync(folder.path).sort()).toEqual(['kit.db', 'kit.db.before-20']);
    const copy = openDatabase({ file: `${file}.before-20`, keyHex: KEY, durable: 'full' });
    expect(copy.ok && copy.value.prepare('SELECT * FROM note').all()).toEqual([
      { id: 1, text: 'kept' },
    ]);
    if (copy.ok) copy.value.close();
  });

  it('do nothing when nothing is new', () => {
    withNote();
    opened([first]).close();
    expect(readdirSync(folder.path)).toEqual(['kit.db']);
  });

  it('refuse a file from the future and say which version wrote it', () => {
    const newer = migrate([first, second], '2.5.0');
    if (newer.ok) newer.value.close();
    expect(migrate([first])).toEqual({
      ok: false,
      code: 'DATABASE_FROM_FUTURE',
      params: { appVersion: '2.5.0' },
    });
  });

  it('refuse a step that was changed after it ran', () => {
    withNote();
    const changed = { ...first, sql: `${first.sql} ` };
    expect(migrate([changed, second])).toMatchObject({
      code: 'DATABASE_DAMAGED',
      params: { reason: 'migration-changed', number: 10 },
    });
    expect(notes()).toEqual([{ id: 1, text: 'kept' }]);
  });

  it('refuse a step that ran and is unknown, and one put in before those that ran', () => {
    opened([first, second]).close();
    const third = { number: 30, name: 'other', sql: 'CREATE TABLE other (id INTEGER) STRICT' };
    const unknown = { reason: 'migration-unknown' };
    expect(migrate([first, third])).toMatchObject({ params: { ...unknown, number: 20 } });
    const between = { ...third, number: 15 };
    expect(() => migrate([first, between, second])).toThrow('out of order');
    expect(() => migrate([second, first])).toThrow('out of order');
  });

  it('that fail in rehearsal never touch the file', () => {
    withNote();
    const broken = { ...second, sql: 'INSERT INTO note VALUES (2, NULL)' };
    expect(() => migrate([first, broken])).toThrow('NOT NULL');
    expect(notes()).toEqual([{ id: 1, text: 'kept' }]);
    expect(readdirSync(folder.path).sort()).toEqual(['kit.db', 'kit.db.before-20']);
  });

  it('that leave a row without its parent are refused in rehearsal', () => {
    withNote();
    const orphan = `
      CREATE TABLE page (note_id INTEGER REFERENCES note (id)) STRICT;
      INSERT INTO page VALUES (99)`;
    expect(() => migrate([first, { ...second, sql: orphan }])).toThrow('a row of page has no note');
    expect(notes()).toEqual([{ id: 1, text: 'kept' }]);
  });

  // Fails on the file itself and not on its copies, as a disk may.
  const onlyForReal = `
    CREATE TABLE place (file TEXT NOT NULL) STRICT;
    INSERT INTO place SELECT iif(file LIKE '%.rehearsal', file, NULL) FROM pragma_database_list`;

  it('that fail on the file itself are rolled back', () => {
    withNote();
    expect(() => migrate([first, { ...second, sql: onlyForReal }])).toThrow('NOT NULL');
    expect(notes()).toEqual([{ id: 1, text: 'kept' }]);
    expect(existsSync(`${file}.failed-20`)).toBe(false);
    opened([first, second]).close();
  });

  it('that fail and cannot be rolled back are undone by the copy, and the failed file is kept', () => {
    withNote();
    const halfCommitted = `DROP TABLE note; COMMIT; BEGIN; ${onlyForReal}`;
    expect(() => migrate([first, { ...second, sql: halfCommitted }])).toThrow('NOT NULL');
    expect(notes()).toEqual([{ id: 1, text: 'kept' }]);
    const failed = openDatabase({ file: `${file}.failed-20`, keyHex: KEY, durable: 'full' });
    expect(failed.ok && failed.value.prepare('SELECT * FROM schema_migration').all()).toHaveLength(
      1,
    );
    if (failed.ok) failed.value.close();
    opened([first, second]).close();
  });

  it('that a crash interrupted begin anew, whatever it left lying about', () => {
    withNote();
    const db = openDatabase({ file, keyHex: KEY, durable: 'full' });
    if (!db.ok) throw new Error(db.code);
    db.value.pragma('cache_spill = 1');
    db.value.exec(`BEGIN IMMEDIATE; ${second.sql}; INSERT INTO note VALUES (2, 'half', 'x')`);
    // What the disk holds in the middle of the work.
    const crashed = join(folder.path, 'crashed.db');
    for (const suffix of ['', '-wal']) copyFileSync(file + suffix, crashed + suffix);
    copyFileSync(file, `${crashed}.rehearsal`);
    copyFileSync(file, `${crashed}.before-20`);
    db.value.exec('ROLLBACK');
    db.value.close();
    file = crashed;
    opened([first, second]).close();
    expect(notes()).toEqual([{ id: 1, text: 'kept', author: 'unknown' }]);
    expect(existsSync(`${crashed}.rehearsal`)).toBe(false);
  });
});
