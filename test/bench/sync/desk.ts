import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { v7 as uuid } from 'uuid';
import { machineClock } from '#engine/boot/machine-clock.ts';
import { argon2 } from '#engine/boot/adapters.ts';
import { refuse } from '#domain/result.ts';
import { makeBridgeDesk, type BridgeDesk } from '#engine/bridge/answer.ts';
import { openEngine, type Engine } from '#engine/engine.ts';
import type { BackendClient, Log } from '#engine/ports.ts';
import { makeAxios, makeHttpClient } from '#engine/sync/http-client.ts';
import type { BridgeAnswer, BridgeInput, BridgeMethod } from '#protocol/bridge.ts';
import { CutLine } from '#test/support/engine/cut-line.ts';
import { MemoryVault } from '#test/support/engine/memory-vault.ts';

const quiet: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: (facts, message) => process.stderr.write(`${message} ${JSON.stringify(facts)}\n`),
};

export interface DeskOptions {
  readonly url: string;
  readonly code: string;
  readonly dataDir: string;
  /** File of the thread that folds the cache's log; without it the desk itself does. */
  readonly foldEntry?: string;
}

/** One workstation: the product's engine with its files, its line and its key store. */
export class Desk {
  readonly engine: Engine;
  readonly line: CutLine;
  readonly #bridge: BridgeDesk;

  private constructor(engine: Engine, line: CutLine) {
    this.engine = engine;
    this.line = line;
    this.#bridge = makeBridgeDesk(engine);
  }

  /** Enrolled, and not synchronized yet. */
  static async join({ url, code, dataDir, foldEntry }: DeskOptions): Promise<Desk> {
    const client = clientOf(url);
    const line = new CutLine(client);
    const opened = await openEngine({
      dataDir,
      workstationName: 'Desk',
      appVersion: '0.1.0',
      clock: machineClock,
      ids: { uuid: () => uuid() },
      vault: new MemoryVault(join(dataDir, 'vault.json')),
      backend: lineWithFiles(line, client),
      secretHash: argon2,
      log: quiet,
      enrol: { by: 'code', code },
      ...(foldEntry === undefined ? {} : { foldEntry: pathToFileURL(foldEntry) }),
    });
    if (!opened.ok) throw new Error(opened.code);
    return new Desk(opened.value, line);
  }

  async ok<M extends BridgeMethod>(method: M, input: BridgeInput<M>): Promise<BridgeAnswer<M>> {
    const answer = await this.#bridge.call(method, input);
    if (!answer.ok) throw new Error(`${method}: ${answer.code} ${JSON.stringify(answer.params)}`);
    return answer.value;
  }

  /** One round of synchronization, whole. */
  async sync(): Promise<void> {
    const round = await this.engine.syncOnce();
    if (!round.ok) throw new Error(`${round.code} ${JSON.stringify(round.params)}`);
  }

  async signIn(login: string, password: string): Promise<void> {
    await this.ok('session:signIn', { login, password });
  }

  /** Cuts the line, and lets the engine find out. */
  async cut(): Promise<void> {
    this.line.state = 'down';
    await this.engine.syncOnce();
  }

  close(): void {
    this.engine.close();
  }
}

/** The line that can be cut, for ready files too. */
function lineWithFiles(line: CutLine, { download }: BackendClient): BackendClient {
  const { call } = line.client;
  if (download === undefined) return { call };
  return {
    call,
    download: async (...asked) => {
      const down = line.state !== 'up';
      return down ? refuse('LINK_DOWN', { reason: 'CUT' }) : download(...asked);
    },
  };
}

function clientOf(baseUrl: string): BackendClient {
  const nothing = { proxyUrl: null, caPem: null, appVersion: '0.1.0' };
  return makeHttpClient(makeAxios({ baseUrl, ...nothing }), quiet);
}
