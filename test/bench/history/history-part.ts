import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { NetworkStore } from '#store/sqlite/open-network-store.ts';
import { cardId, CARDS_PER_CONTRACT, contractId } from '../data/bulk-network.ts';
import { copyNetwork, openStore } from '../data/store-file.ts';
import { inRounds, type Bench, type Part } from '../part.ts';
import { peersFolder } from '../peers/peers-folder.ts';
import { pairedRow, type Row } from '../table/row.ts';
import { percentile } from '../table/statistics.ts';
import type { Target } from '../table/target.ts';
import { Duck } from './duck.ts';
import { FIRST_MS, historyFile, LAST_MS, SALES_PER_CARD, SALES_PER_SLIP } from './history-file.ts';

const YEAR_MS = 365 * 86_400_000;
const MONTHS = Array.from({ length: 24 }, (_, index) => {
  return new Date(Date.UTC(2024, index, 1)).toISOString().slice(0, 7);
});
const PAGE = 100;
const BUDGET_MS = 120_000;

/** Times of one round in ms. */
interface Times {
  readonly statement: number[];
  readonly smaller: number[];
  readonly card: number[];
  readonly smallerCard: number[];
  readonly search: number[];
  readonly slip: number[];
  readonly smallerSlip: number[];
  readonly amount: number[];
  readonly plate: number[];
  readonly client: number[];
  readonly allMonths: number[];
  readonly smallerMonths: number[];
  readonly duckAllMonths: number[];
  readonly months: number[];
  readonly duckStatement: number[];
  readonly duckMonths: number[];
}

interface Sides {
  readonly large: NetworkStore;
  readonly small: NetworkStore;
  readonly searched: NetworkStore;
  readonly duck: Duck;
  readonly sizes: Sizes;
}

interface Sizes {
  readonly large: number;
  readonly small: number;
  readonly cards: number;
}

/** Questions over ten million operations, through the product's own stores. */
export const historyPart: Part = {
  title: 'questions over many operations',
  longestMs: 3_600_000,
  async run(bench) {
    const sizes = bench.quick
      ? { large: 200_000, small: 20_000, cards: 2_000 }
      : { large: 10_000_000, small: 1_000_000, cards: 1_000_000 };
    const peers = await peersFolder();
    const stores = await openStores(bench, sizes);
    const duck = await Duck.open(bench, peers, sizes.large);
    try {
      const [rounds, count] = bench.quick ? [2, 20] : [7, 200];
      const plan = { rounds, budgetMs: BUDGET_MS, signal: bench.signal };
      const sides = { ...stores, duck, sizes };
      await oneRound(sides, count);
      return rowsOf(await inRounds(plan, () => oneRound(sides, count)), sizes);
    } finally {
      await duck.close();
      for (const store of Object.values(stores)) await store.close();
    }
  },
};

/** A store writes when it opens, so each gets a copy; the copy shares nothing with the cache. */
async function openStores(
  bench: Bench,
  { large, small, cards }: Sizes,
): Promise<Pick<Sides, 'large' | 'small' | 'searched'>> {
  const open = async (count: number): Promise<NetworkStore> => {
    const file = join(bench.folder, `history-${count}.db`);
    await cp(await historyFile(count, bench.say), file);
    return openStore(file);
  };
  return {
    large: await open(large),
    small: await open(small),
    searched: openStore(await copyNetwork(cards, bench.folder)),
  };
}

async function oneRound(sides: Sides, count: number): Promise<Times> {
  const { large, small, searched, duck, sizes } = sides;
  const pick = (below: number): number => Math.floor(Math.random() * below);
  const cards = { large: sizes.large / SALES_PER_CARD, small: sizes.small / SALES_PER_CARD };
  const some = (work: () => Promise<unknown>): Promise<number[]> => timesOf(count, work);
  const fewer = Math.max(3, Math.floor(count / 20));
  const owner = (): string => contractId(pick(cards.large / CARDS_PER_CONTRACT));
  const duckTimes = async (query: () => string): Promise<number[]> => {
    const { tookMs } = await duck.ask(Array.from({ length: fewer }, query));
    return [...tookMs];
  };
  return {
    statement: await some(() => statement(large, cardId(pick(cards.large)))),
    smaller: await some(() => statement(small, cardId(pick(cards.small)))),
    duckStatement: await duckTimes(() => duckStatement(cardId(pick(cards.large)))),
    card: await some(() => large.stores.registers.cardFacts(cardId(pick(cards.large)), LAST_MS)),
    smallerCard: await some(() =>
      small.stores.registers.cardFacts(cardId(pick(cards.small)), LAST_MS),
    ),
    search: await some(() => search(searched, pick(sizes.cards))),
    client: await some(() => searchClient(searched, pick(sizes.cards / CARDS_PER_CONTRACT))),
    slip: await some(() => operation(large, String(pick(sizes.large / SALES_PER_SLIP)))),
    smallerSlip: await some(() => operation(small, String(pick(sizes.small / SALES_PER_SLIP)))),
    amount: await some(() => operation(large, `${600 + 6 * pick(97)},00`)),
    plate: await some(() => operation(large, plateOf(pick(cards.large)))),
    months: await some(() => months(large, owner())),
    smallerMonths: await some(() =>
      months(small, contractId(pick(cards.small / CARDS_PER_CONTRACT))),
    ),
    allMonths: await timesOf(fewer, () => months(large, null)),
    duckAllMonths: await duckTimes(() => duckMonths(null)),
    duckMonths: await duckTimes(() => duckMonths(owner())),
  };
}

async function timesOf(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const startedMs = performance.now();
    await work();
    times.push(performance.now() - startedMs);
  }
  return times;
}

async function statement(store: NetworkStore, subjectId: string): Promise<void> {
  const period = { fromMs: FIRST_MS, toMs: FIRST_MS + YEAR_MS };
  const question = {
    subjectKind: 'card',
    subjectId,
    ...period,
    clientId: null,
    cursor: null,
    limit: PAGE,
  } as const;
  const { lines } = await store.stores.statements.statement(question);
  if (lines.length < SALES_PER_CARD / 2 - 1) throw new Error(`${lines.length} lines in a year`);
}

/** Inner characters of a card's vehicle, as somebody types them. */
async function search(store: NetworkStore, index: number): Promise<void> {
  const text = String(index).padStart(6, '0').slice(1);
  const question = { cursor: null, limit: 50, search: text, contractId: null };
  const { rows } = await store.stores.registers.cards(question);
  if (rows.length === 0) throw new Error(`nothing found by ${text}`);
}

async function searchClient(store: NetworkStore, index: number): Promise<void> {
  const question = { cursor: null, limit: 50, search: `client ${index}` };
  const { rows } = await store.stores.registers.clients(question);
  if (rows.length === 0) throw new Error(`no client ${index}`);
}

/** An operation by its slip, its amount, or the plate of its card. */
async function operation(store: NetworkStore, text: string): Promise<void> {
  const question = { search: text, clientId: null, cursor: null, limit: 50 };
  const { rows } = await store.stores.history.operations(question);
  if (rows.length === 0) throw new Error(`no operation by ${text}`);
}

/** The sums of two years by month: of one client, or of all together. */
async function months(store: NetworkStore, subjectId: string | null): Promise<void> {
  const subjectKind = subjectId === null ? 'network' : 'contract';
  const question = { subjectKind, subjectId, by: 'none', months: MONTHS, limit: 100 } as const;
  const rows = await store.stores.history.months(question);
  if (rows.length < MONTHS.length) throw new Error(`${rows.length} months`);
}

function plateOf(card: number): string {
  return `A${String(card % 1_000_000).padStart(6, '0')}BC`;
}

function duckStatement(card: string): string {
  return `SELECT * FROM sale WHERE card_id = '${card}' AND authorized_at_ms >= ${FIRST_MS}
    AND authorized_at_ms < ${FIRST_MS + YEAR_MS} ORDER BY authorized_at_ms LIMIT ${PAGE}`;
}

function duckMonths(contract: string | null): string {
  return `SELECT date_trunc('month', make_timestamp(CAST(authorized_at_ms AS BIGINT) * 1000)) AS month,
      count(*), sum(volume_ml), sum(amount_minor), sum(vat_minor)
    FROM sale ${contract === null ? '' : `WHERE contract_id = '${contract}'`}
    GROUP BY month ORDER BY month`;
}

interface Compared {
  readonly what: string;
  readonly product: keyof Times;
  readonly reference: keyof Times;
  readonly against: string;
  readonly how: string;
  readonly target?: Target;
}

function rowsOf(rounds: readonly Times[], { large, small, cards }: Sizes): Row[] {
  const row = ({ product, reference, ...rest }: Compared): Row => {
    const middle = (times: Times, side: keyof Times): number => percentile(times[side], 0.5);
    const pairs = rounds.map((times) => {
      return { product: middle(times, product), reference: middle(times, reference) };
    });
    return pairedRow({ ...rest, unit: 'ms', rounds: pairs });
  };
  const smaller = `${small} operations`;
  const how = `${large} operations, ${large / SALES_PER_CARD} cards, through the store`;
  return [
    ...statementRows(smaller, how),
    ...searchRows(smaller, how, cards),
    ...monthRows(smaller, how),
  ].map(row);
}

const DUCK = 'DuckDB 1.5.6';

function statementRows(smaller: string, how: string): Compared[] {
  return [
    {
      what: 'statement of a card for a year, p50',
      product: 'statement',
      reference: 'duckStatement',
      against: DUCK,
      how,
      target: { of: 'product', atMost: 0.5 },
    },
    {
      what: 'the same, growth',
      product: 'statement',
      reference: 'smaller',
      against: smaller,
      how,
      target: { of: 'ratio', atMost: 1.5 },
    },
    {
      what: 'a card with its limits and what is left, growth',
      product: 'card',
      reference: 'smallerCard',
      against: smaller,
      how,
      target: { of: 'ratio', atMost: 1.5 },
    },
  ];
}

function searchRows(smaller: string, how: string, cards: number): Compared[] {
  return [
    {
      what: `search of cards by 5 inner characters, p50`,
      product: 'search',
      reference: 'statement',
      against: 'a statement',
      how: `${cards} cards`,
      target: { of: 'product', atMost: 5 },
    },
    {
      what: 'search of clients by a name and a part of it, p50',
      product: 'client',
      reference: 'statement',
      against: 'a statement',
      how: `${cards / CARDS_PER_CONTRACT} clients`,
      target: { of: 'product', atMost: 5 },
    },
    {
      what: 'search of operations by slip number, p50',
      product: 'slip',
      reference: 'statement',
      against: 'a statement',
      how,
      target: { of: 'product', atMost: 5 },
    },
    {
      what: 'the same, growth',
      product: 'slip',
      reference: 'smallerSlip',
      against: smaller,
      how,
      target: { of: 'ratio', atMost: 1.5 },
    },
    {
      what: 'search of operations by amount, p50',
      product: 'amount',
      reference: 'statement',
      against: 'a statement',
      how,
      target: { of: 'product', atMost: 5 },
    },
    {
      what: 'search of operations by a plate, p50',
      product: 'plate',
      reference: 'statement',
      against: 'a statement',
      how,
      target: { of: 'product', atMost: 5 },
    },
  ];
}

function monthRows(smaller: string, how: string): Compared[] {
  return [
    {
      what: `one client's sales by month, p50`,
      product: 'months',
      reference: 'duckMonths',
      against: DUCK,
      how,
      target: { of: 'ratio', atMost: 0.2 },
    },
    {
      what: `one client's sales by month, growth`,
      product: 'months',
      reference: 'smallerMonths',
      against: smaller,
      how,
      target: { of: 'ratio', atMost: 1.5 },
    },
    {
      what: `all clients' sales by month, p50`,
      product: 'allMonths',
      reference: 'duckAllMonths',
      against: DUCK,
      how,
      target: { of: 'ratio', atMost: 0.2 },
    },
  ];
}
