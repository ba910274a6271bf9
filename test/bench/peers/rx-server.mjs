/* The other end of RxDB's replication protocol, in memory: documents by number, rows pushed. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { cardDocument } from '../data/documents.ts';
import { order, peakMib, tell } from './in-child.mjs';

const { count } = await order();
const cards = Array.from({ length: count }, (_, n) => cardDocument(n));
const sales = new Map();

/** @param {URL} url */
function pull(url) {
  const after = Number(url.searchParams.get('after'));
  const limit = Number(url.searchParams.get('limit'));
  const documents = cards.slice(after, after + limit).map((card) => ({ ...card, _deleted: false }));
  return { documents, checkpoint: { after: after + documents.length } };
}

/** @param {import('node:http').IncomingMessage} request */
async function push(request) {
  const chunks = await request.toArray();
  for (const { newDocumentState } of JSON.parse(Buffer.concat(chunks).toString())) {
    sales.set(newDocumentState.saleId, newDocumentState);
  }
  return [];
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const answer = request.method === 'POST' ? await push(request) : pull(url);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(answer));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.on('message', () => tell({ peakMib: peakMib(), stored: sales.size }));
process.once('disconnect', () => process.exit(0));
tell({ url: `http://127.0.0.1:${server.address().port}` });
