/* One workstation in a process of its own: it synchronizes as often as it is told to. */
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { peakMib } from '../http/tell-use.ts';
import { Desk, type DeskOptions } from '../sync/desk.ts';

export interface Synchronized {
  readonly tookMs: number;
  /** The longest time in which the process could not have answered a sale. */
  readonly stallMs: number;
  readonly cacheBytes: number;
  readonly peakMib: number;
}

const PAGE_BYTES = 4_096;
const NS_PER_MS = 1_000_000;

// The only one who sends is the bench, and this is all it sends.
const [order] = (await once(process, 'message')) as [DeskOptions];
const desk = await Desk.join(order);
process.on('message', () => void synchronize());
process.once('disconnect', () => desk.close());
process.send?.({ ready: true });

async function synchronize(): Promise<void> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const startedMs = performance.now();
  await desk.sync();
  const tookMs = performance.now() - startedMs;
  delays.disable();
  const pages = Number(desk.engine.core.cache.db.pragma('page_count', { simple: true }));
  const cacheBytes = pages * PAGE_BYTES;
  const stallMs = delays.max / NS_PER_MS;
  const told: Synchronized = { tookMs, stallMs, cacheBytes, peakMib: peakMib() };
  process.send?.(told);
}
