import { statSync } from 'node:fs';
import { join } from 'node:path';
import { decide } from '#domain/authority/decide.ts';
import type { NetworkStore } from '#store/sqlite/open-network-store.ts';
import { copyNetwork, openStore } from '../data/store-file.ts';
import { RawWrite } from '../offline/raw-write.ts';
import { inRounds, type Bench, type Part } from '../part.ts';
import { OneFunction } from '../postgres/one-function.ts';
import { startServer } from '../postgres/server.ts';
import { pairedRow, type Row } from '../table/row.ts';
import type { Target } from '../table/target.ts';
import { memoryFolder } from './memory-folder.ts';
import { commitFor, Sales } from './sales.ts';

const GROUP = 64;
const CLIENTS = 32;
const BUDGET_MS = 120_000;
/** Commits over which the bytes of one are averaged: before the log begins anew. */
const SAMPLE = 40;

interface Sides {
  readonly disk: NetworkStore;
  readonly memory: NetworkStore;
  readonly raw: RawWrite;
  readonly peer: OneFunction;
  readonly sales: Sales;
}

/** Rates of one round, in sales a second. */
interface Rates {
  readonly single: number;
  readonly group: number;
  readonly groupInMemory: number;
  readonly raw: number;
  readonly postgres: number;
}

/** The deciding port alone: one durable sale a commit, and 64 of them, each with six limits. */
export const commitPart: Part = {
  title: 'durable commits',
  longestMs: 420_000,
  async run(bench) {
    const cards = bench.quick ? 2_000 : 100_000;
    const memory = await memoryFolder();
    try {
      bench.say(`a network of ${cards} cards`);
      const file = await copyNetwork(cards, bench.folder);
      const inMemory = await copyNetwork(cards, memory.path);
      const disk = openStore(file);
      const other = openStore(inMemory);
      const server = await startServer(bench);
      try {
        const sales = new Sales(cards);
        const saleBytes = await bytesOfOne(disk, sales, file);
        const raw = new RawWrite(join(bench.folder, 'raw'), saleBytes);
        const peer = await OneFunction.open(server, {
          cards,
          clients: CLIENTS,
        });
        const rates = await measure(bench, {
          disk,
          memory: other,
          raw,
          peer,
          sales,
        });
        await peer.close();
        raw.close();
        return rowsOf(rates, { cards, saleBytes });
      } finally {
        await server.stop();
        await disk.close();
        await other.close();
      }
    } finally {
      await memory.dispose();
    }
  },
};

/** What one sale by itself puts into the write-ahead log; the log of a new copy is empty. */
async function bytesOfOne(store: NetworkStore, sales: Sales, file: string): Promise<number> {
  for (let count = 0; count < SAMPLE; count += 1) {
    await store.stores.deciding.commitBatch([sales.next()], decide);
  }
  return Math.round(statSync(`${file}-wal`).size / SAMPLE);
}

async function measure(bench: Bench, sides: Sides): Promise<readonly Rates[]> {
  const [rounds, ms] = bench.quick ? [2, 500] : [7, 2_500];
  const round = (turnMs: number) => async (): Promise<Rates> => {
    const { disk, memory, raw, peer, sales } = sides;
    const one = { size: 1, ms: turnMs };
    const many = { size: GROUP, ms: turnMs };
    return {
      raw: writesFor(raw, turnMs),
      single: await commitFor(disk.stores.deciding, sales, one),
      groupInMemory: await commitFor(memory.stores.deciding, sales, many),
      group: await commitFor(disk.stores.deciding, sales, many),
      postgres: await peer.sellFor(turnMs),
    };
  };
  await round(ms / 2)();
  bench.say('warm');
  return inRounds({ rounds, budgetMs: BUDGET_MS, signal: bench.signal }, round(ms));
}

function writesFor(raw: RawWrite, ms: number): number {
  const startedMs = performance.now();
  let count = 0;
  let tookMs = 0;
  do {
    raw.write();
    count += 1;
    tookMs = performance.now() - startedMs;
  } while (tookMs < ms);
  return (count * 1_000) / tookMs;
}

function rowsOf(
  rounds: readonly Rates[],
  { cards, saleBytes }: { cards: number; saleBytes: number },
): Row[] {
  const row = (
    what: string,
    sides: [keyof Rates, keyof Rates],
    against: string,
    atLeast: number,
  ) => {
    const [product, reference] = sides;
    const target: Target = { of: 'ratio', atLeast };
    const pairs = rounds.map((rate) => ({
      product: rate[product],
      reference: rate[reference],
    }));
    const how = `${cards} cards, 6 limits and the contract's money`;
    return pairedRow({
      what,
      unit: 'per s',
      against,
      rounds: pairs,
      how,
      target,
    });
  };
  const kib = `${(saleBytes / 1024).toFixed(0)} KiB`;
  return [
    row('one durable sale per commit', ['single', 'raw'], `raw write + fdatasync, ${kib}`, 0.3),
    row('group commit of 64', ['group', 'groupInMemory'], 'the same store in memory', 0.45),
    row('group commit of 64', ['group', 'postgres'], 'PostgreSQL 18, one function, 32 clients', 5),
  ];
}
