import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundled } from '../bundled.ts';
import { copyNetwork } from '../data/store-file.ts';
import type { Synchronized } from '../first/desk-child.ts';
import { historyFile, SALES_PER_CARD } from '../history/history-file.ts';
import { ChildServer } from '../http/child-server.ts';
import type { Bench, Part } from '../part.ts';
import { serveNetwork } from '../sync/served-network.ts';
import type { Row, Unit } from '../table/row.ts';
import type { GrowthOrder, GrowthReport } from './growth-child.ts';

interface OfCards extends GrowthReport {
  readonly size: number;
  readonly pull: Synchronized;
  /** Of the whole backend while a workstation pulls everything. */
  readonly backendMib: number;
}

interface OfOperations extends GrowthReport {
  readonly size: number;
}

/** The same figures at sizes that grow tenfold: what costs more at each step, and memory. */
export const growthPart: Part = {
  title: 'costs as the network grows',
  longestMs: 3_600_000,
  async run(bench) {
    const plan = bench.quick
      ? { cards: [200, 2_000], operations: [2_000, 20_000], ms: 200 }
      : {
          cards: [10_000, 100_000, 1_000_000],
          operations: [100_000, 1_000_000, 10_000_000],
          ms: 3_000,
        };
    const ofCards: OfCards[] = [];
    for (const size of plan.cards) {
      bench.say(`${size} cards`);
      ofCards.push(await measureCards(bench, size, plan.ms));
    }
    const ofOperations: OfOperations[] = [];
    for (const size of plan.operations) {
      bench.say(`${size} operations`);
      ofOperations.push(await measureOperations(bench, size, plan.ms));
    }
    return [...cardRows(ofCards), ...operationRows(ofOperations)];
  },
};

async function inChild<Report>(bench: Bench, order: GrowthOrder): Promise<Report> {
  const path = '../growth/growth-child.ts';
  const child = await ChildServer.start<Report>(path, order, bench.signal);
  await child.stop();
  return child.ready;
}

async function measureCards(bench: Bench, size: number, ms: number): Promise<OfCards> {
  const file = await copyNetwork(size, bench.folder);
  const figures = await inChild<GrowthReport>(bench, { file, cards: size, ms });
  await rm(file);
  const network = await serveNetwork(bench, size);
  try {
    const dataDir = join(bench.folder, `growth-desk-${size}`);
    await mkdir(dataDir);
    const order = { url: network.url, code: await network.code(), dataDir };
    const child = await bundled('first/desk-child.ts');
    const desk = await ChildServer.start(child, order, bench.signal);
    const pull = await desk.ask<Synchronized>({});
    await desk.stop();
    const { peakMib: backendMib } = await network.server.use();
    return { ...figures, size, pull, backendMib };
  } finally {
    await network.server.stop();
  }
}

async function measureOperations(bench: Bench, size: number, ms: number): Promise<OfOperations> {
  const file = join(bench.folder, `growth-history-${size}.db`);
  await cp(await historyFile(size, bench.say), file);
  const cards = size / SALES_PER_CARD;
  const figures = await inChild<GrowthReport>(bench, { file, cards, ms });
  await rm(file);
  return { ...figures, size };
}

interface Figure<T> {
  readonly what: string;
  readonly unit: Unit;
  readonly take: (figures: T) => number;
}

const STORE: readonly Figure<GrowthReport>[] = [
  { what: 'one durable sale per commit', unit: 'per s', take: ({ singlePerS }) => singlePerS },
  { what: 'group commit of 64', unit: 'per s', take: ({ groupPerS }) => groupPerS },
  { what: 'a card with what is left', unit: 'ms', take: ({ cardMs }) => cardMs },
];

function cardRows(sizes: readonly OfCards[]): Row[] {
  const figures: readonly Figure<OfCards>[] = [
    ...STORE,
    { what: 'store process, peak memory', unit: 'MiB', take: ({ peakMib }) => peakMib },
    { what: 'backend, peak memory', unit: 'MiB', take: ({ backendMib }) => backendMib },
    { what: 'engine, peak memory', unit: 'MiB', take: ({ pull }) => pull.peakMib },
    { what: 'first synchronization', unit: 's', take: ({ pull }) => pull.tookMs / 1_000 },
  ];
  return growthRows(sizes, figures, 'cards');
}

function operationRows(sizes: readonly OfOperations[]): Row[] {
  const figures: readonly Figure<OfOperations>[] = [
    ...STORE,
    { what: 'statement of a card', unit: 'ms', take: ({ statementMs }) => statementMs },
    { what: 'store process, peak memory', unit: 'MiB', take: ({ peakMib }) => peakMib },
  ];
  return growthRows(sizes, figures, 'operations');
}

/** Each figure at each size, against the size before. */
function growthRows<T extends { readonly size: number }>(
  sizes: readonly T[],
  figures: readonly Figure<T>[],
  of: string,
): Row[] {
  return figures.flatMap(({ what, unit, take }) =>
    sizes.map((one, index): Row => {
      const before = sizes[index - 1];
      const product = take(one);
      const reference = before === undefined ? null : take(before);
      return {
        what: `${what}, ${one.size} ${of}`,
        unit,
        product,
        reference,
        against: before === undefined ? '' : `${before.size} ${of}`,
        ratio: reference === null ? null : product / reference,
        how: 'once at each size',
      };
    }),
  );
}
