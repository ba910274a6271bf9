import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 as uuid } from 'uuid';
import { call } from '#test/support/backend/http-client.ts';
import { cardId } from '../data/bulk-network.ts';
import { bundled } from '../bundled.ts';
import { cached } from '../data/cache.ts';
import { cardDocument } from '../data/documents.ts';
import { ChildServer } from '../http/child-server.ts';
import type { Bench, Part } from '../part.ts';
import { PASSWORD, serveNetwork, type ServedNetwork } from '../sync/served-network.ts';
import { pairedRow, singleRow, type Row } from '../table/row.ts';
import { median } from '../table/statistics.ts';
import type { SoldMeanwhile, Synchronized } from './desk-child.ts';
import type { PlainReport, PlainTask } from './plain-client.ts';
import type { PlainOrder } from './plain-server.ts';

/** To be raised when cards are made in another way. */
const GENERATOR = 1;
const AT_ONCE = 32;

/** One size of network, measured whole. */
interface Figures {
  readonly cards: number;
  /** The first workstation of its station: whatever is made once is made for it. */
  readonly making: Synchronized;
  readonly first: readonly Synchronized[];
  readonly plain: readonly Readonly<Record<PlainTask['what'], number>>[];
  readonly selling: readonly SoldMeanwhile[];
  readonly nothingMs: number;
  readonly deltaMs: number;
  readonly changed: number;
  readonly backendMib: number;
}

/** A new workstation, and one that was away: the whole network down, and then only what changed. */
export const firstPart: Part = {
  title: 'first synchronization and delta',
  longestMs: 2_400_000,
  async run(bench) {
    const plan = bench.quick
      ? { sizes: [1_000, 10_000], changed: 50, rounds: 1 }
      : { sizes: [100_000, 1_000_000], changed: 1_000, rounds: 3 };
    const figures: Figures[] = [];
    for (const cards of plan.sizes) {
      bench.say(`${cards} cards`);
      figures.push(await measure(bench, cards, plan));
    }
    const [small, large] = figures;
    if (small === undefined || large === undefined) throw new RangeError('two sizes are measured');
    return [...firstRows(large), ...deltaRows(small, large)];
  },
};

interface Plan {
  /** Of the last one, what a sale waits is measured as well. */
  readonly sizes: readonly number[];
  readonly changed: number;
  readonly rounds: number;
}

async function measure(bench: Bench, cards: number, plan: Plan): Promise<Figures> {
  const network = await serveNetwork(bench, cards);
  try {
    const lines = await cardsFile(cards);
    const first: Synchronized[] = [];
    const plain: Record<PlainTask['what'], number>[] = [];
    const selling: SoldMeanwhile[] = [];
    let last = await newDesk(bench, network, 0);
    const making = await last.ask<Synchronized>({});
    for (let n = 1; n <= plan.rounds; n += 1) {
      await last.stop();
      last = await newDesk(bench, network, n);
      const told = await last.ask<Synchronized>({});
      first.push(told);
      const order = { file: network.file, byteCount: told.cacheBytes, cards: lines };
      plain.push(await plainRound(bench, order, n));
    }
    const desk = last;
    const sync = (): Promise<Synchronized> => desk.ask<Synchronized>({});
    await sync();
    const nothing = [await sync(), await sync(), await sync(), await sync(), await sync()];
    const deltas: Synchronized[] = [];
    for (const block of [true, false, true, false]) {
      await change(network, plan.changed, block);
      deltas.push(await sync());
    }
    for (let n = 0; cards === plan.sizes.at(-1) && n < plan.rounds; n += 1) {
      selling.push(await desk.ask<SoldMeanwhile>({ password: PASSWORD }));
    }
    const { peakMib: backendMib } = await network.server.use();
    await desk.stop();
    const middle = (all: readonly Synchronized[]): number => median(all.map((one) => one.tookMs));
    const delta = { nothingMs: middle(nothing), deltaMs: middle(deltas), changed: plan.changed };
    return { cards, making, first, plain, selling, ...delta, backendMib };
  } finally {
    await network.server.stop();
  }
}

async function newDesk(
  bench: Bench,
  network: ServedNetwork,
  n: number,
): Promise<ChildServer<unknown>> {
  const dataDir = join(bench.folder, `desk-${network.stationId}-${n}`);
  await mkdir(dataDir);
  const order = { url: network.url, code: await network.code(), dataDir };
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

/** Stops so many cards, or frees them again: each is one change of the feed. */
async function change(network: ServedNetwork, count: number, block: boolean): Promise<void> {
  const auth = { session: network.manager };
  const one = (n: number): Promise<unknown> => {
    const asked = { commandId: uuid(), cardId: cardId(n) };
    return block
      ? call(network.url, 'card.block', { ...asked, reason: 'client' }, auth)
      : call(network.url, 'card.unblock', asked, auth);
  };
  for (let from = 0; from < count; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, n) => from + n);
    await Promise.all(some.map(one));
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

function firstRows({ cards, making, first, plain, selling, backendMib }: Figures): Row[] {
  const what = `first synchronization, ${cards} cards`;
  const mib = Math.round((first[0]?.cacheBytes ?? 0) / 2 ** 20);
  const against = (side: PlainTask['what'], name: string) => {
    const rounds = first.map(({ tookMs }, n) => {
      return { product: tookMs / 1_000, reference: (plain[n]?.[side] ?? Number.NaN) / 1_000 };
    });
    return { what, unit: 's', rounds, against: name, how: `cache of ${mib} MiB` } as const;
  };
  const peak = median(first.map(({ peakMib }) => peakMib));
  const middle = (take: (one: SoldMeanwhile) => number): number => median(selling.map(take));
  const ownMs = middle(({ gapCpuMs }) => gapCpuMs).toFixed(1);
  const decisions = Math.round(middle((one) => one.decisions));
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
    pairedRow({
      what: `${what}, longest wait for an offline sale`,
      unit: 'ms',
      rounds: selling.map(({ gapMs, quietGapMs }) => ({ product: gapMs, reference: quietGapMs })),
      against: 'nothing beside',
      how: `${decisions} sold from leases while all came and was swapped in; ${ownMs} ms of processor`,
      target: { of: 'product', atMost: 50 },
    }),
    singleRow({ what: `${what}, peak memory of the desk`, unit: 'MiB', product: peak, how: 'RSS' }),
    singleRow({ what: `${what}, of the backend`, unit: 'MiB', product: backendMib, how: 'RSS' }),
  ];
}

function deltaRows(small: Figures, large: Figures): Row[] {
  const against = `${small.cards} cards`;
  const row = (what: string, take: (figures: Figures) => number, atMost: number): Row[] => {
    const sides = { product: take(large), reference: take(small) };
    const ratio = sides.product / sides.reference;
    const how = `a whole round with ${large.cards} cards, median`;
    const figure = { what, unit: 'ms', ...sides, against, ratio, how } as const;
    return [
      { ...figure, target: { of: 'product', atMost } },
      { ...figure, what: `${what}, growth`, target: { of: 'ratio', atMost: 1.5 } },
    ];
  };
  return [
    ...row('delta, nothing new', ({ nothingMs }) => nothingMs, 10),
    ...row(`delta, ${large.changed} cards changed`, ({ deltaMs }) => deltaMs, 100),
  ];
}
