import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase, type WritableDb } from '#sqlite/open.ts';
import { LogFolding } from '#store/sqlite/thread/log-folding.ts';
import { KEY_HEX } from '#test/support/store-engines.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const ENTRY = new URL('../../../../backend/entry-deciding.ts', import.meta.url);

let folder: ReturnType<typeof temporaryFolder>;
let file: string;
let db: WritableDb;
let folding: LogFolding | null = null;
const told: string[] = [];
const log = {
  error(facts: object, message: string): void {
    told.push(`${message}: ${String(Reflect.get(facts, 'reason'))}`);
  },
};

beforeEach(() => {
  told.length = 0;
  folder = temporaryFolder();
  file = join(folder.path, 'network.db');
  const opened = openDatabase({ file, keyHex: KEY_HEX, durable: 'full' });
  if (!opened.ok) throw new Error(opened.code);
  db = opened.value;
});
afterEach(async () => {
  await folding?.close();
  folding = null;
  db.close();
  folder.dispose();
});

/** The thread's own entry behind one that dies the first `deaths` times. */
function dyingEntry(deaths: number): URL {
  const starts = join(folder.path, 'starts');
  const entry = join(folder.path, 'entry.mjs');
  writeFileSync(starts, '');
  writeFileSync(
    entry,
    `import { appendFileSync, readFileSync } from 'node:fs';
     appendFileSync(${JSON.stringify(starts)}, '.');
     if (readFileSync(${JSON.stringify(starts)}, 'utf8').length <= ${deaths}) throw new Error('broken');
     await import(${JSON.stringify(ENTRY.href)});`,
  );
  return pathToFileURL(entry);
}

const starts = (): number => readFileSync(join(folder.path, 'starts'), 'utf8').length;
const place = () => ({ file, keyHex: KEY_HEX, nativeBinding: null });

describe('the thread that folds the log', () => {
  it('is told of when it dies, is started once more, and folds', async () => {
    folding = new LogFolding(dyingEntry(1), place(), log);
    db.exec('CREATE TABLE note (text TEXT NOT NULL) STRICT');
    db.prepare('INSERT INTO note VALUES (?)').run('x'.repeat(200_000));
    await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(200_000), 20_000);
    expect(told).toEqual(['the thread that folds the log has ended: broken']);
  });

  it('is left alone when it dies again, and the store closes all the same', async () => {
    folding = new LogFolding(dyingEntry(9), place(), log);
    await vi.waitFor(() => expect(told).toHaveLength(2), 20_000);
    await folding.close();
    expect(starts()).toBe(2);
  });
});
