/*
 * What a first synchronization is measured against: the same number of bytes over loopback, as they
 * are and packed by zstd on the way, and every card as a line of JSON out of a SQLite file.
 */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import Database from 'better-sqlite3';

export interface PlainOrder {
  /** Any file; its first `byteCount` bytes are sent. */
  readonly file: string;
  readonly byteCount: number;
  /** A file with the table `card (body)`. */
  readonly cards: string;
}

const CHUNK = 1 << 18;
const LEVEL = { [constants.ZSTD_c_compressionLevel]: 1 };

// The only one who sends is the bench, and this is all it sends.
const [order] = (await once(process, 'message')) as [PlainOrder];
const server = createServer((request, response) => {
  const streams = bodies[request.url ?? ''];
  void pipeline([...(streams?.() ?? [Readable.from([])]), response]).catch(() =>
    response.destroy(),
  );
});
const bytes = (): Readable =>
  createReadStream(order.file, { end: order.byteCount - 1, highWaterMark: CHUNK });
const bodies: Readonly<Record<string, () => (NodeJS.ReadableStream | NodeJS.ReadWriteStream)[]>> = {
  '/bytes': () => [bytes()],
  '/zstd': () => [bytes(), createZstdCompress({ params: LEVEL })],
  '/lines': () => [Readable.from(lines())],
};
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.once('disconnect', () => process.exit(0));
// A server that listens on a port has an address of this form.
const { port } = server.address() as AddressInfo;
process.send?.({ url: `http://127.0.0.1:${port}` });

function* lines(): Generator<string> {
  const db = new Database(order.cards, { readonly: true });
  let chunk = '';
  for (const { body } of db.prepare<[], { body: string }>('SELECT body FROM card').iterate()) {
    chunk += `${body}\n`;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
  db.close();
}
