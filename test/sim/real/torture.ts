import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '#backend/demo/random.ts';
import { FIRST_CACHE, type CacheName } from '#engine/cache/cache-file.ts';
import { openReadable, type ReadableDb } from '#sqlite/open.ts';
import { MemoryVault } from '#test/support/engine/memory-vault.ts';
import { Checker } from '../checker.ts';
import type { DeskEvidence, Seen, StatementEvidence, Violation } from '../checker/evidence.ts';
import { DeskProcess, type DeskWord } from './desk-process.ts';
import { makeRealTrade, readStatements, type RealTrade } from './real-trade.ts';

export interface TortureOptions {
  readonly sales: number;
  readonly kills: number;
  readonly minutes: number;
  readonly seed: number;
  readonly onProgress?: (text: string) => void;
}

export interface TortureResult {
  readonly sales: number;
  readonly offline: number;
  readonly deskKills: number;
  readonly backendKills: number;
  readonly seconds: number;
  readonly refusals: ReadonlyMap<string, number>;
  readonly violations: readonly Violation[];
}

const DESKS = 4;
/** Of all kills, so many hit the backend. */
const BACKEND_SHARE = 0.15;
const BACKEND_CHILD = join(import.meta.dirname, 'backend-child.ts');
/** When sales are slow, a kill does not wait for them. */
const KILL_WAIT_MAX_MS = 4_000;
const LOOK_MS = 20;

/**
 * A real backend and real workstations, each in a process of its own, over HTTP on real disks; any
 * of them is killed at any moment and started again, while all sell. Then everybody tells what he
 * has to tell, and the checker of the simulation judges files and statements. Bounded by `minutes`;
 * ends only what it started.
 */
export async function torture(options: TortureOptions): Promise<TortureResult> {
  const folder = mkdtempSync(join(tmpdir(), 'forecourt-torture-'));
  const run = new Torture(folder, options);
  try {
    return await run.play();
  } finally {
    await run.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

class Torture {
  readonly #options: TortureOptions;
  readonly #folder: string;
  readonly #random: Random;
  readonly #keyHex = randomBytes(32).toString('hex');
  readonly #setupToken = randomBytes(32).toString('hex');
  readonly #seen: Seen[] = [];
  readonly #refusals = new Map<string, number>();
  readonly #desks = new Map<string, DeskProcess>();
  readonly #checker = new Checker();
  #trade: Omit<RealTrade, 'enrolmentCodes'> = { payments: new Map(), limitsAsked: new Map() };
  #backend: ChildProcess | null = null;
  #url = '';
  #sales = 0;
  #offline = 0;
  #deskKills = 0;
  #backendKills = 0;

  constructor(folder: string, options: TortureOptions) {
    this.#folder = folder;
    this.#options = options;
    this.#random = new Random(options.seed);
  }

  async play(): Promise<TortureResult> {
    const startedMs = Date.now();
    const endsMs = startedMs + this.#options.minutes * 60_000;
    await this.#startBackend();
    const trade = await makeRealTrade(this.#url, this.#setupToken, DESKS);
    this.#trade = trade;
    this.#judge({ desks: [], statements: [], healed: false });
    for (const [index, enrolCode] of trade.enrolmentCodes.entries()) {
      await this.#enrol(`desk-${index + 1}`, enrolCode);
    }
    await this.#killAndSell(endsMs);
    await Promise.all([...this.#desks.values()].map((desk) => finished(desk)));
    const statements = await readStatements(this.#url);
    await this.#stopBackend();
    const desks = await this.#openDesks();
    const violations = this.#judge({ desks, statements, healed: true });
    for (const { journal, cache } of desks) for (const db of [journal, cache]) db.close();
    return {
      sales: this.#sales,
      offline: this.#offline,
      deskKills: this.#deskKills,
      backendKills: this.#backendKills,
      seconds: Math.round((Date.now() - startedMs) / 1000),
      refusals: this.#refusals,
      violations,
    };
  }

  /** Ends whatever still runs. */
  async stop(): Promise<void> {
    const desks = [...this.#desks.values()];
    for (const desk of desks) desk.kill();
    await Promise.all(desks.map((desk) => desk.ended));
    await this.#killBackend();
  }

  get #kills(): number {
    return this.#deskKills + this.#backendKills;
  }

  async #killAndSell(endsMs: number): Promise<void> {
    const { sales, kills, onProgress } = this.#options;
    const between = (2 * sales) / Math.max(1, kills);
    let told = 0;
    while (Date.now() < endsMs && (this.#sales < sales || this.#kills < kills)) {
      const until = this.#sales + this.#random.fraction() * between;
      const untilMs = Date.now() + KILL_WAIT_MAX_MS;
      while (this.#sales < until && Date.now() < untilMs) await pause(LOOK_MS);
      if (this.#kills < kills) await this.#killSomebody();
      if (this.#kills - told < 25) continue;
      told = this.#kills;
      onProgress?.(`${this.#sales} sales, ${this.#kills} kills`);
    }
  }

  async #killSomebody(): Promise<void> {
    if (this.#random.chance(BACKEND_SHARE)) {
      await this.#killBackend();
      this.#backendKills += 1;
      await this.#startBackend();
      return;
    }
    const names = [...this.#desks.keys()];
    const name = names[this.#random.integer(0, names.length - 1)] ?? '';
    const desk = this.#desks.get(name);
    if (desk === undefined) return;
    desk.kill();
    const signal = await desk.ended;
    if (signal !== 'SIGKILL') throw new Error(`${name} ended by itself`);
    this.#deskKills += 1;
    this.#startDesk(name, null);
  }

  /** The first start of a workstation, until it can sell. */
  async #enrol(name: string, enrolCode: string): Promise<void> {
    mkdirSync(join(this.#folder, name), { recursive: true });
    const started = new Promise<void>((resolve) => {
      this.#startDesk(name, enrolCode, resolve);
    });
    const desk = this.#desks.get(name);
    const gone = desk?.ended.then(() => Promise.reject(new Error(`${name} could not start`)));
    await Promise.race([started, gone]);
    gone?.catch(() => undefined);
  }

  #startDesk(name: string, enrolCode: string | null, onStart?: () => void): void {
    const dataDir = join(this.#folder, name);
    const vaultFile = join(dataDir, 'vault.json');
    const seed = this.#random.integer(1, 1_000_000_000);
    const order = { name, dataDir, vaultFile, url: this.#url, enrolCode, seed };
    const desk = new DeskProcess(order, (word) => {
      if (word.kind === 'started') onStart?.();
      this.#hear(name, word);
    });
    this.#desks.set(name, desk);
  }

  #hear(deskId: string, word: DeskWord): void {
    switch (word.kind) {
      case 'started':
      case 'finished':
        return;
      case 'refused':
        this.#refusals.set(word.code, (this.#refusals.get(word.code) ?? 0) + 1);
        return;
      case 'reversed':
        this.#seen.push({ kind: 'reversed', deskId, saleId: word.saleId });
        return;
      case 'held':
      case 'captured': {
        const { kind, saleId, volumeMl, amountMinor } = word;
        this.#seen.push({ kind, deskId, saleId, volumeMl, amountMinor });
        if (kind === 'captured') this.#sales += 1;
        else if (word.mode === 'offline') this.#offline += 1;
      }
    }
  }

  async #startBackend(): Promise<void> {
    const port = this.#url === '' ? '0' : new URL(this.#url).port;
    const args = [this.#folder, this.#keyHex, this.#setupToken, port];
    const child = fork(BACKEND_CHILD, args, {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#backend = child;
    const gone = once(child, 'exit').then(() => {
      throw new Error('the backend could not start');
    });
    gone.catch(() => undefined);
    const [url] = (await Promise.race([once(child, 'message'), gone])) as [string];
    this.#url = url;
  }

  async #killBackend(): Promise<void> {
    const child = this.#backend;
    this.#backend = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async #stopBackend(): Promise<void> {
    const child = this.#backend;
    this.#backend = null;
    if (child === null) return;
    const ended = once(child, 'exit');
    child.disconnect();
    await ended;
  }

  async #openDesks(): Promise<DeskEvidence[]> {
    const desks: DeskEvidence[] = [];
    for (const deskId of this.#desks.keys()) {
      const dataDir = join(this.#folder, deskId);
      const vault = new MemoryVault(join(dataDir, 'vault.json'));
      const journal = open(join(dataDir, 'journal.db'), await vault.databaseKey('journal'));
      const { name, keyHex } = cacheIn(journal);
      const cache = open(join(dataDir, name), keyHex ?? (await vault.databaseKey('cache')));
      const workstationId = identityIn(journal);
      desks.push({
        deskId,
        workstationId,
        journal,
        cache,
        restored: false,
        copied: false,
        freshCopy: null,
      });
    }
    return desks;
  }

  #judge(state: {
    readonly desks: readonly DeskEvidence[];
    readonly statements: readonly StatementEvidence[];
    readonly healed: boolean;
  }): readonly Violation[] {
    const backend = open(join(this.#folder, 'network.db'), this.#keyHex);
    try {
      return this.#checker.check({
        nowMs: Date.now(),
        backend,
        backendRestored: false,
        seen: this.#seen,
        payments: this.#trade.payments,
        asked: new Set(),
        accruals: new Map(),
        slips: new Map(),
        byVoice: [],
        limitsAsked: this.#trade.limitsAsked,
        repeats: [],
        thorough: true,
        ...state,
      });
    } finally {
      backend.close();
    }
  }
}

async function finished(desk: DeskProcess): Promise<void> {
  desk.finish();
  const signal = await desk.ended;
  if (signal !== null) throw new Error('a workstation was ended while it told the rest');
}

function open(file: string, keyHex: string): ReadableDb {
  const opened = openReadable({ file, keyHex, durable: 'full' });
  if (!opened.ok) throw new Error(`${file}: ${opened.code}`);
  return opened.value;
}

function cacheIn(journal: ReadableDb): CacheName {
  const row = journal
    .prepare<[], CacheName>(
      `SELECT value ->> '$.name' AS name, value ->> '$.keyHex' AS keyHex FROM fact
       WHERE name = 'cacheFile'`,
    )
    .get();
  return row ?? FIRST_CACHE;
}

function identityIn(journal: ReadableDb): string {
  const row = journal
    .prepare<[], { id: string }>(
      `SELECT value ->> '$.workstationId' AS id FROM fact WHERE name = 'identity'`,
    )
    .get();
  if (row === undefined) throw new Error('a workstation has an identity');
  return row.id;
}
