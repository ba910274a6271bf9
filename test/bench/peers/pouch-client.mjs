/* One PouchDB workstation over LevelDB: pulls all cards, or pushes sales twice. */
import { saleDocument } from '../data/documents.ts';
import { order, peakMib, peer, tell } from './in-child.mjs';

/** Larger than PouchDB's own 100: fewer rounds for the same documents. */
const BATCH = { batch_size: 1_000, batches_limit: 10 };
const { peers, folder, url, work, count, from } = await order();
const PouchDB = peer(peers, 'pouchdb').defaults({ prefix: `${folder}/` });
const local = new PouchDB('local');
if (work === 'pull') {
  const startedMs = performance.now();
  const { docs_written: written } = await PouchDB.replicate(`${url}/cards`, local, BATCH);
  const tookMs = performance.now() - startedMs;
  tell({ tookMs, written, peakMib: peakMib() });
} else {
  const docs = Array.from({ length: count }, (_, n) => {
    const sale = saleDocument(from + n);
    return { _id: sale.saleId, ...sale };
  });
  await local.bulkDocs(docs);
  const remote = `${url}/sales`;
  const startedMs = performance.now();
  const { docs_written: written } = await PouchDB.replicate(local, remote, BATCH);
  const tookMs = performance.now() - startedMs;
  tell({ tookMs, written, peakMib: peakMib() });
}
await local.close();
process.exit(0);
