/* One workstation in a process of its own: it synchronizes as often as it is told to. */
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { peakMib } from '../http/tell-use.ts';
import { authorize, bringLeases, cardsOfDesk } from '../sync/desk-sales.ts';
import { Desk, type DeskOptions } from '../sync/desk.ts';

export interface Synchronized {
  readonly tookMs: number;
  readonly cacheBytes: number;
  readonly peakMib: number;
}

/** Asks for a first synchronization anew while it sells; otherwise the child just synchronizes. */
export interface SellingOrder {
  readonly password: string;
}

export interface SoldMeanwhile {
  readonly decisions: number;
  /** The longest time without an answer to a sale. */
  readonly gapMs: number;
  /** The same of as many sales when nothing else goes on: what the machine itself lets wait. */
  readonly quietGapMs: number;
  /** The most processor time between two answers: what a sale waits for on a machine of its own. */
  readonly gapCpuMs: number;
}

const PAGE_BYTES = 4_096;

// The only one who sends is the bench, and this is all it sends.
const [order] = (await once(process, 'message')) as [DeskOptions];
const desk = await Desk.join(order);
// As above.
process.on('message', (asked: SellingOrder | object) => void answer(asked));
process.once('disconnect', () => desk.close());
process.send?.({ ready: true });

async function answer(asked: SellingOrder | object): Promise<void> {
  process.send?.('password' in asked ? await sellMeanwhile(asked) : await synchronize());
}

async function synchronize(): Promise<Synchronized> {
  const startedMs = performance.now();
  await desk.sync();
  const tookMs = performance.now() - startedMs;
  const pages = Number(desk.engine.core.cache.db.pragma('page_count', { simple: true }));
  return { tookMs, cacheBytes: pages * PAGE_BYTES, peakMib: peakMib() };
}

/** Sold after the swap, while the old file goes. */
const SOLD_BEHIND = 50;
const cards = cardsOfDesk(0);

/**
 * The whole network comes and is swapped in, and meanwhile every sale is decided from leases, here.
 */
async function sellMeanwhile({ password }: SellingOrder): Promise<SoldMeanwhile> {
  await bringLeases(desk, { password, cards });
  const { core } = desk.engine;
  const before = core.cache.db;
  before.exec('DELETE FROM feed_state');
  desk.line.routes.set('sale.authorize', 'down');
  const arriving = new Promise<void>((resolve) => {
    core.events.onSyncMoved(() => core.arrival.state() !== null && resolve());
  });
  let goesOn = true;
  const synchronized = desk.sync().finally(() => (goesOn = false));
  // Lines of its own journal go before anything comes.
  await Promise.race([arriving, synchronized]);
  let behind = 0;
  const beside = await sellWhile(() => {
    if (core.cache.db !== before) behind += 1;
    return goesOn && behind < SOLD_BEHIND;
  });
  let left = beside.decisions;
  await synchronized;
  // The link is taken for what it is again, but for sales.
  const quiet = await sellWhile(() => (left -= 1) >= 0);
  desk.line.routes.delete('sale.authorize');
  if (core.cache.db === before) throw new Error('nothing was swapped in');
  return { ...beside, quietGapMs: quiet.gapMs };
}

/** Sells from leases, one after the other, each taken back when it was answered. */
async function sellWhile(goesOn: () => boolean): Promise<Omit<SoldMeanwhile, 'quietGapMs'>> {
  let [decisions, gapMs, gapCpuMs] = [0, 0, 0];
  let [lastMs, lastCpuMs] = [performance.now(), cpuMs()];
  for (; goesOn(); decisions += 1) {
    const { saleId, mode } = await authorize(desk, { cards, index: decisions });
    if (mode !== 'offline') throw new Error('not sold from leases');
    const [nowMs, nowCpuMs] = [performance.now(), cpuMs()];
    gapMs = Math.max(gapMs, nowMs - lastMs);
    gapCpuMs = Math.max(gapCpuMs, nowCpuMs - lastCpuMs);
    [lastMs, lastCpuMs] = [nowMs, nowCpuMs];
    desk.engine.sales.reverse(saleId);
    await turn();
  }
  return { decisions, gapMs, gapCpuMs };
}

/** Of this thread: what others of the process do, the disk's for example, keeps no sale waiting. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
