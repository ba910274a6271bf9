/* The other end of plain-server.ts: drops bytes, or stores lines in one transaction. */
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import Database from 'better-sqlite3';

export interface PlainTask {
  readonly url: string;
  readonly what: 'bytes' | 'zstd' | 'lines';
  /** Where lines are stored. */
  readonly file: string;
}

export interface PlainReport {
  readonly tookMs: number;
  readonly count: number;
}

// The only one who sends is the bench, and this is all it sends.
const [task] = (await once(process, 'message')) as [PlainTask];
const startedMs = performance.now();
const [stream] = (await once(get(`${task.url}/${task.what}`), 'response')) as [IncomingMessage];
const count = task.what === 'lines' ? await store(stream) : await drop(stream);
const report: PlainReport = { tookMs: performance.now() - startedMs, count };
process.send?.(report);
process.disconnect();

async function drop(stream: Readable): Promise<number> {
  let byteCount = 0;
  const source = task.what === 'zstd' ? stream.pipe(createZstdDecompress()) : stream;
  for await (const chunk of source) byteCount += Buffer.byteLength(chunk);
  return byteCount;
}

/** As plainly as it can be done: no cipher, one transaction, indexes at the end. */
async function store(stream: Readable): Promise<number> {
  const db = new Database(task.file);
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE card (card_id TEXT, contract_id TEXT, pan_hash TEXT, body TEXT)');
  const insert = db.prepare('INSERT INTO card VALUES (?, ?, ?, ?)');
  let lineCount = 0;
  db.exec('BEGIN');
  for await (const line of createInterface({ input: stream })) {
    const card: unknown = JSON.parse(line);
    const of = (name: string): unknown => Reflect.get(Object(card), name);
    insert.run(of('cardId'), of('contractId'), of('panHash'), line);
    lineCount += 1;
  }
  db.exec('CREATE UNIQUE INDEX by_id ON card (card_id)');
  db.exec('CREATE INDEX by_pan ON card (pan_hash)');
  db.exec('COMMIT');
  db.close();
  return lineCount;
}
