/* DuckDB over the same sales, in a process of its own: tells how long each question took. */
import { existsSync } from 'node:fs';
import { order, peakMib, peer, tell } from './in-child.mjs';

const { peers, file, make } = await order();
const { DuckDBInstance } = peer(peers, '@duckdb/node-api');
const isNew = !existsSync(file);
const instance = await DuckDBInstance.create(file);
const connection = await instance.connect();
if (isNew) await connection.run(make);
process.on('message', async ({ queries }) => {
  const tookMs = [];
  let rowCount = 0;
  for (const query of queries) {
    const startedMs = performance.now();
    const reader = await connection.runAndReadAll(query);
    const rows = reader.getRows();
    tookMs.push(performance.now() - startedMs);
    rowCount += rows.length;
  }
  tell({ tookMs, rowCount, peakMib: peakMib() });
});
process.once('disconnect', () => process.exit(0));
tell({ ready: true });
