import { destination } from 'pino';
import { movedClock } from '#adapter/clock/moved-clock.ts';
import { SystemClock } from '#adapter/clock/system-clock.ts';
import { makeLog } from '#adapter/log/pino-log.ts';
import { askDatabaseKey, type VaultPort } from '#adapter/vault/vault-key.ts';
import { assert } from '#domain/assert.ts';
import { refuse, type Result } from '#domain/result.ts';
import {
  backendControl,
  type BackendBoot,
  type BackendControl,
  type BackendNotice,
} from '#protocol/processes.ts';
import { firstStationCode } from './first-station-code.ts';
import { startBackend, type RunningBackend } from './entry-compose.ts';

/** The backend of a standalone workstation: a utility process of the desktop application. */

/** Beside this file: as a bundle in the application, as a source in tests. */
const DECIDING_ENTRY = import.meta.url.endsWith('.ts') ? './entry-deciding.ts' : './deciding.js';

const hasTestControls = typeof __TEST_CONTROLS__ !== 'undefined' && __TEST_CONTROLS__ === true;

interface ParentMessage {
  readonly data: unknown;
  readonly ports: readonly VaultPort[];
}

/** Electron's `process.parentPort`, by its shape: this room knows no Electron. */
interface ParentPort {
  on(event: 'message', listener: (message: ParentMessage) => void): void;
  postMessage(notice: BackendNotice): void;
}

class UtilityBackend {
  readonly #parent: ParentPort;
  #vault: VaultPort | null = null;
  #running: RunningBackend | null = null;

  constructor(parent: ParentPort) {
    this.#parent = parent;
  }

  async obey(control: BackendControl, ports: readonly VaultPort[]): Promise<void> {
    switch (control.control) {
      case 'vault-port':
        this.#vault = ports[0] ?? null;
        break;
      case 'boot':
        await this.#boot(control.boot);
        break;
      case 'stop':
        await this.#stop();
        break;
    }
  }

  async #boot(boot: BackendBoot): Promise<void> {
    if (this.#running !== null) return;
    const started = await this.#start(boot);
    if (!started.ok) {
      const { code, params } = started;
      this.#parent.postMessage({ notice: 'failed', code, params: { ...params } });
      return;
    }
    this.#running = started.value;
    const { url, service } = started.value;
    const enrolmentCode = boot.demonstration ? await codeOf(service) : null;
    this.#parent.postMessage({ notice: 'ready', url, enrolmentCode });
  }

  async #start(boot: BackendBoot): Promise<Result<RunningBackend>> {
    const vault = this.#vault;
    if (vault === null) return refuse('KEY_STORE_ABSENT');
    const key = await askDatabaseKey(vault);
    if (!key.ok) return key;
    const { dataDir, port, demonstration, setupToken } = boot;
    const log = makeLog({ level: 'info', destination: destination({ dest: 2, sync: false }) });
    const databaseKeyHex = key.value;
    const decidingEntry = new URL(DECIDING_ENTRY, import.meta.url);
    const where = { dataDir, databaseKeyHex, decidingEntry, port };
    const clock = hasTestControls ? movedClock(new SystemClock()) : new SystemClock();
    return startBackend({ ...where, demonstration, setupToken, log, clock });
  }

  async #stop(): Promise<void> {
    await this.#running?.stop();
    this.#running = null;
    this.#parent.postMessage({ notice: 'stopped' });
  }
}

async function codeOf(service: RunningBackend['service']): Promise<string> {
  const made = await firstStationCode(service);
  assert(made.ok, 'a demonstration gives codes');
  return made.value.code;
}

function parentPort(): ParentPort {
  const port: unknown = Reflect.get(process, 'parentPort');
  assert(typeof port === 'object' && port !== null, 'this is the entry of a utility process');
  // Electron's object, taken for the two of its methods that are used here.
  return port as ParentPort;
}

const parent = parentPort();
const backend = new UtilityBackend(parent);
// One message after the other: a stop that follows a boot waits for it.
let last: Promise<void> = Promise.resolve();
parent.on('message', ({ data, ports }) => {
  const control = backendControl.parse(data);
  last = last
    .then(() => backend.obey(control, ports))
    .catch((error: unknown) => {
      const code = portInUse(error) ? 'PORT_IN_USE' : 'INTERNAL';
      parent.postMessage({ notice: 'failed', code, params: {} });
    });
});

function portInUse(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === 'EADDRINUSE';
}
