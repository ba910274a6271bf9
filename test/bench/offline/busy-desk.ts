import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { applyFeedPage, feedState } from '#engine/cache/feed-apply.ts';
import { record } from '#engine/cache/registers.ts';
import { keepStatementPage } from '#engine/cache/statements.ts';
import { filesInThread } from '#engine/export/file-thread.ts';
import type { FeedPage, FeedRow } from '#protocol/feed.ts';
import type { Statement, StatementLine } from '#protocol/records/statement.ts';
import type { EngineBench } from '#test/support/engine/engine-bench.ts';

const CARDS = 2_000;
const LINES = 2_000;
const KEY = {
  subjectKind: 'contract',
  subjectId: 'client-1',
  fromDate: '2026-11-01',
  toDate: '2026-11-21',
} as const;
const FILE_ENTRY = new URL('../../../electron/engine/entry-file.ts', import.meta.url);

export interface BusyOptions {
  readonly desk: EngineBench;
  readonly count: number;
  /** Fewer are measured when they take longer. */
  readonly budgetMs: number;
  readonly signal: AbortSignal;
  /** One sale, taken back when it was answered; resolves at the answer. */
  readonly sell: (index: number) => Promise<() => void>;
}

/**
 * Times of sales that a window asks for while pages of the feed are applied one after the other, a
 * long statement is read again and again, and its workbook is made: from the moment of asking in
 * the window's thread to the answer, so waiting for the engine's turn is in it.
 * @returns ms of each
 */
export async function busyTimes(statement: Statement, options: BusyOptions): Promise<number[]> {
  const { desk, count, budgetMs, signal, sell } = options;
  const key = { ...KEY, clientId: null };
  keepStatementPage(desk.engine.core.cache.db, key, { page: statement, cursor: null });
  const asker = new Worker(new URL('asker-thread.ts', import.meta.url));
  const done = new AbortController();
  const beside = Promise.all([
    sync(desk, done.signal),
    read(desk, done.signal),
    makeWorkbooks(statement, done.signal),
  ]);
  const times: number[] = [];
  const startedMs = performance.now();
  const goesOn = (): boolean => !signal.aborted && performance.now() - startedMs < budgetMs;
  try {
    for (let index = 0; index < count && goesOn(); index += 1) {
      const asked = once(asker, 'message');
      asker.postMessage('go on');
      // The thread posts nothing but the moment of its question.
      const [askedAtMs] = (await asked) as [number];
      const takeBack = await sell(index);
      times.push(performance.timeOrigin + performance.now() - askedAtMs);
      takeBack();
    }
  } finally {
    done.abort();
    await beside;
    await asker.terminate();
  }
  return times;
}

/** What a synchronization does here for most of its time. */
async function sync({ engine }: EngineBench, signal: AbortSignal): Promise<void> {
  const { cache } = engine.core;
  const card = record(cache.db, 'card', 'card-1');
  const { epoch = '', cursor = '', asOfMs = 0 } = feedState(cache.db) ?? {};
  const rows = Array.from({ length: CARDS }, (_, index): FeedRow => {
    const rowId = `beside-${index}`;
    return { entity: 'card', rowId, record: { ...card, cardId: rowId } };
  });
  const page: FeedPage = { epoch, cursor, asOfMs: asOfMs ?? 0, complete: true, rows };
  while (!signal.aborted) {
    const applied = await applyFeedPage(() => cache.db, page);
    if (!applied.ok) throw new Error(applied.code);
    await turn();
  }
}

async function read(desk: EngineBench, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await desk.ok('statement:get', KEY);
    await turn();
  }
}

async function makeWorkbooks(statement: Statement, signal: AbortSignal): Promise<void> {
  const make = filesInThread(FILE_ENTRY);
  while (!signal.aborted) await make({ of: 'statement', statement, language: 'ru' });
}

/** A statement as long as a year of a large client; asked while the link is there. */
export async function longStatement(desk: EngineBench): Promise<Statement> {
  const { source: _source, ...page } = await desk.ok('statement:get', KEY);
  const [known] = page.lines;
  if (known === undefined) throw new Error('nothing was sold');
  const lines = Array.from({ length: LINES }, (_, index): StatementLine => {
    return { ...known, lineId: `line-${index}`, atMs: known.atMs + index };
  });
  return { ...page, lines, nextCursor: null };
}
