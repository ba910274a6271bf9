import { join } from 'node:path';
import { Random } from '#backend/demo/random.ts';
import { Checker } from '../checker.ts';
import type { Payment, Seen, StatementEvidence, Violation } from '../checker/evidence.ts';
import type { Fault, PlantedFault } from '../faults.ts';
import { History } from '../history.ts';
import { SimBackend } from './backend.ts';
import { WorldClock } from './clocks.ts';
import { SimDesk } from './desk.ts';
import { SimNetwork } from './network.ts';
import { SeededIds } from './seeded.ts';
import { CONTRACTS, makeTrade, PASSWORD, STATIONS } from './trade.ts';

/** A Monday evening in Moscow, an hour before the day's windows end there. */
const START_MS = Date.UTC(2026, 10, 23, 20, 0, 0);

export interface WorldOptions {
  readonly seed: number;
  readonly folder: string;
  readonly fault: Fault | null;
  /** Keep every line of the history for a person. */
  readonly keepLines: boolean;
}

/** Two workstations, an office and one backend, with a clock, lines and disks of their own. */
export class World {
  readonly random: Random;
  readonly clock = new WorldClock(START_MS);
  readonly history: History;
  readonly ids: SeededIds;
  readonly network: SimNetwork;
  readonly backend: SimBackend;
  readonly fault: PlantedFault | null;
  readonly payments = new Map<string, Payment>();
  readonly bugs: string[] = [];
  readonly desks: SimDesk[] = [];
  seen: Seen[] = [];
  readonly #checker = new Checker();
  readonly #folder: string;
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
    world.network.troubled = false;
    for (const stationId of STATIONS) world.desks.push(await world.#enrolled(stationId));
    world.network.troubled = true;
    return world;
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
    const desks = this.desks.map(({ workstationId, engine, restored }) => {
      return { workstationId, journal: engine.core.journal.db, restored };
    });
    return this.#checker.check({
      nowMs: clock.nowMs(),
      backend: backend.store.db,
      desks,
      seen,
      payments,
      repeats,
      statements,
      healed,
    });
  }

  /**
   * Puts a new workstation in the place of one that is a fork of itself: the old one is declared
   * lost, and what it had not told is lost with it.
   */
  async replace(desk: SimDesk): Promise<void> {
    const { workstationId } = desk;
    this.history.trouble('journal forked', desk.name);
    this.#keepSaid(workstationId, this.#linesOf(workstationId));
    const session = await this.#chief();
    const asked = { commandId: this.ids.uuid(), workstationId, state: 'lost' as const };
    await this.backend.ask('workstation.revoke', asked, session);
    const index = this.desks.indexOf(desk);
    desk.close();
    this.history.trouble('workstation replaced', desk.name);
    const stationId = STATIONS[index] ?? STATIONS[0];
    this.desks[index] = await this.#enrolled(stationId);
  }

  /** The files of a workstation end at a line of its journal: what came after it is lost. */
  forgetAfter(desk: SimDesk, seq: number): void {
    const lines = desk.engine.core.journal.linesAfter(0, 100_000);
    this.#keepSaid(
      desk.workstationId,
      lines.filter((line) => line.seq <= seq),
    );
  }

  async close(): Promise<void> {
    for (const desk of this.desks) desk.close();
    this.backend.close();
  }

  async #enrolled(stationId: string): Promise<SimDesk> {
    this.#deskCount += 1;
    const name = `desk-${this.#deskCount}`;
    const desk = new SimDesk({
      name,
      folder: join(this.#folder, name),
      worldClock: this.clock,
      network: this.network,
      random: this.random.fork(),
      history: this.history,
      fault: this.fault,
      onBug: (what) => this.#bug(what),
    });
    const session = await this.#chief();
    const asked = { commandId: this.ids.uuid(), stationId };
    const { code } = await this.backend.ask('workstation.code', asked, session);
    const { troubled } = this.network;
    // Enrolment is done by hand and repeated until it works; its failures are tested elsewhere.
    this.network.troubled = false;
    await desk.open(code);
    await desk.sync();
    this.network.troubled = troubled;
    return desk;
  }

  async #chief(): Promise<string> {
    const asked = { login: 'chief', password: PASSWORD, workstationId: null };
    return (await this.backend.ask('session.open', asked)).token;
  }

  async #statements(): Promise<StatementEvidence[]> {
    const asked = { login: 'curator', password: PASSWORD, workstationId: null };
    const { token } = await this.backend.ask('session.open', asked);
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

  /** Of what people saw at a workstation, only what these lines say can still be asked for. */
  #keepSaid(workstationId: string, lines: readonly Said[]): void {
    const said = new Set(lines.map(textOf));
    this.seen = this.seen.filter((one) => {
      if (one.kind === 'payment' || one.workstationId !== workstationId) return true;
      if (one.kind === 'blocked') return said.has(`card.blocked ${one.cardId}`);
      const volume = one.kind === 'reversed' ? '' : ` ${one.volumeMl}`;
      return said.has(`sale.${one.kind} ${one.saleId}${volume}`);
    });
  }

  #bug(what: string): void {
    this.history.note(`bug ${what}`);
    this.bugs.push(what);
  }
}

interface Said {
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
}

function textOf({ kind, body }: Said): string {
  if (kind === 'card.blocked') return `${kind} ${String(body['cardId'])}`;
  const volume = body['volumeMl'] ?? body['holdVolumeMl'];
  return `${kind} ${String(body['saleId'])}${volume === undefined ? '' : ` ${String(volume)}`}`;
}
