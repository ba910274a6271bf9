import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { bundled } from '../bundled.ts';
import { cached } from '../data/cache.ts';
import { cardDocument } from '../data/documents.ts';
import { ChildServer } from '../http/child-server.ts';
import type { Bench, Part } from '../part.ts';
import { PASSWORD, serveNetwork, type ServedNetwork } from '../sync/served-network.ts';
import { pairedRow, singleRow, type Row } from '../table/row.ts';
import { median } from '../table/statistics.ts';
import { deltaRows, type Standing } from './delta.ts';
import type { SoldMeanwhile, Synchronized } from './desk-child.ts';
import type { PlainReport, PlainTask } from './plain-client.ts';
import type { PlainOrder } from './plain-server.ts';

/** To be raised when cards are made in another way. */
const GENERATOR = 1;

/** One size of network, measured whole. */
interface Figures extends Standing {
  /** The first workstation of its station: whatever is made once is made for it. */
  readonly making: Synchronized;
  readonly first: readonly Synchronized[];
  readonly plain: readonly Readonly<Record<PlainTask['what'], number>>[];
}

/** A new workstation, and one that was away: the whole network down, and then only what changed. */
export const firstPart: Part = {
  title: 'first synchronization and delta',
  longestMs: 2_400_000,
  async run(bench) {
    const plan = bench.quick
      ? { sizes: [1_000, 10_000], changed: 50, rounds: 1 }
      : { sizes: [100_000, 1_000_000], changed: 1_000, rounds: 3 };
    const networks: ServedNetwork[] = [];
    const figures: Figures[] = [];
    try {
      for (const cards of plan.sizes) {
        bench.say(`${cards} cards`);
        const network = await serveNetwork(bench, cards);
        networks.push(network);
        figures.push(await measure(bench, { cards, network }, plan));
      }
      const [small, large] = figures;
      if (small === undefined || large === undefined) {
        throw new RangeError('two sizes are measured');
      }
      const deltas = await deltaRows({ small, large }, plan);
      const selling = await sellingRow(large, plan);
      const use = await large.network.server.use();
      await Promise.all([small.desk.stop(), large.desk.stop()]);
      return [...firstRows(large, use.peakMib), selling, ...deltas];
    } finally {
      await Promise.all(networks.map(({ server }) => server.stop()));
    }
  },
};

interface Plan {
  readonly changed: number;
  readonly rounds: number;
}

async function measure(
  bench: Bench,
  { cards, network }: Omit<Standing, 'desk'>,
  { rounds }: Plan,
): Promise<Figures> {
  const lines = await cardsFile(cards);
  const first: Synchronized[] = [];
  const plain: Record<PlainTask['what'], number>[] = [];
  let desk = await newDesk(bench, network, 0);
  const making = await desk.ask<Synchronized>({});
  for (let n = 1; n <= rounds; n += 1) {
    await desk.stop();
    desk = await newDesk(bench, network, n);
    const told = await desk.ask<Synchronized>({});
    first.push(told);
    const order = { file: network.file, byteCount: told.cacheBytes, cards: lines };
    plain.push(await plainRound(bench, order, n));
  }
  return { cards, network, desk, making, first, plain };
}

async function newDesk(
  bench: Bench,
  network: ServedNetwork,
  n: number,
): Promise<ChildServer<unknown>> {
  const dataDir = join(bench.folder, `desk-${network.stationId}-${n}`);
  await mkdir(dataDir);
  const foldEntry = await bundled('first/fold-child.ts');
  const order = { url: network.url, code: await network.code(), dataDir, foldEntry };
  return ChildServer.start(await bundled('first/desk-child.ts'), order, bench.signal);
}

async function plainRound(
  bench: Bench,
  order: PlainOrder,
  n: number,
): Promise<Record<PlainTask['what'], number>> {
  const path = '../first/plain-server.ts';
  const server = await ChildServer.start<{ url: string }>(path, order, bench.signal);
  try {
    const take = async (what: PlainTask['what']): Promise<number> => {
      const file = join(bench.folder, `lines-${order.byteCount}-${n}.db`);
      const task: PlainTask = { url: server.ready.url, what, file };
      const client = '../first/plain-client.ts';
      const child = await ChildServer.start<PlainReport>(client, task, bench.signal);
      await child.stop();
      return child.ready.tookMs;
    };
    return { bytes: await take('bytes'), zstd: await take('zstd'), lines: await take('lines') };
  } finally {
    await server.stop();
  }
}

/** Every card as JSON text in a plain SQLite file: what a plain program would stream. */
async function cardsFile(count: number): Promise<string> {
  const folder = await cached({
    name: `lines-${count}`,
    madeOf: `${GENERATOR} ${JSON.stringify(cardDocument(0))}`,
    make: async (growing) => {
      const db = new Database(join(growing, 'cards.db'));
      db.exec('CREATE TABLE card (body TEXT)');
      const insert = db.prepare('INSERT INTO card VALUES (?)');
      db.exec('BEGIN');
      for (let n = 0; n < count; n += 1) insert.run(JSON.stringify(cardDocument(n)));
      db.exec('COMMIT');
      db.close();
    },
  });
  return join(folder, 'cards.db');
}

function firstRows({ cards, making, first, plain }: Figures, backendMib: number): Row[] {
  const what = `first synchronization, ${cards} cards`;
  const mib = Math.round((first[0]?.cacheBytes ?? 0) / 2 ** 20);
  const against = (side: PlainTask['what'], name: string) => {
    const rounds = first.map(({ tookMs }, n) => {
      return { product: tookMs / 1_000, reference: (plain[n]?.[side] ?? Number.NaN) / 1_000 };
    });
    return { what, unit: 's', rounds, against: name, how: `cache of ${mib} MiB` } as const;
  };
  const peak = median(first.map(({ peakMib }) => peakMib));
  return [
    pairedRow({
      ...against('bytes', 'the same bytes over loopback'),
      target: { of: 'ratio', atMost: 4 },
    }),
    pairedRow(against('zstd', 'the same bytes, packed by zstd on the way')),
    pairedRow({
      ...against('lines', 'NDJSON, plain SQLite'),
      target: { of: 'ratio', atMost: 0.2 },
    }),
    singleRow({
      what: `${what}, of a station's first workstation`,
      unit: 's',
      product: making.tookMs / 1_000,
      how: 'what the others find ready is made for it',
    }),
    singleRow({ what: `${what}, peak memory of the desk`, unit: 'MiB', product: peak, how: 'RSS' }),
    singleRow({ what: `${what}, of the backend`, unit: 'MiB', product: backendMib, how: 'RSS' }),
  ];
}

/**
 * What a sale waits at most while everything comes once more, and takes the place of what is there.
 */
async function sellingRow({ cards, desk }: Standing, { rounds }: Plan): Promise<Row> {
  const selling: SoldMeanwhile[] = [];
  for (let n = 0; n < rounds; n += 1) {
    selling.push(await desk.ask<SoldMeanwhile>({ password: PASSWORD }));
  }
  const middle = (take: (one: SoldMeanwhile) => number): number => median(selling.map(take));
  const ownMs = middle(({ gapCpuMs }) => gapCpuMs).toFixed(1);
  const decisions = Math.round(middle((one) => one.decisions));
  return pairedRow({
    what: `first synchronization, ${cards} cards, longest wait for an offline sale`,
    unit: 'ms',
    rounds: selling.map(({ gapMs, quietGapMs }) => ({ product: gapMs, reference: quietGapMs })),
    against: 'nothing beside',
    how: `${decisions} sold from leases while all came and was swapped in; ${ownMs} ms of processor`,
    target: { of: 'product', atMost: 50 },
  });
}
