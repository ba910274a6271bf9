import { readFileSync } from 'node:fs';
import pino from 'pino';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { LiveEvent } from '#protocol/feed.ts';
import {
  engineControl,
  type EngineBoot,
  type EngineControl,
  type EngineNotice,
} from '#protocol/processes.ts';
import { secretPaths } from '#protocol/secret-names.ts';
import { argon2, systemIds, systemRandom } from './boot/adapters.ts';
import { machineClock } from './boot/machine-clock.ts';
import { movedClock } from './boot/moved-clock.ts';
import { VaultClient } from './boot/vault-client.ts';
import { makeBridgeDesk, type BridgeDesk } from './bridge/answer.ts';
import { serveBridge } from './bridge/serve.ts';
import { openEngine, type Engine } from './engine.ts';
import type { Recall } from './lease/recall.ts';
import { VaultRefusal } from './ports.ts';
import { makeNotices } from './session/notices.ts';
import { makeAxios, makeHttpClient } from './sync/http-client.ts';
import { readLive } from './sync/live.ts';
import { startRunner, type Runner } from './sync/runner.ts';
import { wireOf, type WirePort } from './wire.ts';

/**
 * The engine as a utility process of the desktop application: adapters are made here and nowhere
 * else.
 */

type TransferredPort = Parameters<typeof wireOf>[0];

/** Electron's `process.parentPort`, by its shape: this room knows no Electron. */
interface ParentPort {
  on(
    event: 'message',
    listener: (message: {
      readonly data: unknown;
      readonly ports: readonly TransferredPort[];
    }) => void,
  ): void;
  postMessage(notice: EngineNotice): void;
}

/** Beside this file: as a bundle in the application, as a source in tests. */
const isSource = import.meta.url.endsWith('.ts');
const FILE_ENTRY = isSource ? './entry-file.ts' : './file.js';
const FOLD_ENTRY = isSource ? './entry-fold.ts' : './fold.js';

const hasTestControls = typeof __TEST_CONTROLS__ !== 'undefined' && __TEST_CONTROLS__ === true;

const log = pino({ name: 'engine', redact: { paths: secretPaths, censor: '[secret]' } });

interface Running {
  readonly engine: Engine;
  readonly desk: BridgeDesk;
  readonly runner: Runner;
}

class UtilityEngine {
  readonly #parent: ParentPort;
  readonly #vault = new VaultClient();
  /** Windows that came before the engine was ready. */
  readonly #early: WirePort[] = [];
  #running: Running | null = null;

  constructor(parent: ParentPort) {
    this.#parent = parent;
  }

  async obey(control: EngineControl, ports: readonly TransferredPort[]): Promise<void> {
    const [port] = ports;
    switch (control.control) {
      case 'vault-port':
        if (port !== undefined) this.#vault.usePort(wireOf(port));
        break;
      case 'window-port':
        if (port !== undefined) this.#serve(wireOf(port));
        break;
      case 'boot':
        await this.#boot(control.boot);
        break;
      case 'report-work':
        this.#tellWork();
        break;
      case 'stop':
        await this.#stop();
        break;
    }
  }

  async #boot(boot: EngineBoot): Promise<void> {
    if (this.#running !== null) return;
    const started = await this.#open(boot);
    if (!started.ok) {
      const { code, params } = started;
      this.#parent.postMessage({ notice: 'failed', code, params: { ...params } });
      return;
    }
    const running = started.value;
    this.#running = running;
    const { core } = running.engine;
    this.#parent.postMessage({ notice: 'enrolled', workstationId: core.identity.workstationId });
    this.#parent.postMessage({ notice: 'ready' });
    for (const port of this.#early.splice(0)) serveBridge(running.engine, running.desk, port);
  }

  async #open(boot: EngineBoot): Promise<Result<Running>> {
    const { dataDir, workstationName, appVersion, backendUrl, proxyUrl, caFile, enrol } = boot;
    const ca = readCa(caFile);
    if (!ca.ok) return ca;
    const caPem = ca.value;
    const axios = makeAxios({ baseUrl: backendUrl, proxyUrl, caPem, appVersion });
    const opened = await openEngine({
      dataDir,
      workstationName,
      appVersion,
      clock: hasTestControls ? movedClock(machineClock) : machineClock,
      ids: systemIds,
      vault: this.#vault,
      backend: makeHttpClient(axios, log),
      secretHash: argon2,
      log,
      enrol,
      // Who asked for it is answered first: what waits for an answer when main ends us is refused.
      onReplaced: () => void setImmediate(() => this.#parent.postMessage({ notice: 'replaced' })),
      fileEntry: new URL(FILE_ENTRY, import.meta.url),
      foldEntry: new URL(FOLD_ENTRY, import.meta.url),
    });
    if (!opened.ok) return opened;
    const engine = opened.value;
    const { core } = engine;
    const notices = makeNotices({
      core,
      session: engine.session,
      show: (told) => this.#parent.postMessage({ notice: 'told', ...told }),
    });
    const runner: Runner = startRunner({
      core,
      round: async () => {
        const round = await engine.syncOnce();
        if (round.ok) await notices.take();
        return round;
      },
      random: systemRandom,
      listen: async (signal) => {
        const bearer = await core.link.bearer();
        if (!bearer.ok) return;
        const tell = (event: LiveEvent): void => {
          if (event.kind === 'lease-recall') void recall(engine, event);
          // A ping says only that the stream lives.
          else if (event.kind !== 'ping') runner.wake();
        };
        await readLive(axios, { bearer: bearer.value, signal, log, tell });
      },
    });
    return ok({ engine, desk: makeBridgeDesk(engine), runner });
  }

  #serve(port: WirePort): void {
    const running = this.#running;
    if (running === null) this.#early.push(port);
    else serveBridge(running.engine, running.desk, port);
  }

  #tellWork(): void {
    const work = this.#running?.engine.work() ?? { unsentCount: 0, openFillCount: 0 };
    this.#parent.postMessage({ notice: 'work', ...work });
  }

  async #stop(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    if (running !== null) {
      await running.runner.stop();
      running.engine.close();
    }
    this.#parent.postMessage({ notice: 'stopped' });
    process.exit(0);
  }
}

async function recall(engine: Engine, event: Recall): Promise<void> {
  try {
    await engine.recall(event);
  } catch (error) {
    const stack = error instanceof Error ? error.stack : String(error);
    log.error({ error: stack }, 'a lease could not be called back');
  }
}

/** The company's own CA, from the file that IT named; refused with CA_FILE_UNREADABLE. */
function readCa(file: string | null): Result<string | null> {
  try {
    return ok(file === null ? null : readFileSync(file, 'utf8'));
  } catch {
    return refuse('CA_FILE_UNREADABLE');
  }
}

function parentPort(): ParentPort {
  const port: unknown = Reflect.get(process, 'parentPort');
  if (typeof port !== 'object' || port === null) {
    throw new Error('this is the entry of a utility process');
  }
  // Electron's object, taken for the two of its methods that are used here.
  return port as ParentPort;
}

const parent = parentPort();
const engine = new UtilityEngine(parent);

function failure(error: unknown): Extract<Result<never>, { ok: false }> {
  if (error instanceof VaultRefusal) return refuse(error.code);
  log.error({ error: error instanceof Error ? error.stack : String(error) }, 'a control failed');
  return refuse('INTERNAL');
}

// One message after the other, except that a vault's new port must reach a boot that waits for the
// vault.
let last: Promise<void> = Promise.resolve();
parent.on('message', ({ data, ports }) => {
  const control = engineControl.parse(data);
  const obey = (): Promise<void> => engine.obey(control, ports);
  const step = control.control === 'vault-port' ? obey() : last.then(obey);
  const done = step.catch((error: unknown) => {
    const { code, params } = failure(error);
    parent.postMessage({ notice: 'failed', code, params: { ...params } });
  });
  if (control.control !== 'vault-port') last = done;
});
