import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { send } from '#test/support/backend/http-client.ts';
import { inRounds, type Bench, type Part } from '../part.ts';
import { pairedRow, type Row, type Unit } from '../table/row.ts';
import type { Target } from '../table/target.ts';
import type { BackendOrder, BackendReady } from './backend-child.ts';
import { AUTHORIZE_PATH, fillNetwork, type BenchNetwork } from './bench-network.ts';
import { ChildServer } from './child-server.ts';
import type { EchoOrder, EchoReady } from './echo-child.ts';
import { load, type LoadFigures } from './load.ts';

const CONNECTIONS = [1, 64] as const;
const WARM_UP_S = 1;
const BUDGET_MS = 40_000;

interface Server {
  readonly url: string;
  cpuMs(): Promise<number>;
}

interface Sides {
  readonly network: BenchNetwork;
  readonly backend: Server;
  readonly echo: Server;
  readonly answerBytes: number;
}

interface Round {
  readonly product: LoadFigures;
  readonly reference: LoadFigures;
}

interface Figure {
  readonly name: string;
  readonly unit: Unit;
  readonly take: (figures: LoadFigures) => number;
  readonly target?: Target;
}

/**
 * `authorize` at the backend's door: token, session, validation, six limits, durable commit, log
 * line; against a Koa route that only reads and writes the same JSON. Holds stay open.
 */
export const httpPart: Part = {
  title: 'authorize over HTTP',
  longestMs: 150_000,
  async run(bench) {
    const dataDir = join(bench.folder, 'backend');
    await mkdir(dataDir);
    const setupToken = randomBytes(32).toString('hex');
    const order: BackendOrder = { dataDir, setupToken };
    const backend = await ChildServer.start<BackendReady>('backend-child.ts', order, bench.signal);
    try {
      const { url } = backend.ready;
      const network = await fillNetwork(url, setupToken);
      const answer = await sampleAnswer(url, network);
      const echoOrder: EchoOrder = { path: AUTHORIZE_PATH, answer };
      const echo = await ChildServer.start<EchoReady>('echo-child.ts', echoOrder, bench.signal);
      try {
        const answerBytes = JSON.stringify(answer).length;
        return await measure(bench, {
          network,
          backend: { url, cpuMs: () => cpuMsOf(backend) },
          echo: { url: echo.ready.url, cpuMs: () => cpuMsOf(echo) },
          answerBytes,
        });
      } finally {
        await echo.stop();
      }
    } finally {
      await backend.stop();
    }
  },
};

async function cpuMsOf(server: Pick<ChildServer<unknown>, 'use'>): Promise<number> {
  return (await server.use()).cpuMs;
}

/** One authorization, for the echo to answer with as many bytes. */
async function sampleAnswer(url: string, network: BenchNetwork): Promise<object> {
  const { status, body } = await send(url, network.authorize());
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return Object(body);
}

async function measure(bench: Bench, sides: Sides): Promise<Row[]> {
  const [rounds, durationS] = bench.quick ? [1, 1] : [3, 4];
  const rows: Row[] = [];
  const budgetMs = BUDGET_MS / CONNECTIONS.length;
  for (const connections of CONNECTIONS) {
    const ask = async (seconds: number): Promise<Round> => {
      const request = (): ReturnType<BenchNetwork['authorize']> => sides.network.authorize();
      const plan = {
        connections,
        durationS: seconds,
        request,
        signal: bench.signal,
      };
      const reference = await load({ ...plan, ...sides.echo });
      return { reference, product: await load({ ...plan, ...sides.backend }) };
    };
    await ask(WARM_UP_S);
    const plan = { rounds, budgetMs, signal: bench.signal };
    const measured = await inRounds(plan, () => ask(durationS));
    const how = `${connections} connection(s) × ${durationS} s, ${sides.answerBytes} bytes back`;
    rows.push(...rowsOf(measured, connections, how));
    bench.say(`${connections} connection(s) measured`);
  }
  return rows;
}

function rowsOf(rounds: readonly Round[], connections: number, how: string): Row[] {
  const crowd = connections === 64;
  const figures: readonly Figure[] = [
    {
      name: 'rate',
      unit: 'per s',
      take: ({ perSecond }) => perSecond,
      ...(crowd ? { target: { atLeast: 0.4, of: 'ratio' } } : {}),
    },
    { name: 'p50', unit: 'ms', take: ({ p50Ms }) => p50Ms },
    { name: 'p99', unit: 'ms', take: ({ p99Ms }) => p99Ms },
    { name: 'CPU of a request', unit: 'µs', take: ({ cpuUs }) => cpuUs },
    {
      name: 'p99 ÷ p50',
      unit: '×',
      take: ({ tail }) => tail,
      ...(crowd ? { target: { atMost: 5, of: 'product' } } : {}),
    },
  ];
  return figures.map(({ name, unit, take, target }) =>
    pairedRow({
      what: `authorize over HTTP, ${connections} conn., ${name}`,
      unit,
      against: 'Koa echo',
      rounds: rounds.map(({ product, reference }) => {
        return { product: take(product), reference: take(reference) };
      }),
      how,
      ...(target === undefined ? {} : { target }),
    }),
  );
}
