import type { BackendClient } from '#engine/ports.ts';
import { makeAxios, makeHttpClient } from '#engine/sync/http-client.ts';
import { startSmallNetwork, type SmallNetwork } from '../backend/small-network.ts';
import { startTestBackend, type TestBackend } from '../backend/test-backend.ts';
import { EngineBench, silentLog } from './engine-bench.ts';

/** Two workstations over a backend that can be put back to its backup while they run. */
export class RestoringNetwork {
  readonly network: SmallNetwork;
  readonly benches: EngineBench[] = [];
  #restored: TestBackend | null = null;
  /** Where the engines' requests go. */
  #target: BackendClient;

  private constructor(network: SmallNetwork) {
    this.network = network;
    this.#target = clientOf(network.url);
  }

  static async start(): Promise<RestoringNetwork> {
    const made = new RestoringNetwork(await startSmallNetwork());
    for (let desk = 0; desk < 2; desk += 1) await made.#addDesk();
    return made;
  }

  async #addDesk(): Promise<void> {
    const bench = await EngineBench.start(this.network);
    this.benches.push(bench);
    const backend: BackendClient = {
      call: (...asked) =>
        bench.line.state === 'down'
          ? bench.line.client.call(...asked)
          : this.#target.call(...asked),
    };
    await bench.restart({ backend });
    await bench.syncOk();
    await bench.signIn();
  }

  desk(number: 0 | 1): EngineBench {
    const bench = this.benches[number];
    if (bench === undefined) throw new Error('no such desk');
    return bench;
  }

  /** The backup takes the place of the database, and the engines find a backend that knows less. */
  async restore(file: string): Promise<TestBackend> {
    const { keyHex, clock } = this.network.backend;
    this.#restored = await startTestBackend({ from: { file, keyHex, nowMs: clock.nowMs() } });
    this.#target = clientOf(this.#restored.url);
    return this.#restored;
  }

  async dispose(): Promise<void> {
    for (const bench of this.benches) bench.dispose();
    await this.#restored?.stop();
    await this.network.backend.stop();
  }
}

function clientOf(url: string): BackendClient {
  const options = { baseUrl: url, proxyUrl: null, caPem: null, appVersion: '0.1.0' };
  return makeHttpClient(makeAxios(options), silentLog);
}

/** How a sale stands in the books; undefined where they have none of this id. */
export function stateOfSale(backend: TestBackend, saleId: string): string | undefined {
  return backend.store.db
    .prepare<[string], { state: string }>('SELECT state FROM sale WHERE sale_id = ?')
    .get(saleId)?.state;
}
