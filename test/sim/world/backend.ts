import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AltchaRobotCheck } from '#adapter/robot/altcha-robot-check.ts';
import { carriers } from '#adapter/carriers.ts';
import { IntlifyTexts } from '#adapter/message-text/intlify-texts.ts';
import type { Random } from '#backend/demo/random.ts';
import { refuse, type Result } from '#domain/result.ts';
import { routes, type RouteAnswer, type RouteId, type RouteInput } from '#protocol/routes.ts';
import { admit } from '#service/access/admit.ts';
import type { Caller } from '#service/caller.ts';
import { makeHandlers, type AnsweredRouteId, type Handlers } from '#service/handlers.ts';
import type { DecidingStore, Stores } from '#service/ports.ts';
import { beginRecovery } from '#service/recovery/recovery.ts';
import { makeService, type Service } from '#service/service.ts';
import { openNetworkStore, type NetworkStore } from '#store/sqlite/open-network-store.ts';
import type { PlantedFault } from '../faults/fault.ts';
import type { History } from '../history.ts';
import type { WorldClock } from './clocks.ts';
import { copyFiles, powerCut, syncedMark, type SyncedMark } from './disk.ts';
import { Killed, Lifeline } from './lifeline.ts';
import { seededPauses, SimLive, type LiveWire } from './live-wire.ts';
import type { Packet } from './network.ts';
import { quickHash, SeededDigests, SeededIds } from './seeded.ts';

const FILE = 'network.db';

export interface BackendParts {
  readonly folder: string;
  readonly clock: WorldClock;
  readonly random: Random;
  readonly history: History;
  readonly fault: PlantedFault | null;
  readonly wire: LiveWire;
  /** Told of an exception that nobody planned: a bug. */
  readonly onBug: (what: string) => void;
}

interface Running {
  readonly store: NetworkStore;
  readonly service: Service;
  readonly handlers: Handlers;
}

/** The real backend without sockets: real use cases on real files, that can die at any point. */
export class SimBackend {
  readonly #parts: BackendParts;
  readonly #digests: SeededDigests;
  readonly #ids: SeededIds;
  readonly #deathRandom: Random;
  readonly #pauseRandom: Random;
  #mark: SyncedMark | null = null;
  /** While it is, nothing can be committed. */
  diskFull = false;
  /** True once it was put back to a backup. */
  restored = false;
  #incarnation = 0;
  #life = new Lifeline();
  #running: Running;

  constructor(parts: BackendParts) {
    this.#parts = parts;
    this.#digests = new SeededDigests(parts.random.fork());
    this.#ids = new SeededIds(parts.random.fork(), parts.clock);
    this.#deathRandom = parts.random.fork();
    this.#pauseRandom = parts.random.fork();
    mkdirSync(this.#folder(), { recursive: true });
    this.#running = this.#open();
  }

  get store(): NetworkStore {
    return this.#running.store;
  }

  get service(): Service {
    return this.#running.service;
  }

  /** Answers a request as HTTP would: doors, schema, use case, JSON. No answer when it dies. */
  async receive({ routeId, body, auth, stuck }: Packet): Promise<Result<unknown>> {
    const { bearer = null, session = null } = auth;
    const life = this.#life;
    try {
      life.point();
      if (routeId === 'events.stream' || routeId === 'snapshot.get')
        throw new Error('the simulation has no stream');
      const admitted = await admit(this.service, routeId, { bearer, session });
      if (!admitted.ok) return admitted;
      await stuck;
      life.point();
      const answer = await this.#answer(routeId, body, admitted.value);
      life.point();
      return answer;
    } catch (error) {
      if (error instanceof Killed) return refuse('LINK_DOWN', { reason: 'BACKEND' });
      if (error instanceof DiskFull) {
        this.#parts.history.count('backend without room');
        return refuse('DISK_FULL');
      }
      this.#parts.onBug(`${routeId}: ${error instanceof Error ? error.stack : String(error)}`);
      return refuse('INTERNAL');
    }
  }

  async #answer<K extends AnsweredRouteId>(
    routeId: K,
    body: string,
    caller: Caller,
  ): Promise<Result<unknown>> {
    // The schema of this very route has just checked it; the table's type is lost on the way.
    const input = routes[routeId].input.parse(JSON.parse(body)) as RouteInput<K>;
    const answer = await this.#running.handlers[routeId](input, caller);
    if (!answer.ok) return answer;
    const value: unknown = JSON.parse(JSON.stringify(answer.value));
    return { ok: true, value: routes[routeId].answer.parse(value) };
  }

  /** Asks as the backend's own people do at its console: no line, no loss. */
  async ask<K extends RouteId>(
    routeId: K,
    input: RouteInput<K>,
    session?: string,
  ): Promise<RouteAnswer<K>> {
    const auth = session === undefined ? {} : { session };
    const packet = { from: 'console', routeId, body: JSON.stringify(input), auth };
    const answer = await this.receive(packet);
    if (!answer.ok) throw new Error(`${routeId}: ${answer.code} ${JSON.stringify(answer.params)}`);
    return answer.value as RouteAnswer<K>;
  }

  /** At the `points`-th call of a store from now the process is gone. */
  dieAfter(points: number, how: 'killed' | 'power'): void {
    const mark = (): void => {
      if (how === 'power') this.#mark = syncedMark(this.#folder(), FILE);
    };
    this.#life.arm(points, () => this.#leave(how), mark);
  }

  get dead(): boolean {
    return this.#life.dead;
  }

  disarm(): void {
    this.#life.disarm();
  }

  /** Stops in order and starts again. */
  async restart(): Promise<void> {
    this.#parts.history.trouble('backend restarted', '');
    await this.#running.store.close();
    copyFiles(this.#folder(), this.#folder(this.#incarnation + 1));
    this.#start();
  }

  /** A back-up program copies the files. */
  keepBackup(): void {
    this.dropBackup();
    copyFiles(this.#folder(), this.#backupFolder);
  }

  dropBackup(): void {
    rmSync(this.#backupFolder, { recursive: true, force: true });
  }

  get hasBackup(): boolean {
    return existsSync(this.#backupFolder);
  }

  /** The machine is lost and the backup is put on another one, which knows that it is one. */
  async restoreBackup(): Promise<void> {
    this.#parts.history.trouble('backend restored', '');
    this.restored = true;
    await this.#running.store.close();
    copyFiles(this.#backupFolder, this.#folder(this.#incarnation + 1));
    this.#start();
    await beginRecovery(this.service, 'mark');
  }

  get #backupFolder(): string {
    return `${this.#parts.folder}.backup`;
  }

  /** Starts again after a death, on what the dead process left. */
  async revive(): Promise<void> {
    await this.#running.store.close();
    this.#start();
  }

  async close(): Promise<void> {
    await this.#running.store.close();
  }

  #start(): void {
    rmSync(this.#folder(), { recursive: true, force: true });
    this.#life.end();
    this.#incarnation += 1;
    this.#life = new Lifeline();
    this.#running = this.#open();
  }

  #leave(how: 'killed' | 'power'): void {
    const next = this.#folder(this.#incarnation + 1);
    copyFiles(this.#folder(), next);
    const { history, fault } = this.#parts;
    if (how === 'killed') history.trouble('backend killed', '');
    else
      for (const kind of powerCut(next, this.#deathRandom, { mark: this.#mark, headAtStart: null }))
        history.trouble(kind, 'backend');
    fault?.afterBackendDeath?.(next);
  }

  #folder(incarnation = this.#incarnation): string {
    return `${this.#parts.folder}.${incarnation}`;
  }

  #open(): Running {
    const { clock, fault } = this.#parts;
    const life = this.#life;
    const live = new SimLive(this.#parts.wire);
    const where = { file: join(this.#folder(), FILE), keyHex: null, appVersion: '0.1.0' };
    const opened = openNetworkStore({ ...where, clock, listener: live });
    if (!opened.ok) throw new Error(`the backend's database: ${opened.code}`);
    const store = opened.value;
    const stores = fault?.stores?.(store.stores) ?? store.stores;
    const guarded = guardStores(stores, life, () => {
      if (this.diskFull) throw new DiskFull();
    });
    const deciding = fault?.deciding?.(guarded.deciding, this.#ids) ?? guarded.deciding;
    const service = makeService({
      stores: { ...guarded, deciding },
      clock,
      ids: this.#ids,
      digests: this.#digests,
      hasher: quickHash,
      robotCheck: new AltchaRobotCheck(),
      turns: { next: async () => undefined },
      pauses: seededPauses(this.#pauseRandom),
      audit: { note: () => undefined },
      faults: { error: (_facts, message) => this.#parts.onBug(message) },
      // Written, and sent by nobody.
      post: { texts: new IntlifyTexts(), carriers },
      live,
      backendVersion: '0.1.0',
      setupToken: null,
      readiness: () => 'ready',
    });
    return { store, service, handlers: makeHandlers(service) };
  }
}

/** What SQLite would throw; the whole transaction goes. */
class DiskFull extends Error {}

function guardStores(stores: Stores, life: Lifeline, takeRoom: () => void): Stores {
  const deciding: DecidingStore = {
    commitBatch: async (requests, decideOne) => {
      life.point();
      const answers = await stores.deciding.commitBatch(requests, (command, facts) => {
        // Inside the transaction: dying here must leave nothing of it.
        life.point();
        const decision = decideOne(command, facts);
        if (decision.changes.length > 0) takeRoom();
        return decision;
      });
      life.point();
      return answers;
    },
  };
  const { deciding: _decided, ...others } = stores;
  // Every other store as it is, with points; the names stay, so the type does.
  const guarded = Object.fromEntries(
    Object.entries(others).map(([name, store]) => [name, life.guard(store)]),
  ) as Omit<Stores, 'deciding'>;
  return { ...guarded, deciding };
}
