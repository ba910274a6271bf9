import { rmSync } from 'node:fs';
import type { EngineBoot, KeyStoreState, Told } from '#protocol/processes.ts';
import { type Result, ok, refuse } from '#protocol/result.ts';
import type { ShellState } from '#protocol/shell.ts';
import type { Port, ProcessDoor } from './doors/processes.ts';
import type { Logger } from './log/logger.ts';
import { BackendProcess } from './process/backend-process.ts';
import { EngineProcess, type Work } from './process/engine-process.ts';
import { VaultProcess } from './process/vault-process.ts';
import {
  type Found,
  type Installation,
  type Mode,
  beginSetup,
  clearUnfinished,
  findInstallation,
  finishSetup,
} from './profile/installation.ts';
import type { MachineConfig } from './profile/machine-config.ts';
import type { Profile } from './profile/profile.ts';

export interface WorkstationParts {
  readonly profile: Profile;
  readonly machine: MachineConfig;
  readonly door: ProcessDoor;
  readonly log: Logger;
  readonly version: string;
  readonly electronVersion: string;
  readonly testBuild: boolean;
  readonly onChange: (state: ShellState) => void;
  /** The engine is gone; windows keep quiet until they get a new port. */
  readonly onEngineLost: () => void;
  /** Windows need a port to the engine that runs now. */
  readonly onEngineReady: () => void;
  /** Something for the person at the desk. */
  readonly onTold: (told: Told) => void;
}

/** How a set-up makes this workstation part of a network. */
export interface SetupPlan {
  readonly mode: Mode;
  /** Null: the backend runs on this machine. */
  readonly backendUrl: string | null;
  readonly workstationName: string;
  readonly setupToken: string | null;
  /** @param enrolmentCode what the backend of a demonstration gave */
  readonly enrol: (enrolmentCode: string | null) => EngineBoot['enrol'];
}

const KEY_STORE_CODES: Readonly<Record<string, ShellState['keyStore']>> = {
  KEY_STORE_LOCKED: 'locked',
  KEY_STORE_ABSENT: 'absent',
  KEY_STORE_WIPED: 'wiped',
};

/**
 * The life of one workstation: which processes run, what stands in the way, what the window is
 * told. One step at a time: a second start or set-up waits for the first.
 */
export class Workstation {
  readonly #parts: WorkstationParts;
  readonly #vault: VaultProcess;
  readonly #backend: BackendProcess;
  readonly #engine: EngineProcess;
  #state: ShellState;
  #found: Found = { state: 'none' };
  #step: Promise<unknown> = Promise.resolve();

  constructor(parts: WorkstationParts) {
    this.#parts = parts;
    const { door, log, profile } = parts;
    const processState =
      (name: keyof ShellState['processes']) => (state: ShellState['processes']['engine']) =>
        this.#change({ processes: { ...this.#state.processes, [name]: state } });
    const onGivenUp = (code: string): void => this.#fail(code);
    this.#state = {
      phase: 'starting',
      keyStore: 'unknown',
      mode: null,
      processes: { engine: 'not-used', backend: 'not-used', vault: 'not-used' },
      failureCode: null,
      failureParams: {},
      version: parts.version,
      electronVersion: parts.electronVersion,
      testBuild: parts.testBuild,
    };
    this.#vault = new VaultProcess(door, log, {
      dataDir: profile.dataDir,
      onState: processState('vault'),
      onBack: () => {
        this.#backend.handVaultPort();
        this.#engine.handVaultPort();
      },
      onGivenUp,
    });
    this.#backend = new BackendProcess(door, log, {
      vaultPort: () => this.#vault.connect('backend'),
      onState: processState('backend'),
      onBack: ({ url }) => void this.#alone(() => this.#again(() => this.#engine.moveTo(url))),
      onGivenUp,
    });
    this.#engine = new EngineProcess(door, log, {
      vaultPort: () => this.#vault.connect('engine'),
      onState: processState('engine'),
      onDeath: () => parts.onEngineLost(),
      onBack: () => parts.onEngineReady(),
      onTold: (told) => parts.onTold(told),
      onReplaced: () => void this.#alone(() => this.#again(() => this.#engine.restart())),
      onGivenUp,
    });
  }

  get state(): ShellState {
    return this.#state;
  }

  /** Process ids, for tests and the log. */
  pids(): Readonly<Record<keyof ShellState['processes'], number | null>> {
    const { pid: engine } = this.#engine.keeper;
    return { engine, backend: this.#backend.keeper.pid, vault: this.#vault.keeper.pid };
  }

  /** From the files of the profile to whatever phase they lead to. */
  start(): Promise<void> {
    return this.#alone(async () => {
      const vault = await this.#startVault();
      if (!vault.ok) return this.#fail(vault.code);
      this.#found = findInstallation(this.#parts.profile);
      this.#change({ keyStore: vault.value });
      await this.#proceed();
    });
  }

  /** After a person did something about the key store. */
  retryKeyStore(): Promise<Result<{ done: true }>> {
    return this.#alone(async () => {
      if (this.#state.phase !== 'key-store') return ok({ done: true });
      // A fresh process: the old one may still hold on to a key store service that is no more.
      const state = await this.#startVault();
      if (!state.ok) return state;
      this.#change({ keyStore: state.value });
      await this.#proceed();
      return ok({ done: true });
    });
  }

  recoverKeys(recoveryKey: string): Promise<Result<{ done: true }>> {
    return this.#alone(async () => {
      if (this.#state.phase !== 'key-store') return ok({ done: true });
      const recovered = await this.#vault.control({ ask: 'recover', recoveryKey });
      if (!recovered.ok) return recovered;
      this.#change({ keyStore: 'open' });
      await this.#proceed();
      return ok({ done: true });
    });
  }

  /** Makes a new installation, whole or not at all. */
  setUp(plan: SetupPlan): Promise<Result<{ recoveryKey: string }>> {
    return this.#alone(async () => {
      if (this.#found.state === 'ready' || this.#found.state === 'lost') {
        return refuse('SETUP_DONE');
      }
      const cleared = await this.#clear();
      if (!cleared.ok) return cleared;
      beginSetup(this.#parts.profile);
      this.#found = { state: 'unfinished' };
      const made = await this.#make(plan);
      if (!made.ok) {
        await this.#stopWork();
        // What remains is cleared by the next try where the key store cannot be reached now.
        await this.#clear();
        this.#change({ phase: 'first-run', mode: null });
      }
      return made;
    });
  }

  /** A port for a window, or null while no engine serves. */
  connectWindow(): Port | null {
    if (this.#state.phase !== 'ready' || this.#engine.keeper.state !== 'running') return null;
    return this.#engine.connectWindow();
  }

  /** Null: the engine does not say. */
  work(): Promise<Work | null> {
    return this.#engine.work();
  }

  /** Self-test only: the backend is away, as behind a dead link. */
  haltBackend(): Promise<void> {
    return this.#backend.keeper.stop();
  }

  resumeBackend(): Promise<Result<unknown>> {
    return this.#backend.keeper.start();
  }

  /** Self-test only: stops everything and takes its keys out of the store. */
  async forget(): Promise<void> {
    await this.#stopWork();
    await this.#vault.control({ ask: 'discard' });
    await this.#vault.keeper.stop();
  }

  /** Engine first, so that it can still reach the others. */
  async stop(): Promise<void> {
    await this.#stopWork();
    await this.#vault.keeper.stop();
  }

  async #startVault(): Promise<Result<KeyStoreState>> {
    return this.#vault.keeper.start().catch(() => refuse('INTERNAL'));
  }

  async #proceed(): Promise<void> {
    const found = this.#found;
    if (found.state === 'lost') {
      return this.#fail('DATABASE_DAMAGED', { file: 'installation.json' });
    }
    if (found.state === 'unfinished') {
      // Also when its keys are «wiped»: the cut may have come between the marker and the keys.
      const cleared = await this.#clear();
      if (cleared.ok) this.#change({ keyStore: 'open' });
    }
    if (this.#state.keyStore !== 'open') return this.#change({ phase: 'key-store' });
    if (found.state !== 'ready') return this.#change({ phase: 'first-run', mode: null });
    rmSync(this.#parts.profile.unfinishedFile, { force: true });
    this.#change({ phase: 'starting', mode: found.installation.mode });
    const started = await this.#run(found.installation, null, () => null);
    if (started.ok) return this.#ready();
    await this.#stopWork();
    const keyStore = KEY_STORE_CODES[started.code];
    if (keyStore) this.#change({ phase: 'key-store', keyStore });
    else this.#fail(started.code, started.params);
  }

  async #make(plan: SetupPlan): Promise<Result<{ recoveryKey: string }>> {
    const created = await this.#vault.control({ ask: 'create' });
    if (!created.ok) return created;
    const { mode, backendUrl, workstationName } = plan;
    const content = { mode, backendUrl, workstationName };
    this.#change({ mode });
    const started = await this.#run(content, plan.setupToken, plan.enrol);
    if (!started.ok) return started;
    const installation = finishSetup(this.#parts.profile, content);
    this.#found = { state: 'ready', installation };
    this.#ready();
    return created;
  }

  /** Starts backend and engine; dies with neither, refuses instead. */
  async #run(
    what: Pick<Installation, 'mode' | 'backendUrl' | 'workstationName'>,
    setupToken: string | null,
    enrol: SetupPlan['enrol'],
  ): Promise<Result<true>> {
    const { machine, profile, version } = this.#parts;
    try {
      let backendUrl = machine.backendUrl ?? what.backendUrl;
      let enrolmentCode: string | null = null;
      if (what.mode !== 'joined') {
        const demonstration = what.mode === 'demonstration';
        const boot = { dataDir: profile.dataDir, port: 0, demonstration, setupToken };
        const backend = await this.#backend.start(boot);
        if (!backend.ok) return backend;
        backendUrl = backend.value.url;
        enrolmentCode = backend.value.enrolmentCode;
      }
      if (backendUrl === null) return refuse('DATABASE_DAMAGED', { file: 'installation.json' });
      return await this.#engine.start({
        dataDir: profile.dataDir,
        backendUrl,
        workstationName: machine.workstationName ?? what.workstationName,
        // The backend of this very machine is never behind a proxy.
        proxyUrl: what.mode === 'joined' ? machine.proxyUrl : null,
        caFile: machine.caFile,
        appVersion: version,
        enrol: enrol(enrolmentCode),
      });
    } catch (error) {
      this.#parts.log.error({ error: nameOf(error) }, 'a process did not start');
      return refuse('INTERNAL');
    }
  }

  /** Windows follow an engine that was started anew. */
  async #again(start: () => Promise<Result<boolean>>): Promise<void> {
    const started = await start().catch(() => refuse('INTERNAL'));
    if (!started.ok) this.#fail(started.code, started.params);
    else if (started.value) this.#parts.onEngineReady();
  }

  async #clear(): Promise<Result<true>> {
    if (this.#found.state !== 'unfinished') return ok(true);
    const discarded = await this.#vault.control({ ask: 'discard' });
    if (!discarded.ok) return discarded;
    clearUnfinished(this.#parts.profile);
    this.#found = { state: 'none' };
    return ok(true);
  }

  async #stopWork(): Promise<void> {
    await this.#engine.keeper.stop();
    await this.#backend.keeper.stop();
  }

  #ready(): void {
    this.#change({ phase: 'ready', failureCode: null, failureParams: {} });
    this.#parts.onEngineReady();
  }

  #fail(failureCode: string, failureParams: ShellState['failureParams'] = {}): void {
    this.#parts.log.error({ failureCode }, 'the workstation cannot work');
    this.#change({ phase: 'failed', failureCode, failureParams });
  }

  #change(part: Partial<ShellState>): void {
    this.#state = Object.freeze({ ...this.#state, ...part });
    this.#parts.onChange(this.#state);
  }

  #alone<T>(step: () => Promise<T>): Promise<T> {
    const mine = this.#step.then(step);
    this.#step = mine.catch(() => undefined);
    return mine;
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'unknown';
}
