import { LoopTurns } from '#adapter/clock/loop-turns.ts';
import { decide } from '#domain/authority/decide.ts';
import { AuthorityDesk } from '#service/authority/authority-desk.ts';
import type { AuthorityAnswer, AuthorityRequest } from '#service/ports.ts';
import { openPostgresStore, type PostgresStore } from '#store/postgres/open-postgres-store.ts';
import { Sales } from '../commit/sales.ts';
import { fillStores } from '../data/store-file.ts';
import { inRounds, type Bench, type Part } from '../part.ts';
import { pairedRow, type Row } from '../table/row.ts';
import { OneFunction } from './one-function.ts';
import { startServer } from './server.ts';

const CLIENTS = 32;
const BUDGET_MS = 120_000;

interface Rates {
  readonly batches: number;
  readonly alone: number;
  readonly oneFunction: number;
}

interface Sides {
  readonly store: PostgresStore;
  /** The same store with a connection for each client. */
  readonly wide: PostgresStore;
  readonly peer: OneFunction;
  readonly sales: Sales;
}

/** The backend on PostgreSQL: what is asked at once is decided in one go. */
export const postgresPart: Part = {
  title: 'the backend on PostgreSQL',
  longestMs: 900_000,
  async run(bench) {
    const cards = bench.quick ? 500 : 10_000;
    const server = await startServer(bench);
    try {
      const url = await server.database('product');
      const store = await open(url, undefined);
      bench.say(`${cards} cards go into PostgreSQL`);
      await fillStores(store.stores, cards);
      const wide = await open(url, CLIENTS + 2);
      const peer = await OneFunction.open(server, { cards, clients: CLIENTS });
      try {
        const sides = { store, wide, peer, sales: new Sales(cards) };
        return rowsOf(await measure(bench, sides), cards);
      } finally {
        await Promise.all([peer.close(), wide.close(), store.close()]);
      }
    } finally {
      await server.stop();
    }
  },
};

const clock = { nowMs: () => Date.now() };

async function open(url: string, connectionsMax: number | undefined): Promise<PostgresStore> {
  const opened = await openPostgresStore({
    url,
    clock,
    appVersion: '0.0.0',
    ...(connectionsMax === undefined ? {} : { connectionsMax }),
  });
  if (!opened.ok) throw new Error(opened.code);
  return opened.value;
}

async function measure(bench: Bench, sides: Sides): Promise<readonly Rates[]> {
  const [rounds, ms] = bench.quick ? [2, 500] : [7, 3_000];
  const desk = new AuthorityDesk(sides.store.stores.deciding, new LoopTurns(), clock);
  const { deciding } = sides.wide.stores;
  const one = async (request: AuthorityRequest): Promise<AuthorityAnswer | undefined> => {
    const [answer] = await deciding.commitBatch([request], decide);
    return answer;
  };
  const round = (turnMs: number) => async (): Promise<Rates> => ({
    alone: await sellFor(one, sides.sales, turnMs),
    batches: await sellFor((request) => desk.ask(request), sides.sales, turnMs),
    oneFunction: await sides.peer.sellFor(turnMs),
  });
  await round(ms / 2)();
  return inRounds({ rounds, budgetMs: BUDGET_MS, signal: bench.signal }, round(ms));
}

/**
 * So many clients, each asking again as soon as it is answered.
 * @returns sales per second
 */
async function sellFor(
  ask: (request: AuthorityRequest) => Promise<AuthorityAnswer | undefined>,
  sales: Sales,
  ms: number,
): Promise<number> {
  const startedMs = performance.now();
  const counts = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      let count = 0;
      while (performance.now() - startedMs < ms) {
        const answer = await ask(sales.next());
        if (answer?.outcome?.ok !== true) throw new Error(JSON.stringify(answer));
        count += 1;
      }
      return count;
    }),
  );
  const count = counts.reduce((sum, each) => sum + each, 0);
  return (count * 1_000) / (performance.now() - startedMs);
}

function rowsOf(rounds: readonly Rates[], cards: number): Row[] {
  const row = (side: 'alone' | 'oneFunction', against: string): Row =>
    pairedRow({
      what: `backend on PostgreSQL, ${CLIENTS} clients, decided in batches`,
      unit: 'per s',
      against,
      rounds: rounds.map((rate) => ({ product: rate.batches, reference: rate[side] })),
      how: `${cards} cards, six limits and the contract's money`,
      target: { of: 'ratio', atLeast: 2 },
    });
  return [
    row('alone', 'the same store, one call per request'),
    row('oneFunction', 'one function per request'),
  ];
}
