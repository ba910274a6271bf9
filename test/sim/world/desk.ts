import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '#backend/demo/random.ts';
import type { Result } from '#domain/result.ts';
import { makeBridgeDesk, type BridgeDesk } from '#engine/bridge/answer.ts';
import { openEngine, type Engine, type EngineOptions } from '#engine/engine.ts';
import type { BackendClient, Log } from '#engine/ports.ts';
import type { BridgeAnswer, BridgeInput, BridgeMethod } from '#protocol/bridge.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import type { FreshCopy } from '../checker/evidence.ts';
import type { PlantedFault } from '../faults/fault.ts';
import type { History } from '../history.ts';
import { DeskClock, type WorldClock } from './clocks.ts';
import {
  copyFiles,
  headFileOf,
  powerCut,
  syncedMark,
  type BeforeTheCut,
  type SyncedMark,
} from './disk.ts';
import { SimDisk } from './full-disk.ts';
import { Killed, Lifeline } from './lifeline.ts';
import type { SimNetwork } from './network.ts';
import { quickHash, SeededIds, SeededVault } from './seeded.ts';

export interface DeskParts {
  readonly name: string;
  readonly folder: string;
  readonly worldClock: WorldClock;
  readonly network: SimNetwork;
  readonly random: Random;
  readonly history: History;
  readonly fault: PlantedFault | null;
  readonly onBug: (what: string) => void;
}

interface LeaseLeft {
  readonly id: string;
  readonly remaining: number;
  readonly expiresAtMs: number;
}

interface Copy {
  readonly folder: string;
  readonly seq: number;
  /** What was left of its leases. */
  readonly leased: readonly LeaseLeft[];
}

/** One workstation: a real engine on real files, that can die at any point and come back. */
export class SimDesk {
  readonly name: string;
  readonly clock: DeskClock;
  readonly vault: SeededVault;
  readonly #parts: DeskParts;
  readonly #ids: SeededIds;
  readonly #deathRandom: Random;
  #incarnation = 0;
  #life = new Lifeline();
  #engine: Engine | null = null;
  #bridge: BridgeDesk | null = null;
  #copy: Copy | null = null;
  #mark: SyncedMark | null = null;
  #headAtStart: Buffer | null = null;
  readonly disk = new SimDisk();
  /** True once its files were put back from a copy, or were copied to another machine. */
  restored = false;
  /** True once there are two of it, each with the key store. */
  copied = false;
  /**
   * From when its files were put back without all that was spent, until it asks how things stand.
   */
  freshCopy: FreshCopy | null = null;
  /** True once somebody declared it lost; it may not know it. */
  lost = false;
  /** Who was there while the backend answered, and so may come in without it. */
  readonly visitors = new Set<string>();
  /** What the last round of synchronization came to. */
  lastCode = 'ok';

  constructor(parts: DeskParts, vault: SeededVault | null = null) {
    this.#parts = parts;
    this.name = parts.name;
    this.clock = new DeskClock(parts.worldClock);
    this.vault = vault ?? new SeededVault(parts.random.fork());
    if (parts.fault?.forgetsGeneration === true) this.vault.forgetGeneration();
    this.vault.touched = () => this.#life.point();
    this.#ids = new SeededIds(parts.random.fork(), parts.worldClock);
    this.#deathRandom = parts.random.fork();
  }

  get engine(): Engine {
    if (this.#engine === null) throw new Error(`${this.name} is not running`);
    return this.#engine;
  }

  get workstationId(): string {
    return this.engine.core.identity.workstationId;
  }

  /** Asks as the window does; null when the process died before the answer. */
  async ask<M extends BridgeMethod>(
    method: M,
    input: BridgeInput<M>,
  ): Promise<Result<BridgeAnswer<M>> | null> {
    if (this.#bridge === null) throw new Error(`${this.name} is not running`);
    const life = this.#life;
    const answer = await this.#bridge.call(method, input);
    if (life.dead) return null;
    life.told();
    const said = answer.ok ? 'ok' : `${answer.code}`;
    this.#parts.history.note(`${this.name} ${method}: ${said}`);
    if (!answer.ok) this.#parts.history.count(`refused ${answer.code}`);
    return answer;
  }

  /** One round of synchronization; null when the process died in it. */
  async sync(): Promise<Awaited<ReturnType<Engine['syncOnce']>> | null> {
    const life = this.#life;
    this.freshCopy = null;
    try {
      const round = await this.engine.syncOnce();
      if (life.dead) return null;
      life.told();
      this.lastCode = round.ok ? 'ok' : round.code;
      this.#parts.history.note(`${this.name} sync: ${this.lastCode}`);
      if (!round.ok) this.#parts.history.count(`refused ${round.code}`);
      return round;
    } catch (error) {
      if (life.dead) return null;
      throw error;
    }
  }

  /** The live stream asks for leases; what could be given back. */
  async recall(event: Parameters<Engine['recall']>[0]): Promise<void> {
    const life = this.#life;
    try {
      const answer = await this.engine.recall(event);
      if (life.dead) return;
      const given = answer.ok ? answer.value.given : 0;
      this.#parts.history.note(`${this.name} recall ${event.allowanceKey}: ${given}`);
      if (given > 0) this.#parts.history.count('recall');
    } catch (error) {
      if (!life.dead) throw error;
    }
  }

  /** Opens the engine; a death on the way is followed by another start. */
  async open(enrolCode: string | null = null): Promise<void> {
    for (;;) {
      this.clock.boot();
      this.#headAtStart = headFileOf(this.#folder());
      try {
        const opened = await openEngine(this.#options(enrolCode));
        if (!opened.ok) throw new Error(`${this.name}: ${opened.code}`);
        this.#engine = opened.value;
        this.#bridge = makeBridgeDesk(opened.value);
        const life = this.#life;
        opened.value.core.events.listen(() => life.point());
        if (this.disk.full) this.disk.fill([opened.value.core.journal.db]);
        return;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        this.#next();
      }
    }
  }

  dieAfter(points: number, how: 'killed' | 'power'): void {
    const mark = (): void => {
      if (how === 'power') this.#mark = syncedMark(this.#folder(), 'journal.db');
    };
    this.#life.arm(points, () => this.#leave(how), mark);
  }

  get dead(): boolean {
    return this.#life.dead;
  }

  disarm(): void {
    this.#life.disarm();
  }

  /** Dies between two calls. */
  die(how: 'killed' | 'power'): void {
    this.#mark = null;
    this.#leave(how);
    this.#life.end();
  }

  /** Starts again after a death, on what the dead process left. */
  async revive(): Promise<void> {
    this.#engine?.close();
    this.#next();
    await this.open();
  }

  async restart(): Promise<void> {
    this.#parts.history.trouble('engine restarted', this.name);
    this.engine.close();
    copyFiles(this.#folder(), this.#folder(this.#incarnation + 1));
    this.#next();
    await this.open();
  }

  /** A back-up program copies the files. */
  keepCopy(): void {
    const folder = `${this.#parts.folder}.copy`;
    rmSync(folder, { recursive: true, force: true });
    copyFiles(this.#folder(), folder);
    const { seq } = this.engine.core.journal.head();
    this.#copy = { folder, seq, leased: this.#leased() };
  }

  #leased(): readonly LeaseLeft[] {
    return this.engine.core.journal.db
      .prepare<[], LeaseLeft>(
        `SELECT lease_id AS id, remaining, expires_at_ms AS expiresAtMs FROM lease WHERE dead = 0`,
      )
      .all();
  }

  /** Whether a lease that could still be spent has less left than it had. */
  #hasSpentSince(leased: readonly LeaseLeft[]): boolean {
    const now = new Map(this.#leased().map(({ id, remaining }) => [id, remaining]));
    const nowMs = this.clock.nowMs();
    return leased.some(
      ({ id, remaining, expiresAtMs }) => expiresAtMs > nowMs && (now.get(id) ?? 0) < remaining,
    );
  }

  get copySeq(): number | null {
    return this.#copy?.seq ?? null;
  }

  /** Somebody puts the copy back; the key store is not in it. */
  async restoreCopy(withHeadFile: boolean): Promise<void> {
    if (this.#copy === null) return;
    const spentSince = this.#hasSpentSince(this.#copy.leased);
    this.engine.close();
    const next = this.#folder(this.#incarnation + 1);
    const forgets = this.#parts.fault?.forgetsGeneration === true;
    copyFiles(this.#folder(), next, (name) => name === 'journal.head' && !forgets);
    const heads = withHeadFile && this.#parts.fault?.forgetsGeneration !== true;
    copyFiles(this.#copy.folder, next, (name) => heads || name !== 'journal.head');
    this.#next();
    this.restored = true;
    const sinceMs = this.#parts.worldClock.nowMs();
    const leaseIds = new Set(this.#copy.leased.map(({ id }) => id));
    this.freshCopy = spentSince ? { sinceMs, leaseIds } : null;
    this.#parts.history.trouble('copy restored', this.name);
    await this.open();
  }

  /** The disk is full until somebody makes room. */
  fillDisk(): void {
    this.disk.fill([this.engine.core.journal.db]);
    this.#parts.history.trouble('disk full', this.name);
  }

  /**
   * The whole machine is copied, with its key store, and the copy is switched on beside it. Neither
   * knows of the other.
   */
  async copyTo(parts: DeskParts): Promise<SimDesk> {
    const twin = new SimDesk(parts, this.vault.copied(parts.random));
    copyFiles(this.#folder(), twin.#folder());
    await twin.open();
    for (const desk of [this, twin]) {
      desk.restored = true;
      desk.copied = true;
    }
    return twin;
  }

  close(): void {
    this.#engine?.close();
  }

  get journalFile(): string {
    return join(this.#folder(), 'journal.db');
  }

  #next(): void {
    rmSync(this.#folder(), { recursive: true, force: true });
    this.#incarnation += 1;
    this.#life = new Lifeline();
    this.#engine = null;
    this.#bridge = null;
  }

  #leave(how: 'killed' | 'power'): void {
    const next = this.#folder(this.#incarnation + 1);
    copyFiles(this.#folder(), next);
    const { history, fault } = this.#parts;
    if (how === 'killed') history.trouble('engine killed', this.name);
    else
      for (const kind of powerCut(next, this.#deathRandom, this.#beforeTheCut()))
        history.trouble(kind, this.name);
    fault?.afterDeath?.(next);
  }

  #beforeTheCut(): BeforeTheCut {
    return { mark: this.#mark, headAtStart: this.#headAtStart };
  }

  #folder(incarnation = this.#incarnation): string {
    return `${this.#parts.folder}.${incarnation}`;
  }

  #options(enrolCode: string | null): EngineOptions {
    const life = this.#life;
    return {
      dataDir: this.#folder(),
      workstationName: this.name,
      appVersion: '0.1.0',
      clock: {
        nowMs: () => {
          life.point();
          return this.clock.nowMs();
        },
        monotonicMs: () => this.clock.monotonicMs(),
        pause: (ms, signal) => this.clock.pause(ms, signal),
      },
      ids: {
        // Inside transactions too: a death there must leave nothing of them.
        uuid: () => {
          life.point();
          return this.#ids.uuid();
        },
      },
      vault: this.vault,
      backend: this.#client(life),
      secretHash: {
        hash: (secret) => {
          life.point();
          return quickHash.hash(secret);
        },
        verify: (phc, secret) => {
          life.point();
          return quickHash.verify(phc, secret);
        },
      },
      log: this.#log(life),
      enrol: enrolCode === null ? null : { by: 'code', code: enrolCode },
      ballast: this.disk.ballast(),
    };
  }

  #client(life: Lifeline): BackendClient {
    const { network } = this.#parts;
    return {
      call: async (routeId, input, auth) => {
        life.point();
        const body = JSON.stringify(input);
        const answer = await network.carry({ from: this.name, routeId, body, auth });
        life.point();
        // The backend has checked its answer against the route's schema.
        return answer as Result<RouteAnswer<typeof routeId>>;
      },
    };
  }

  #log(life: Lifeline): Log {
    return {
      info: () => undefined,
      warn: () => undefined,
      error: (facts, message) => {
        // A full disk is told of, and is nobody's bug.
        if (facts['code'] === 'DISK_FULL') return;
        if (!life.dead) this.#parts.onBug(`${this.name}: ${message} ${JSON.stringify(facts)}`);
      },
    };
  }
}
