/* One RxDB workstation, all in memory: pulls all cards, or pushes sales. */
import { cardDocument, saleDocument } from '../data/documents.ts';
import { order, peakMib, peer, tell } from './in-child.mjs';

const BATCH = 1_000;
const { peers, url, work, count, from } = await order();
const { createRxDatabase } = peer(peers, 'rxdb');
const { getRxStorageMemory } = peer(peers, 'rxdb/plugins/storage-memory');
const { replicateRxCollection } = peer(peers, 'rxdb/plugins/replication');

/**
 * @param {Record<string, unknown>} sample
 * @param {string} primaryKey
 */
function schemaOf(sample, primaryKey) {
  const names = Object.keys(sample);
  const properties = Object.fromEntries(names.map((name) => [name, {}]));
  return {
    version: 0,
    primaryKey,
    type: 'object',
    properties: { ...properties, [primaryKey]: { type: 'string', maxLength: 60 } },
    required: [primaryKey],
  };
}

const db = await createRxDatabase({
  name: 'bench',
  storage: getRxStorageMemory(),
  multiInstance: false,
});
await db.addCollections({
  cards: { schema: schemaOf(cardDocument(0), 'cardId') },
  sales: { schema: schemaOf(saleDocument(0), 'saleId') },
});

const pull = {
  batchSize: BATCH,
  handler: async (
    /** @type {{ after: number } | undefined} */ last,
    /** @type {number} */ limit,
  ) => {
    const answer = await fetch(`${url}/pull?after=${last?.after ?? 0}&limit=${limit}`);
    return answer.json();
  },
};
const push = {
  batchSize: BATCH,
  handler: async (/** @type {unknown[]} */ rows) => {
    const answer = await fetch(`${url}/push`, { method: 'POST', body: JSON.stringify(rows) });
    return answer.json();
  },
};

if (work === 'push') {
  await db.sales.bulkInsert(Array.from({ length: count }, (_, n) => saleDocument(from + n)));
}
const startedMs = performance.now();
const replication = replicateRxCollection({
  collection: work === 'pull' ? db.cards : db.sales,
  replicationIdentifier: work,
  live: false,
  waitForLeadership: false,
  ...(work === 'pull' ? { pull } : { push }),
});
await replication.awaitInitialReplication();
const tookMs = performance.now() - startedMs;
const written = work === 'pull' ? await db.cards.count().exec() : count;
tell({ tookMs, written, peakMib: peakMib() });
await db.close();
process.exit(0);
