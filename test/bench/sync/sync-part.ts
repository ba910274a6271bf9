import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bundled } from '../bundled.ts';
import { cached } from '../data/cache.ts';
import { ChildServer } from '../http/child-server.ts';
import { inRounds, type Bench, type Part } from '../part.ts';
import { peersFolder } from '../peers/peers-folder.ts';
import { pairedRow, singleRow, type Row } from '../table/row.ts';
import { median } from '../table/statistics.ts';
import type { Target } from '../table/target.ts';
import type { DeskOrder, DeskReport } from './desk-child.ts';
import { cardsOfDesk } from './desk-sales.ts';
import { PASSWORD, serveNetwork, type ServedNetwork } from './served-network.ts';

/** What a client of either side tells at its end. */
interface Report {
  readonly tookMs: number;
  readonly written: number;
  readonly peakMib: number;
}

type Work = DeskOrder['work'];
type Side = 'product' | 'pouch' | 'rx';
type Round = Readonly<Record<Side, Report>>;

interface Servers {
  readonly network: ServedNetwork;
  readonly peers: string;
  readonly pouch: ChildServer<{ url: string }>;
  readonly rx: ChildServer<{ url: string }>;
}

const BUDGET_MS = 240_000;
/** To be raised when cards of the peers are made in another way. */
const GENERATOR = 1;

/** All cards down and many sales up: the product beside PouchDB and RxDB, same documents. */
export const syncPart: Part = {
  title: 'pull and push beside PouchDB and RxDB',
  longestMs: 900_000,
  async run(bench) {
    const [cards, sales, rounds] = bench.quick ? [2_000, 200, 1] : [100_000, 10_000, 3];
    bench.say('the peers');
    const peers = await peersFolder();
    const pouchFolder = await pouchServerFolder(bench, peers, cards);
    const network = await serveNetwork(bench, cards);
    const pouch = await started(bench, 'pouch-server.mjs', { peers, folder: pouchFolder });
    const rx = await started(bench, 'rx-server.mjs', { count: cards });
    try {
      const servers = { network, peers, pouch, rx };
      // What a station's workstations find ready is made for its first.
      await productReport(bench, servers, { work: 'pull', count: cards, n: -1 });
      const plan = { rounds, budgetMs: BUDGET_MS, signal: bench.signal };
      const pulls = await inRounds(plan, (n) =>
        oneRound(bench, servers, { work: 'pull', count: cards, n }),
      );
      bench.say('pulled');
      const pushes = await inRounds(plan, (n) =>
        oneRound(bench, servers, { work: 'push', count: sales, n }),
      );
      bench.say('pushed');
      const server = [
        await network.server.use(),
        await pouch.ask<{ peakMib: number }>({}),
      ] as const;
      return [...pullRows(pulls, cards), ...serverRows(server), ...pushRows(pushes, sales)];
    } finally {
      await Promise.all([network.server.stop(), pouch.stop(), rx.stop()]);
    }
  },
};

function started(bench: Bench, file: string, order: object): Promise<ChildServer<{ url: string }>> {
  return ChildServer.start<{ url: string }>(join('../peers', file), order, bench.signal);
}

/** PouchDB's server database, made once; each run writes to a copy. */
async function pouchServerFolder(bench: Bench, peers: string, count: number): Promise<string> {
  const made = await cached({
    name: `pouch-${count}`,
    madeOf: `${GENERATOR} ${peers}`,
    make: async (folder) => {
      await whole(bench, '../peers/pouch-make.mjs', { peers, folder, count });
    },
  });
  const copy = join(bench.folder, 'pouch-server');
  await cp(made, copy, { recursive: true });
  return copy;
}

/** A child that does its work, tells one thing and ends. */
async function whole<Told>(bench: Bench, file: string, order: object): Promise<Told> {
  const child = await ChildServer.start<Told>(file, order, bench.signal);
  await child.stop();
  return child.ready;
}

interface Task {
  readonly work: Work;
  readonly count: number;
  readonly n: number;
}

async function oneRound(
  bench: Bench,
  servers: Servers,
  task: Task,
): Promise<Round & { desk: DeskReport }> {
  const { peers, pouch, rx } = servers;
  const { work, count, n } = task;
  const desk = await productReport(bench, servers, task);
  const client = async (side: 'pouch' | 'rx', url: string): Promise<Report> => {
    const folder = await sideFolder(bench, side, task);
    const peer = { peers, url, work, count, from: n * count, folder };
    const report = await whole<Report>(bench, await bundled(`peers/${side}-client.mjs`), peer);
    if (report.written !== count) throw new Error(`${side}: ${report.written} of ${count} came`);
    return report;
  };
  return {
    desk,
    product: desk,
    pouch: await client('pouch', pouch.ready.url),
    rx: await client('rx', rx.ready.url),
  };
}

async function productReport(bench: Bench, { network }: Servers, task: Task): Promise<DeskReport> {
  const { work, count, n } = task;
  const order: DeskOrder = {
    url: network.url,
    code: await network.code(),
    dataDir: await sideFolder(bench, 'product', task),
    password: PASSWORD,
    work,
    count,
    cards: work === 'push' ? cardsOfDesk(n) : [],
  };
  const desk = await whole<DeskReport>(bench, await bundled('sync/desk-child.ts'), order);
  if (desk.written < count) throw new Error(`${desk.written} of ${count} came`);
  return desk;
}

async function sideFolder({ folder }: Bench, side: Side, { work, n }: Task): Promise<string> {
  const path = join(folder, `${side}-${work}-${n}`);
  await mkdir(path);
  return path;
}

const NAMES = { pouch: 'PouchDB 9, LevelDB', rx: 'RxDB 17, memory only' } as const;

interface Compared {
  readonly what: string;
  readonly side: 'pouch' | 'rx';
  readonly rounds: readonly Round[];
  readonly how: string;
}

function rateRow({ what, side, rounds, how }: Compared, count: number, target: Target): Row {
  const rate = ({ tookMs }: Report): number => (count * 1_000) / tookMs;
  const pairs = rounds.map((round) => ({
    product: rate(round.product),
    reference: rate(round[side]),
  }));
  return pairedRow({ what, unit: 'per s', against: NAMES[side], rounds: pairs, how, target });
}

function memoryRow({ what, side, rounds, how }: Compared, target?: Target): Row {
  const pairs = rounds.map((round) => ({
    product: round.product.peakMib,
    reference: round[side].peakMib,
  }));
  const row = { what, unit: 'MiB', against: NAMES[side], rounds: pairs, how } as const;
  return pairedRow(target === undefined ? row : { ...row, target });
}

function pullRows(rounds: readonly Round[], count: number): Row[] {
  const what = `pull of ${count} cards`;
  const how = 'durable, encrypted cache; a process each';
  const memory = `${what}, peak memory of the client`;
  return [
    rateRow({ what, side: 'pouch', rounds, how }, count, { of: 'ratio', atLeast: 10 }),
    rateRow({ what, side: 'rx', rounds, how }, count, { of: 'ratio', atLeast: 2 }),
    memoryRow({ what: memory, side: 'pouch', rounds, how }, { of: 'ratio', atMost: 0.4 }),
    memoryRow({ what: memory, side: 'rx', rounds, how }),
  ];
}

function serverRows([product, pouch]: readonly [{ peakMib: number }, { peakMib: number }]): Row[] {
  const sides = { product: product.peakMib, reference: pouch.peakMib };
  const ratio = sides.product / sides.reference;
  const how = 'over the whole part';
  const against = 'express-pouchdb';
  return [{ what: 'peak memory of the backend', unit: 'MiB', ...sides, against, ratio, how }];
}

/** A sale is a hold and its capture; a peer's operation is one document that nobody judges. */
function linesToo(rounds: readonly { desk: DeskReport }[]): string {
  const rate = median(rounds.map(({ desk }) => (desk.written * 1_000) / desk.tookMs));
  const lines = rounds.at(-1)?.desk.written ?? 0;
  return `sales against documents; ${lines} journal lines, ${rate.toFixed(0)} of them per s`;
}

function pushRows(rounds: readonly (Round & { desk: DeskReport })[], count: number): Row[] {
  const what = `push of ${count} sales`;
  const decided = 'each decided over seven allowances, durable at both ends';
  const how = `${linesToo(rounds)}; ${decided}; a process each`;
  const again = rounds.reduce((sum, { desk }) => sum + desk.storedAgain, 0);
  return [
    rateRow({ what, side: 'pouch', rounds, how }, count, { of: 'ratio', atLeast: 5 }),
    rateRow({ what, side: 'rx', rounds, how }, count, { of: 'ratio', atLeast: 1 }),
    singleRow({
      what: `${what}, all again: lines stored`,
      unit: 'count',
      product: again,
      how: `known by number and hash; ${(rounds.at(-1)?.desk.againMs ?? 0).toFixed(0)} ms`,
      target: { of: 'product', atMost: 0 },
    }),
  ];
}
