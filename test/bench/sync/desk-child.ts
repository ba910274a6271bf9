/* One workstation of the product in a process of its own: it pulls everything, or pushes sales. */
import { once } from 'node:events';
import { peakMib } from '../http/tell-use.ts';
import { bringLeases, sell } from './desk-sales.ts';
import { Desk, type DeskOptions } from './desk.ts';

export interface DeskOrder extends DeskOptions {
  readonly work: 'pull' | 'push';
  /** Cards that are expected, or sales that are made. */
  readonly count: number;
  /** The cards that it sells on. */
  readonly cards: readonly string[];
  readonly password: string;
}

export interface DeskReport {
  readonly tookMs: number;
  /** Cards in the cache afterwards, or lines that were pushed. */
  readonly written: number;
  readonly peakMib: number;
  /** Lines of a second push of everything that were not known as kept. */
  readonly storedAgain: number;
  readonly againMs: number;
}

const LINES_PER_PUSH = 500;

// The only one who sends is the bench, and this is all it sends.
const [order] = (await once(process, 'message')) as [DeskOrder];
const desk = await Desk.join(order);
const report = order.work === 'pull' ? await pull() : await push();
desk.close();
process.send?.(report);
process.disconnect();

async function pull(): Promise<DeskReport> {
  const tookMs = await timed(() => desk.sync());
  const { db } = desk.engine.core.cache;
  const counted = db
    .prepare<[], { cards: number }>(`SELECT count(*) AS cards FROM record WHERE entity = 'card'`)
    .get();
  const written = counted?.cards ?? 0;
  return { tookMs, written, peakMib: peakMib(), storedAgain: 0, againMs: 0 };
}

async function push(): Promise<DeskReport> {
  await desk.sync();
  await bringLeases(desk, { password: order.password, cards: order.cards });
  await desk.cut();
  for (let index = 0; index < order.count; index += 1)
    await sell(desk, { cards: order.cards, index });
  desk.line.state = 'up';
  const { journal } = desk.engine.core;
  const before = journal.facts.get('acknowledged')?.seq ?? 0;
  const tookMs = await timed(() => desk.sync());
  const written = (journal.facts.get('acknowledged')?.seq ?? 0) - before;
  const peak = peakMib();
  let storedAgain = 0;
  const againMs = await timed(async () => {
    storedAgain = await pushAgain(before);
  });
  return { tookMs, written, peakMib: peak, storedAgain, againMs };
}

/**
 * Sends lines that are acknowledged already.
 * @returns how many of them were news
 */
async function pushAgain(afterSeq: number): Promise<number> {
  const { journal, vault, link } = desk.engine.core;
  let news = 0;
  let from = afterSeq;
  for (;;) {
    const lines = journal.linesAfter(from, LINES_PER_PUSH);
    const last = lines.at(-1);
    if (last === undefined) return news;
    const signature = await vault.sign(last.hash);
    const answer = await link.call('journal.push', { lines: [...lines], signature });
    if (!answer.ok) throw new Error(answer.code);
    news += answer.value.answers.filter(({ status }) => status !== 'duplicate').length;
    from = last.seq;
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
