import type pg from 'pg';
import type { decide } from '#domain/authority/decide.ts';
import type { AuthorityAnswer, AuthorityRequest, DecidingStore } from '#service/ports.ts';
import { decideBatch, type DecidedBatch } from '../../authority/decide-batch.ts';
import type { FeedNumbering } from '../feed-numbering.ts';
import { BOOKS_LOCK } from '../locks.ts';
import { withFeed } from '../postgres-database.ts';
import { inTransaction } from '../transaction.ts';
import { KnownContracts } from './known-contracts.ts';
import { LOAD_STATEMENTS } from './load-rows.ts';
import { LoadedState, type FoundRows } from './loaded-state.ts';
import { lockContracts } from './lock-contracts.ts';
import { wantContracts, wantFacts } from './want-facts.ts';
import { writeDelta } from './write-delta.ts';

/** A decision that asks for more and more rows would be a bug. */
const LOADS_MAX = 12;
const LOCKS_MAX = 10;

/** The batch concerns contracts that were not locked, as a card that has just moved. */
class NotLocked extends Error {
  readonly contractIds: ReadonlySet<string>;

  constructor(contractIds: ReadonlySet<string>) {
    super('a batch concerns contracts that it did not lock');
    this.contractIds = contractIds;
  }
}

/**
 * The deciding port on PostgreSQL: a batch is one transaction that locks the contracts it concerns,
 * loads what it needs, decides and writes, each in one message. Several batches run at once,
 * here and in other backends; those that share a contract wait for each other.
 */
export class PostgresDecidingStore implements DecidingStore {
  readonly batchesAtOnce: number;
  readonly #pool: pg.Pool;
  readonly #feed: FeedNumbering;
  readonly #contracts = new KnownContracts();

  constructor(pool: pg.Pool, feed: FeedNumbering, batchesAtOnce: number) {
    this.#pool = pool;
    this.#feed = feed;
    this.batchesAtOnce = batchesAtOnce;
  }

  async commitBatch(
    requests: readonly AuthorityRequest[],
    decideOne: typeof decide,
  ): Promise<readonly AuthorityAnswer[]> {
    let also: ReadonlySet<string> = new Set();
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#committed(requests, decideOne, also);
      } catch (error) {
        if (!(error instanceof NotLocked) || tries === LOCKS_MAX) throw error;
        also = error.contractIds;
      }
    }
  }

  async #committed(
    requests: readonly AuthorityRequest[],
    decideOne: typeof decide,
    also: ReadonlySet<string>,
  ): Promise<readonly AuthorityAnswer[]> {
    let touched = false;
    const answers = await inTransaction(this.#pool, beginOf(requests), (client) => {
      return withFeed(client, async (feed) => {
        const state = new LoadedState();
        wantFacts(state, requests);
        const locked = await this.#lockedAndLoaded(client, state, { requests, also });
        const batch = await decidedOn(client, state, () => decideBatch(state, requests, decideOne));
        const concerned = state.contractIds;
        if (![...concerned].every((id) => locked.has(id))) throw new NotLocked(concerned);
        this.#contracts.learn(state);
        await writeDelta(client, batch.delta, { before: state, feed });
        touched = !feed.isEmpty;
        return batch.answers;
      });
    });
    if (touched) await this.#feed.afterCommit();
    return answers;
  }

  /**
   * The locks, and the rows that they protect. Where the contracts are known by their cards both
   * are asked in one message: the server reads the rows when it has the locks.
   * @returns the contracts that are locked
   */
  async #lockedAndLoaded(
    client: pg.ClientBase,
    state: LoadedState,
    { requests, also }: { requests: readonly AuthorityRequest[]; also: ReadonlySet<string> },
  ): Promise<ReadonlySet<string>> {
    const locking = lockContracts(client, requests, also);
    const known = this.#contracts.of(requests);
    if (known === null) {
      const locked = await locking;
      wantContracts(state, locked);
      return locked;
    }
    wantContracts(state, [...known, ...also]);
    const [locked, loaded] = await Promise.allSettled([locking, load(client, state)]);
    if (locked.status === 'rejected') throw locked.reason;
    if (loaded.status === 'rejected') throw loaded.reason;
    return locked.value;
  }
}

/** How a batch begins: with the lock of the books, in the same message. */
function beginOf(requests: readonly AuthorityRequest[]): string {
  const locks = requests.some(({ command }) => command?.kind === 'ledger.lock-period');
  return `ISOLATION LEVEL READ COMMITTED; ${locks ? BOOKS_LOCK.alone : BOOKS_LOCK.shared}`;
}

/**
 * Decides again until nothing was asked for that is not loaded: a decision is pure and cannot wait,
 * so what it turns out to need is loaded after it, and counts the next time.
 */
async function decidedOn(
  client: pg.ClientBase,
  state: LoadedState,
  decideAll: () => DecidedBatch,
): Promise<DecidedBatch> {
  for (let loads = 1; loads <= LOADS_MAX; loads += 1) {
    await load(client, state);
    try {
      const batch = decideAll();
      if (state.missing.length === 0) return batch;
    } catch (error) {
      // On rows that are not there yet anything may be thrown.
      if (state.missing.length === 0) throw error;
    }
  }
  throw new Error('a batch of decisions never had all that it asked for');
}

/**
 * A statement for each kind, all in one message: one for all of them costs the server half as much
 * again.
 */
async function load(client: pg.ClientBase, state: LoadedState): Promise<void> {
  const loads = state.missing.map(async (kind) => {
    const values = [state.shelves[kind].missing];
    const text = LOAD_STATEMENTS[kind];
    const { rows } = await client.query<FoundRows[number]>({ name: `load ${kind}`, text, values });
    state.fill(kind, rows);
  });
  await Promise.all(loads);
}
