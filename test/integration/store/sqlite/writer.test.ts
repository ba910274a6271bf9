import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { openDatabase, type WritableDb } from '#sqlite/open.ts';
import { NetworkWriter } from '#store/sqlite/network-writer.ts';

let folder: ReturnType<typeof temporaryFolder>;
let db: WritableDb;
let writer: NetworkWriter;

beforeEach(() => {
  folder = temporaryFolder();
  const opened = openDatabase({ file: `${folder.path}/x.db`, keyHex: null, durable: 'full' });
  if (!opened.ok) throw new Error(opened.code);
  db = opened.value;
  db.exec(`CREATE TABLE note (text TEXT);
    CREATE TABLE feed (seq INTEGER PRIMARY KEY, entity TEXT, row_id TEXT, station_id TEXT,
      first_seq INTEGER, scope_seq INTEGER)`);
  writer = new NetworkWriter(db);
});
afterEach(() => {
  db.close();
  folder.dispose();
});

const note = (text: string): unknown => db.prepare('INSERT INTO note VALUES (?)').run(text);
const notes = (): unknown => db.prepare('SELECT text FROM note').pluck().all();

describe('the one writer', () => {
  it('keeps a decision out of a transaction that lasts many turns', async () => {
    let goOn = (): void => undefined;
    const between = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const long = writer.transaction(async () => {
      note('begun');
      await between;
      note('ended');
      throw new Error('undone');
    });
    const decision = writer.exclusive(() => writer.decided(() => note('decided')));
    const next = writer.transaction(() => note('after'));
    goOn();
    await expect(long).rejects.toThrow('undone');
    await Promise.all([decision, next]);
    expect(notes()).toEqual(['decided', 'after']);
  });

  it('tells by its generation that something else than decisions was written', async () => {
    const before = writer.generation;
    await writer.exclusive(() => writer.decided(() => note('decided')));
    expect(writer.generation).toBe(before);
    await writer.transaction(() => note('imported'));
    expect(writer.generation).toBe(before + 1);
  });
});
