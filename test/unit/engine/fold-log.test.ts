import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { foldingBy, isWorthFolding, LOG_PAGES_MAX } from '#engine/cache/fold-log.ts';
import { openDatabase, type WritableDb } from '#sqlite/open.ts';

const keyHex = '5a'.repeat(32);
const inThread = foldingBy(new URL('../../../electron/engine/entry-fold.ts', import.meta.url));
const PAGE_OF_TEXT = 'x'.repeat(4_000);

let folder: string;
let file: string;
let db: WritableDb;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forecourt-fold-'));
  file = join(folder, 'cache.db');
  const opened = openDatabase({ file, keyHex, durable: 'normal', foldLogAtPages: LOG_PAGES_MAX });
  if (!opened.ok) throw new Error(opened.code);
  db = opened.value;
  db.exec('CREATE TABLE page (text TEXT)');
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

function writePages(count: number): void {
  const put = db.prepare('INSERT INTO page VALUES (?)');
  for (let page = 0; page < count; page += 1) put.run(PAGE_OF_TEXT);
}

it.each([
  ['in a thread', inThread],
  ['here', foldingBy(undefined)],
])('a long log is folded %s, and every row stays', async (_where, foldLog) => {
  writePages(10);
  expect(isWorthFolding(db)).toBe(false);
  writePages(600);
  expect(isWorthFolding(db)).toBe(true);
  await foldLog(db, { file, keyHex });
  expect(isWorthFolding(db)).toBe(false);
  writePages(1);
  expect(db.prepare('SELECT count(*) FROM page').pluck().get()).toBe(611);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
});

it('a file that cannot be opened by its key is told of, and stays as it is', async () => {
  writePages(600);
  await expect(inThread(db, { file, keyHex: '00'.repeat(32) })).rejects.toThrow();
  expect(isWorthFolding(db)).toBe(true);
});
