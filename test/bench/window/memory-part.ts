import { setTimeout as delay } from 'node:timers/promises';
import type { Bench, Part } from '../part.ts';
import type { Row } from '../table/row.ts';
import { median } from '../table/statistics.ts';
import { emptyScreen, startEmpty } from './empty.ts';
import { memoryOf, roles, type Memory, type Role } from './process-memory.ts';
import { prepareProfile, saleScreen, signInScreen, startProduct } from './product.ts';
import type { RunningWindow } from './running-window.ts';

const SAMPLE_EVERY_MS = 1_000;
const TITLES: Readonly<Record<Role, string>> = {
  main: 'main',
  renderer: 'renderer',
  engine: 'engine',
  backend: 'backend',
  vault: 'vault',
  helpers: 'Chromium helpers (GPU, zygotes, network)',
};

type Memories = ReadonlyMap<Role, Memory>;

/** Memory of the product on its sale screen, and of the empty window, a while after the start. */
export const memoryPart: Part = {
  title: 'memory',
  longestMs: 90_000,
  async run(bench) {
    if (process.platform !== 'linux') {
      bench.say('memory of processes is read from /proc: measured on Linux only');
      return [];
    }
    await prepareProfile(bench);
    const empty = await afterAWhile(bench, await startEmpty(bench), emptyScreen);
    const product = await afterAWhile(bench, await startProduct(bench), async (window) => {
      await signInScreen(window);
      await saleScreen(window);
    });
    return rowsOf(product, empty, bench.quick);
  },
};

async function afterAWhile(
  bench: Bench,
  window: RunningWindow,
  open: (window: RunningWindow) => Promise<unknown>,
): Promise<readonly Memories[]> {
  try {
    await open(window);
    const { signal } = bench;
    const [quietMs, sampleCount] = bench.quick ? [2_000, 2] : [8_000, 5];
    await delay(quietMs, null, { signal });
    const samples: Memories[] = [];
    for (let index = 0; index < sampleCount; index += 1) {
      samples.push(memoryOf(window.pid));
      await delay(SAMPLE_EVERY_MS, null, { signal });
    }
    return samples;
  } finally {
    await window.end();
  }
}

function rowsOf(product: readonly Memories[], empty: readonly Memories[], quick: boolean): Row[] {
  const when = `${quick ? 2 : 8} s after the screen, median of ${product.length}`;
  const against = 'empty window';
  const resident = ({ residentMib }: Memory): number => residentMib;
  const each = roles.map((role): Row => {
    const own = figure(product, (sample) => sample.get(role), resident) ?? 0;
    const reference = figure(empty, (sample) => sample.get(role), resident);
    return {
      what: `resident memory, ${TITLES[role]}`,
      unit: 'MiB',
      product: own,
      reference,
      against,
      ratio: reference === null ? null : own / reference,
      how: `RSS, ${when}`,
    };
  });
  const total = (samples: readonly Memories[]): number =>
    median(samples.map((sample) => sumOf([...sample.values()].map(({ shareMib }) => shareMib))));
  const sums = { product: total(product), reference: total(empty) };
  const ratio = sums.product / sums.reference;
  const how = `PSS (a shared page counts once), ${when}`;
  return [...each, { what: 'memory, all processes', unit: 'MiB', ...sums, against, ratio, how }];
}

function figure(
  samples: readonly Memories[],
  pick: (sample: Memories) => Memory | undefined,
  measure: (memory: Memory) => number,
): number | null {
  const found = samples.map(pick).filter((memory) => memory !== undefined);
  return found.length === 0 ? null : median(found.map(measure));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
