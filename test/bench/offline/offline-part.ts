import { join } from 'node:path';
import { call } from '#test/support/backend/http-client.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';
import { MemoryVault } from '#test/support/engine/memory-vault.ts';
import { cardLimits, contractLimits } from '../limits.ts';
import { inRounds, type Bench, type Part } from '../part.ts';
import { pairedRow, singleRow, type Row } from '../table/row.ts';
import { median, percentile } from '../table/statistics.ts';
import { BareCommit } from './bare-commit.ts';
import { busyTimes, longStatement } from './busy-desk.ts';
import { RawWrite } from './raw-write.ts';
import { walBytes } from './wal-bytes.ts';

const PRODUCT = 'dt';
const PUMP_COUNT = 6;
/** Sales before the first that counts: caches, compiled code and the log's file are warm then. */
const WARM_UP = 300;
/** Sales whose bytes are counted. */
const SIZED = 11;
const BUDGET_MS = 30_000;

/** Times of one round, in ms, side by side. */
interface Times {
  readonly sale: number[];
  readonly commit: number[];
  readonly write: number[];
}

/**
 * An authorization with the link down, from the question of the window to its answer: bridge, lease
 * of six limits and of the contract's money, journal line, durable commit, head file. The key
 * store, which is told of every lease beside it, is in memory: in the product it is another
 * process.
 */
export const offlinePart: Part = {
  title: 'offline authorization',
  longestMs: 120_000,
  async run(bench) {
    const network = await startSmallNetwork();
    try {
      await setLimits(network);
      const desk = await EngineBench.start(network, { vault: new MemoryVault() });
      try {
        return await measure(bench, desk);
      } finally {
        desk.dispose();
      }
    } finally {
      await network.backend.stop();
    }
  },
};

async function setLimits({ url, manager }: SmallNetwork): Promise<void> {
  const limits = [
    ...cardLimits('card-1', PRODUCT),
    ...cardLimits('card-2', PRODUCT),
    ...contractLimits('client-1'),
  ];
  for (const limit of limits) await call(url, 'limit.set', limit, { session: manager });
}

/** Leases are given at the station that a card visits most: where it has bought before. */
async function makeAtHome(desk: EngineBench): Promise<void> {
  for (const cardId of ['card-1', 'card-2']) {
    const { sale } = await desk.ok('sale:authorize', desk.question({ cardId }));
    await desk.ok('sale:capture', { saleId: sale.saleId, volumeMl: sale.holdVolumeMl });
  }
  await desk.syncOk();
}

async function measure(bench: Bench, desk: EngineBench): Promise<Row[]> {
  await makeAtHome(desk);
  const statement = await longStatement(desk);
  await desk.cut();
  for (let index = 0; index < WARM_UP; index += 1) await sell(desk, index);
  const saleBytes = await bytesOfSale(desk);
  for (let index = 0; index < WARM_UP; index += 1) await sell(desk, index);
  const [rounds, count, busyCount] = bench.quick ? [2, 50, 50] : [9, 300, 2_000];
  const bare = new BareCommit(join(bench.folder, 'bare.db'), saleBytes);
  const raw = new RawWrite(join(bench.folder, 'raw'), saleBytes);
  try {
    const plan = { rounds, budgetMs: BUDGET_MS, signal: bench.signal };
    const times = await inRounds(plan, () => oneRound({ desk, bare, raw }, count));
    const busy = await busyTimes(statement, {
      desk,
      count: busyCount,
      budgetMs: BUDGET_MS,
      signal: bench.signal,
      sell: async (index) => {
        const saleId = await authorize(desk, index);
        return () => void desk.engine.sales.reverse(saleId);
      },
    });
    const sizes = { saleBytes, bareBytes: await bare.byteCount(), count };
    return [...rowsOf(times, sizes), ...busyRows(times, busy)];
  } finally {
    bare.close();
    raw.close();
  }
}

/** What an authorization puts into the log: the median, because a page is full now and then. */
async function bytesOfSale(desk: EngineBench): Promise<number> {
  const { db } = desk.engine.core.journal;
  const sizes: number[] = [];
  for (let index = 0; index < SIZED; index += 1) {
    const file = join(desk.dataDir, 'journal.db');
    sizes.push(await walBytes(db, file, () => authorize(desk, index)));
    for (const { sale } of desk.engine.sales.open()) desk.engine.sales.reverse(sale.saleId);
  }
  return median(sizes);
}

interface Sides {
  readonly desk: EngineBench;
  readonly bare: BareCommit;
  readonly raw: RawWrite;
}

async function oneRound({ desk, bare, raw }: Sides, count: number): Promise<Times> {
  const times: Times = { sale: [], commit: [], write: [] };
  for (let index = 0; index < count; index += 1) {
    times.write.push(timed(() => raw.write()));
    times.commit.push(timed(() => bare.commit()));
    times.sale.push(await sell(desk, index));
  }
  return times;
}

/**
 * Authorizes and takes back, so that pump and leases are free for the next one.
 * @returns ms of the authorization alone
 */
async function sell(desk: EngineBench, index: number): Promise<number> {
  const startedMs = performance.now();
  const saleId = await authorize(desk, index);
  const tookMs = performance.now() - startedMs;
  const back = desk.engine.sales.reverse(saleId);
  if (!back.ok) throw new Error(back.code);
  return tookMs;
}

async function authorize(desk: EngineBench, index: number): Promise<string> {
  const cardId = `card-${1 + (index % 2)}`;
  const pumpNumber = 1 + (index % PUMP_COUNT);
  const { sale } = await desk.ok('sale:authorize', desk.question({ cardId, pumpNumber }));
  if (sale.mode !== 'offline' || sale.parts.length < 7) throw new Error('not sold from leases');
  return sale.saleId;
}

function timed(work: () => void): number {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}

interface Sizes {
  readonly saleBytes: number;
  readonly bareBytes: number;
  readonly count: number;
}

const SHARES = [0.5, 0.99];
/** Of the issue: the decision against the disk's own sync of the same bytes. */
const RAW_RATIO_MAX = 3;
const BUSY_P99_MAX_MS = 20;

function rowsOf(rounds: readonly Times[], { saleBytes, bareBytes, count }: Sizes): Row[] {
  const kib = (bytes: number): string => `${Math.round(bytes / 1024)} KiB`;
  const references = [
    { side: 'write', against: 'raw write + fdatasync', size: kib(saleBytes) },
    { side: 'commit', against: 'bare SQLite commit', size: kib(bareBytes) },
  ] as const;
  return references.flatMap(({ side, against, size }) =>
    SHARES.map((share) => {
      const isGoal = side === 'write' && share === 0.5;
      return pairedRow({
        what: `offline authorization, p${share * 100}`,
        unit: 'ms',
        against,
        rounds: rounds.map((times) => ({
          product: percentile(times.sale, share),
          reference: percentile(times[side], share),
        })),
        how: `plain Node, 6 limits, ${count} each a round, ${kib(saleBytes)} against ${size}`,
        ...(isGoal ? { target: { of: 'ratio', atMost: RAW_RATIO_MAX } as const } : {}),
      });
    }),
  );
}

/** The same beside a synchronization and a report. */
function busyRows(rounds: readonly Times[], busy: readonly number[]): Row[] {
  const beside = 'feed pages, a statement of 2,000 lines and its workbook';
  const [p50, p99] = SHARES.map((share) => percentile(busy, share));
  const how = `${busy.length} asked from another thread beside ${beside}, waiting included`;
  return [
    singleRow({
      what: 'offline authorization beside a sync and a report, p50',
      unit: 'ms',
      product: p50 ?? 0,
      how,
    }),
    singleRow({
      what: 'offline authorization beside a sync and a report, p99',
      unit: 'ms',
      product: p99 ?? 0,
      how: `${how}; idle p99 ${idle(rounds).toFixed(1)} ms`,
      target: { of: 'product', atMost: BUSY_P99_MAX_MS },
    }),
  ];
}

function idle(rounds: readonly Times[]): number {
  return percentile(
    rounds.flatMap(({ sale }) => sale),
    0.99,
  );
}
