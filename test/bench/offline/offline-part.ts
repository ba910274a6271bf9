import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { call } from '#test/support/backend/http-client.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';
import { cardLimits, contractLimits } from '../limits.ts';
import { inRounds, type Bench, type Part } from '../part.ts';
import { pairedRow, singleRow, type Row } from '../table/row.ts';
import { percentile } from '../table/statistics.ts';
import { BareCommit } from './bare-commit.ts';
import { RawWrite } from './raw-write.ts';
import { walBytes } from './wal-bytes.ts';

const PRODUCT = 'dt';
const PUMP_COUNT = 6;
/** Sales before the first that counts: caches, compiled code and the log's file are warm then. */
const WARM_UP = 50;
const BUDGET_MS = 30_000;
const BETWEEN_SALES_MS = 2;
const REPORT = {
  subjectKind: 'contract',
  subjectId: 'client-1',
  fromDate: '2026-01-01',
  toDate: '2026-12-31',
  language: 'ru',
} as const;

/** Times of one round, in ms, side by side. */
interface Times {
  readonly sale: number[];
  readonly commit: number[];
  readonly write: number[];
}

/**
 * An authorization with the link down, from the question of the window to its answer: bridge, lease
 * of six limits and of the contract's money, journal line, durable commit, head file.
 */
export const offlinePart: Part = {
  title: 'offline authorization',
  longestMs: 180_000,
  async run(bench) {
    const network = await startSmallNetwork();
    try {
      await setLimits(network);
      const desk = await EngineBench.start(network);
      const other = await EngineBench.start(network);
      try {
        return await measure(bench, desk, other);
      } finally {
        other.dispose();
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

async function measure(bench: Bench, desk: EngineBench, other: EngineBench): Promise<Row[]> {
  await makeAtHome(desk);
  await desk.cut();
  const { db } = desk.engine.core.journal;
  for (let index = 0; index < WARM_UP; index += 1) await sell(desk, index);
  const saleBytes = await walBytes(db, join(desk.dataDir, 'journal.db'), async () => {
    await authorize(desk, 0);
  });
  for (const { sale } of desk.engine.sales.open()) desk.engine.sales.reverse(sale.saleId);
  const bare = new BareCommit(join(bench.folder, 'bare.db'), saleBytes);
  const raw = new RawWrite(join(bench.folder, 'raw'), saleBytes);
  try {
    const [rounds, count] = bench.quick ? [2, 50] : [7, 300];
    const plan = { rounds, budgetMs: BUDGET_MS, signal: bench.signal };
    const times = await inRounds(plan, () => oneRound({ desk, bare, raw }, count));
    const sizes = { saleBytes, bareBytes: await bare.byteCount(), count };
    bench.say('with a sync and a report beside it');
    const busy = await besideWork(desk, other, count * 2);
    return [...rowsOf(times, sizes), busyRow(busy)];
  } finally {
    bare.close();
    raw.close();
  }
}

/**
 * Sales while the same process has a synchronization and a report to do, one after the other
 * without a pause: those of a second workstation, whose link is up.
 */
async function besideWork(
  desk: EngineBench,
  other: EngineBench,
  count: number,
): Promise<readonly number[]> {
  let over = false;
  const work = async (): Promise<void> => {
    while (!over) {
      await other.syncOk();
      await other.ok('statement:export', REPORT);
    }
  };
  const working = work();
  const times: number[] = [];
  try {
    for (let index = 0; index < count; index += 1) {
      times.push(await sell(desk, index));
      await delay(BETWEEN_SALES_MS);
    }
  } finally {
    over = true;
    await working;
  }
  return times;
}

function busyRow(times: readonly number[]): Row {
  return singleRow({
    what: 'offline authorization beside a sync and a report, p99',
    unit: 'ms',
    product: percentile(times, 0.99),
    how: `${times.length} sales, p50 ${percentile(times, 0.5).toFixed(2)} ms`,
    target: { of: 'product', atMost: 20 },
  });
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

function rowsOf(rounds: readonly Times[], { saleBytes, bareBytes, count }: Sizes): Row[] {
  const kib = (bytes: number): string => `${Math.round(bytes / 1024)} KiB`;
  const references = [
    { side: 'commit', against: 'bare SQLite commit', size: kib(bareBytes) },
    { side: 'write', against: 'raw write + fdatasync', size: kib(saleBytes) },
  ] as const;
  return references.flatMap(({ side, against, size }) =>
    [0.5, 0.99].map((share) =>
      pairedRow({
        what: `offline authorization, p${share * 100}`,
        unit: 'ms',
        against,
        rounds: rounds.map((times) => ({
          product: percentile(times.sale, share),
          reference: percentile(times[side], share),
        })),
        how: `plain Node, 6 limits, ${count} each a round, ${kib(saleBytes)} against ${size}`,
        ...(side === 'write' && share === 0.5 ? { target: { of: 'ratio', atMost: 3 } } : {}),
      }),
    ),
  );
}
