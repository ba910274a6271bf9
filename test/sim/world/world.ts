import { join } from 'node:path';
import { Random } from '#backend/demo/random.ts';
import type { LiveEvent } from '#protocol/feed.ts';
import { Checker } from '../checker.ts';
import type { Payment, Seen, StatementEvidence, Violation } from '../checker/evidence.ts';
import type { Fault, PlantedFault } from '../faults/fault.ts';
import { History } from '../history.ts';
import { Assets } from './assets.ts';
import { SimBackend } from './backend.ts';
import { WorldClock } from './clocks.ts';
import { SimDesk, type DeskParts } from './desk.ts';
import { SimNetwork } from './network.ts';
import { OfficeAsked } from './office-asked.ts';
import { stillSaid, type Said } from './said.ts';
import { SeededIds } from './seeded.ts';
import { stillKnown } from './still-known.ts';
import { CONTRACTS, makeTrade, PASSWORD } from './trade.ts';

/** A Monday evening in Moscow, an hour before the day's windows end there. */
export const START_MS = Date.UTC(2026, 10, 23, 20, 0, 0);

/** How often nobody hears what the live stream says. */
const WORD_LOST = 0.1;
/** Two tills at one of the stations: they share its cards. */
const DESK_STATIONS = ['station-1', 'station-2', 'station-1'] as const;

export interface WorldOptions {
  readonly seed: number;
  readonly folder: string;
  readonly fault: Fault | null;
  /** Keep every line of the history for a person. */
  readonly keepLines: boolean;
}

/** Three workstations, an office and one backend, with a clock, lines and disks of their own. */
export class World {
  readonly random: Random;
  readonly clock = new WorldClock(START_MS);
  readonly history: History;
  readonly ids: SeededIds;
  readonly network: SimNetwork;
  readonly backend: SimBackend;
  readonly fault: PlantedFault | null;
  readonly payments = new Map<string, Payment>();
  readonly assets = new Assets();
  readonly asked = new OfficeAsked();
  readonly bugs: string[] = [];
  readonly desks: SimDesk[] = [];
  seen: Seen[] = [];
  #checker = new Checker();
  readonly #folder: string;
  readonly #underway: Promise<void>[] = [];
  #deskCount = 0;

  private constructor({ seed, folder, fault, keepLines }: WorldOptions) {
    this.#folder = folder;
    this.random = new Random(seed);
    this.history = new History(keepLines);
    this.fault = fault?.plant() ?? null;
    const { clock, history } = this;
    this.ids = new SeededIds(this.random.fork(), clock);
    this.backend = new SimBackend({
      folder: join(folder, 'backend'),
      clock,
      random: this.random.fork(),
      history,
      fault: this.fault,
      wire: {
        listens: (workstationId) => this.#listening(workstationId) !== undefined,
        tell: (workstationId, event) => this.#told(workstationId, event),
      },
      onBug: (what) => this.#bug(what),
    });
    this.network = new SimNetwork(this.random.fork(), history, (packet) =>
      this.backend.receive(packet),
    );
  }

  static async open(options: WorldOptions): Promise<World> {
    const world = new World(options);
    for (const payment of await makeTrade(world.backend.service)) {
      world.payments.set(payment.transferId, payment);
    }
    const { assets, backend, ids } = world;
    const session = await world.#signedIn('curator');
    for (const [id, paid] of await assets.open(backend, { ids, session })) {
      world.payments.set(id, paid);
    }
    world.network.troubled = false;
    for (const stationId of DESK_STATIONS) world.desks.push(await world.#enrolled(stationId));
    world.network.troubled = true;
    return world;
  }

  newSaleId(): string {
    const fresh = this.ids.uuid();
    return this.fault?.saleId?.(fresh) ?? fresh;
  }

  /** What a person at a workstation was told. */
  saw(seen: Seen): void {
    this.seen.push(seen);
  }

  /** Everything that is wrong now. `thorough`: statements too. */
  async check({
    thorough,
    healed,
  }: {
    thorough: boolean;
    healed: boolean;
  }): Promise<readonly Violation[]> {
    const { backend, clock, seen, payments, network } = this;
    const statements = thorough ? await this.#statements() : [];
    const { repeats } = network;
    const desks = this.desks.map((desk) => {
      const { name: deskId, workstationId, restored, copied, freshCopy } = desk;
      const { journal, cache } = desk.engine.core;
      const files = { journal: journal.db, cache: cache.db };
      return { deskId, workstationId, restored, copied, freshCopy, ...files };
    });
    return this.#checker.check({
      nowMs: clock.nowMs(),
      backend: backend.store.db,
      backendRestored: backend.restored,
      desks,
      seen,
      payments,
      asked: this.assets.asked,
      accruals: this.assets.accruals,
      slips: this.asked.slips,
      byVoice: this.asked.byVoice,
      limitsAsked: this.asked.limits,
      repeats,
      statements,
      thorough,
      healed,
    });
  }

  /**
   * Puts a new workstation in the place of one that is a fork of itself: the old one is declared
   * lost, with any copy of it, and what it had not told is lost with it.
   */
  async replace(desk: SimDesk): Promise<void> {
    this.history.trouble('journal forked', desk.name);
    await this.declareLost(desk);
    await this.retire(desk);
  }

  /** The office gives a workstation up; it may go on without knowing. */
  async declareLost(desk: SimDesk): Promise<void> {
    const { workstationId } = desk;
    const asked = { commandId: this.ids.uuid(), workstationId, state: 'lost' as const };
    const session = await this.#signedIn('chief');
    await this.backend.ask('workstation.revoke', asked, session).catch(() => {
      // Half of it may be done: with room on the disk the same command does the rest.
      this.backend.diskFull = false;
      return this.backend.ask('workstation.revoke', asked, session);
    });
    for (const one of this.#sameAs(desk)) one.lost = true;
    this.history.trouble('workstation declared lost', desk.name);
  }

  /** Carries a workstation away, and every copy of it; another one is put in its place. */
  async retire(desk: SimDesk): Promise<void> {
    const { workstationId } = desk;
    const told = this.#linesOf(workstationId);
    const index = this.desks.indexOf(desk);
    const stationId = desk.engine.core.identity.stationId;
    const gone = this.#sameAs(desk);
    for (const one of gone) {
      this.#keepSaid(one, told);
      this.#checker.heardOut(one.engine.core.journal.db);
      one.close();
    }
    this.history.trouble('workstation replaced', desk.name);
    this.desks[index] = await this.#enrolled(stationId);
    for (const one of gone) {
      if (this.desks.includes(one)) this.desks.splice(this.desks.indexOf(one), 1);
    }
  }

  /**
   * The backend is put back to its backup. What journals tell again must come back; what only the
   * backend knew, and what workstations knew that are no more, is lost with the machine.
   */
  async restoreBackend(): Promise<void> {
    await this.backend.restoreBackup();
    this.network.forgetAnswers();
    this.#checker = this.#checker.begunAnew();
    const here = new Set(this.desks.map(({ name }) => name));
    this.seen = stillKnown(this.seen, this.backend.store.db, here);
    for (const desk of this.desks.slice()) if (desk.lost) await this.declareLost(desk);
  }

  /** Somebody copies a workstation, machine and key store, and runs the copy beside it. */
  async copy(desk: SimDesk): Promise<void> {
    const twin = await desk.copyTo(this.#deskParts());
    // What the operator of the one saw is in the journal of both.
    const same = this.seen.flatMap((seen) => {
      return 'deskId' in seen && seen.deskId === desk.name ? [{ ...seen, deskId: twin.name }] : [];
    });
    this.seen.push(...same);
    this.desks.push(twin);
    this.history.trouble('workstation copied', `${desk.name} ${twin.name}`);
  }

  #listening(workstationId: string): SimDesk | undefined {
    return this.desks.find((desk) => {
      const up = !desk.dead && this.network.link(desk.name) === 'up';
      return up && desk.workstationId === workstationId;
    });
  }

  #told(workstationId: string, event: LiveEvent): void {
    const desk = this.#listening(workstationId);
    if (desk === undefined || event.kind !== 'lease-recall') return;
    this.history.count('recall asked for');
    if (this.random.chance(WORD_LOST)) this.history.trouble('recall lost', desk.name);
    else this.#underway.push(desk.recall(event));
  }

  /** Whatever was begun and is waited for by nobody comes to its end. */
  async settle(): Promise<void> {
    while (this.#underway.length > 0) await Promise.all(this.#underway.splice(0));
  }

  #sameAs({ workstationId }: SimDesk): readonly SimDesk[] {
    return this.desks.filter((desk) => desk.workstationId === workstationId);
  }

  /** The files of a workstation end at a line of its journal: what came after it is lost. */
  forgetAfter(desk: SimDesk, seq: number): void {
    const lines = desk.engine.core.journal.linesAfter(0, 100_000);
    this.#keepSaid(
      desk,
      lines.filter((line) => line.seq <= seq),
    );
  }

  async close(): Promise<void> {
    for (const desk of this.desks) desk.close();
    await this.backend.close();
  }

  async #enrolled(stationId: string): Promise<SimDesk> {
    const desk = new SimDesk(this.#deskParts());
    const session = await this.#signedIn('chief');
    const asked = { commandId: this.ids.uuid(), stationId };
    const { code } = await this.backend.ask('workstation.code', asked, session);
    const { troubled } = this.network;
    // Enrolment is done by hand and repeated until it works; its failures are tested elsewhere.
    this.network.troubled = false;
    await desk.open(code);
    await desk.sync();
    // One that a backup does not know could not come back to it.
    this.backend.dropBackup();
    this.network.troubled = troubled;
    return desk;
  }

  #deskParts(): DeskParts {
    this.#deskCount += 1;
    const name = `desk-${this.#deskCount}`;
    return {
      name,
      folder: join(this.#folder, name),
      worldClock: this.clock,
      network: this.network,
      random: this.random.fork(),
      history: this.history,
      fault: this.fault,
      onBug: (what) => this.#bug(what),
    };
  }

  async #signedIn(login: 'chief' | 'curator'): Promise<string> {
    const asked = { login, password: PASSWORD, workstationId: null };
    return (await this.backend.ask('session.open', asked)).token;
  }

  async #statements(): Promise<StatementEvidence[]> {
    const token = await this.#signedIn('curator');
    const statements: StatementEvidence[] = [];
    for (const contractId of CONTRACTS) {
      const subject = { subjectKind: 'contract' as const, subjectId: contractId };
      const period = { fromDate: '2026-11-01', toDate: '2027-11-01', limit: 10_000 };
      const read = await this.backend.ask('statement.get', { ...subject, ...period }, token);
      statements.push({ contractId, ...read });
    }
    return statements;
  }

  /** What the backend has of a workstation's journal. */
  #linesOf(workstationId: string): readonly Said[] {
    return this.backend.store.db
      .prepare<[string], { kind: string; body: string }>(
        'SELECT kind, body FROM journal_line WHERE workstation_id = ?',
      )
      .all(workstationId)
      .map(({ kind, body }) => ({ kind, body: JSON.parse(body) as Said['body'] }));
  }

  #keepSaid(desk: SimDesk, lines: readonly Said[]): void {
    this.seen = [...stillSaid(this.seen, desk, lines)];
  }

  #bug(what: string): void {
    this.history.note(`bug ${what}`);
    this.bugs.push(what);
  }
}
