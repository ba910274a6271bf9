import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { IDEMPOTENCY_HEADER } from '#protocol/version.ts';
import { routeRequest, type RawRequest } from '#test/support/backend/http-client.ts';
import { signIn } from '#test/support/backend/small-network.ts';
import { TestWorkstation } from '#test/support/backend/test-workstation.ts';
import { cardId, PRODUCT } from '../data/bulk-network.ts';
import { ChildServer } from '../http/child-server.ts';
import type { Bench, Part } from '../part.ts';
import { serveNetwork, type ServedNetwork } from '../sync/served-network.ts';
import { singleRow, type Row } from '../table/row.ts';
import { median, percentile } from '../table/statistics.ts';
import { dayOffline } from './day-offline.ts';
import { pacedSales } from './paced.ts';
import type { Sender, StormReport } from './storm-child.ts';

const LINES_PER_SALE = 2;

interface Plan {
  readonly cards: number;
  readonly workstations: number;
  readonly sales: number;
  /** How many come back alone, one after the other. */
  readonly alone: number;
  readonly quietMs: number;
}

interface Figures {
  readonly alone: readonly StormReport[];
  readonly together: StormReport;
  readonly quiet: readonly number[];
  readonly stormy: readonly number[];
}

/** All workstations of a network come back at once after a day without their links. */
export const stormPart: Part = {
  title: 'storm after a day offline',
  longestMs: 1_800_000,
  async run(bench) {
    const plan: Plan = bench.quick
      ? { cards: 2_000, workstations: 20, sales: 200, alone: 3, quietMs: 1_000 }
      : { cards: 100_000, workstations: 200, sales: 2_000, alone: 5, quietMs: 10_000 };
    const network = await serveNetwork(bench, plan.cards);
    try {
      return rowsOf(await measure(bench, network, plan), plan);
    } finally {
      await network.server.stop();
    }
  },
};

async function measure(bench: Bench, network: ServedNetwork, plan: Plan): Promise<Figures> {
  const folder = join(bench.folder, 'storm');
  await mkdir(folder);
  const senders: Sender[] = [];
  for (let n = 0; n < plan.alone + plan.workstations; n += 1) {
    bench.signal.throwIfAborted();
    senders.push(await sender(network, plan, { folder, n }));
  }
  bench.say(`${senders.length} workstations have something to tell`);
  const storm = (workstations: readonly Sender[]): Promise<StormReport> =>
    taken(bench, network, workstations);
  const alone: StormReport[] = [];
  for (const one of senders.slice(0, plan.alone)) alone.push(await storm([one]));
  bench.say('one after the other');
  const next = await onlineSales(network, plan);
  const whileSelling = async (work: Promise<unknown>): Promise<readonly number[]> => {
    const over = new AbortController();
    const ended = work.finally(() => over.abort());
    const [tookMs] = await Promise.all([pacedSales(network.url, next, over.signal), ended]);
    return tookMs;
  };
  await whileSelling(delay(plan.quietMs / 4));
  const quiet = await whileSelling(delay(plan.quietMs));
  const running = storm(senders.slice(plan.alone));
  const stormy = await whileSelling(running);
  return { alone, together: await running, quiet, stormy };
}

async function sender(
  { url, code, stationId }: ServedNetwork,
  { cards, sales }: Plan,
  { folder, n }: { folder: string; n: number },
): Promise<Sender> {
  const workstation = await TestWorkstation.join(url, await code(), Date.now());
  const firstCard = (n * sales) % cards;
  const bodies = dayOffline(workstation, { sales, cards, stationId, firstCard });
  const files = bodies.map((_, index) => join(folder, `${n}-${index}.json`));
  for (const [index, file] of files.entries()) await writeFile(file, bodies[index] ?? '');
  return { bearer: workstation.bearer, files };
}

async function taken(
  bench: Bench,
  { url }: ServedNetwork,
  workstations: readonly Sender[],
): Promise<StormReport> {
  const order = { url, workstations };
  const path = '../storm/storm-child.ts';
  const child = await ChildServer.start<StormReport>(path, order, bench.signal);
  await child.stop();
  return child.ready;
}

/** Sales of a workstation that has its link, each on another card. */
async function onlineSales(
  { url, code }: ServedNetwork,
  { cards }: Plan,
): Promise<() => RawRequest> {
  const workstation = await TestWorkstation.join(url, await code(), Date.now());
  const { bearer } = workstation;
  const session = await signIn(url, 'till', workstation);
  let turn = 0;
  return () => {
    turn += 1;
    const saleId = uuid();
    const request = routeRequest(
      'sale.authorize',
      {
        saleId,
        cardId: cardId((turn * 7_919) % cards),
        productId: PRODUCT,
        pumpNumber: 1 + (turn % 6),
        ask: { by: 'volume', volumeMl: 10_000 },
        pin: null,
        leaseReturns: [],
      },
      { bearer, session },
    );
    return { ...request, headers: { ...request.headers, [IDEMPOTENCY_HEADER]: saleId } };
  };
}

function rowsOf({ alone, together, quiet, stormy }: Figures, plan: Plan): Row[] {
  const { workstations, sales } = plan;
  const commands = sales * LINES_PER_SALE;
  for (const { applied } of alone) {
    if (applied !== commands) throw new Error(`${applied} of ${commands} lines were applied`);
  }
  const all = workstations * commands;
  if (together.applied !== all) throw new Error(`${together.applied} of ${all} lines were applied`);
  const aloneS = median(alone.map(({ tookMs }) => tookMs)) / 1_000;
  const expectedS = aloneS * workstations;
  const togetherS = together.tookMs / 1_000;
  const [quietMs, stormyMs] = [percentile(quiet, 0.99), percentile(stormy, 0.99)];
  const how = `${sales} sales, ${commands} commands each`;
  const waits = `told to wait ${together.toldToWait} times`;
  return [
    singleRow({
      what: 'one workstation back after a day, in step',
      unit: 's',
      product: aloneS,
      how: `${how}, median of ${alone.length}`,
      target: { of: 'product', atMost: 1 },
    }),
    {
      what: `${workstations} workstations back at once`,
      unit: 's',
      product: togetherS,
      reference: expectedS,
      against: 'their commands ÷ rate of one alone',
      ratio: togetherS / expectedS,
      how: `${how}, ${waits}`,
      target: { of: 'ratio', atMost: 1.3 },
    },
    {
      what: 'online authorization meanwhile, p99',
      unit: 'ms',
      product: stormyMs,
      reference: quietMs,
      against: 'without the storm',
      ratio: stormyMs / quietMs,
      how: `50 a second, ${stormy.length} against ${quiet.length}`,
      target: { of: 'ratio', atMost: 2 },
    },
  ];
}
