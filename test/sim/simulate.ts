import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyLedger } from '#store/sqlite/verify-ledger.ts';
import type { Violation } from './checker/evidence.ts';
import type { Fault } from './faults/fault.ts';
import { exposuresNamed, filledAfterAll, reversalsByLostAnswers } from './steps/ends.ts';
import { Office } from './steps/office-steps.ts';
import { putAway, takeStep } from './steps/plan.ts';
import { START_MS, World, type WorldOptions } from './world/world.ts';

export interface RunOptions {
  readonly seed: number;
  readonly steps: number;
  readonly fault?: Fault | null;
  readonly keepLines?: boolean;
}

export interface RunResult {
  readonly seed: number;
  /** Steps that were taken; fewer than asked when something was found. */
  readonly steps: number;
  readonly historyHash: string;
  /** Time that passed in the simulated world. */
  readonly simulatedMs: number;
  readonly counts: ReadonlyMap<string, number>;
  readonly violations: readonly Violation[];
  /** Exceptions that nobody planned, and what the product's own checker says otherwise. */
  readonly bugs: readonly string[];
  readonly lines: readonly string[];
}

/** Where files live in memory, a sync costs nothing; where not, the run is only slower. */
const MEMORY_DISK = '/dev/shm';
const THOROUGH_EVERY = 10;
const HEALING_ROUNDS = 12;

/** One seeded run: steps, a check after each, healing, and a last check. */
export async function simulate(options: RunOptions): Promise<RunResult> {
  const { seed, steps, fault = null, keepLines = false } = options;
  const base = existsSync(MEMORY_DISK) ? MEMORY_DISK : tmpdir();
  const folder = mkdtempSync(join(base, 'forecourt-sim-'));
  try {
    return await simulated({ seed, folder, fault, keepLines }, steps);
  } catch (error) {
    return failedRun(seed, error instanceof Error ? String(error.stack) : String(error));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A run that came to nothing, and why. */
export function failedRun(seed: number, bug: string): RunResult {
  const counts = new Map<string, number>();
  const nothing = { steps: 0, historyHash: '', simulatedMs: 0, violations: [], lines: [] };
  return { seed, ...nothing, counts, bugs: [bug] };
}

async function simulated(options: WorldOptions, steps: number): Promise<RunResult> {
  const world = await World.open(options);
  const { history, bugs, clock } = world;
  const run = await play(world, steps);
  history.count('reversal by a lost answer', reversalsByLostAnswers(world));
  history.count('fill of a hold that was given up', filledAfterAll(world));
  const { lateTruth, lowered } = exposuresNamed(world);
  history.count('exposure by late truth', lateTruth);
  history.count('exposure by a lowered amount', lowered);
  await world.close();
  const historyHash = history.digest();
  const { counts, lines } = history;
  const simulatedMs = clock.nowMs() - START_MS;
  return { seed: options.seed, ...run, historyHash, counts, bugs, lines, simulatedMs };
}

async function play(world: World, steps: number): Promise<Pick<RunResult, 'steps' | 'violations'>> {
  const office = new Office(world);
  let violations = await world.check({ thorough: true, healed: false });
  let taken = 0;
  while (taken < steps && violations.length === 0 && world.bugs.length === 0) {
    taken += 1;
    await takeStep({ world, office }, taken);
    violations = await world.check({ thorough: taken % THOROUGH_EVERY === 0, healed: false });
  }
  if (violations.length > 0 || world.bugs.length > 0) return { steps: taken, violations };
  await heal(world);
  violations = await world.check({ thorough: true, healed: true });
  if (violations.length === 0) secondOpinion(world);
  noteEnd(world);
  return { steps: taken, violations };
}

/** All lines are up again, what was late arrives, and everybody tells what he has to tell. */
async function heal(world: World): Promise<void> {
  const { network, history } = world;
  history.note('healing');
  network.mendAll();
  world.backend.diskFull = false;
  for (const desk of world.desks) desk.disk.clear();
  while (await network.deliverLate()) history.note('late packet');
  // Twice, because the second of two copies may tell more after the first one did.
  let wholeRounds = 0;
  for (let round = 0; round < HEALING_ROUNDS; round += 1) {
    world.clock.pass(60_000);
    let whole = true;
    for (const desk of world.desks.slice()) {
      if (!world.desks.includes(desk)) continue;
      const outcome = await desk.sync();
      await putAway(world, desk);
      whole &&= outcome?.ok === true && desk.engine.work().unsentCount === 0;
    }
    wholeRounds = whole ? wholeRounds + 1 : 0;
    if (wholeRounds === 2) return;
  }
  world.bugs.push('workstations cannot tell everything although all lines are up');
}

/** The product's own balance checker must not see a fault where there is none. */
function secondOpinion(world: World): void {
  const verdict = verifyLedger(world.backend.store.db, world.clock.nowMs());
  if (!verdict.ok) world.bugs.push(`the balance checker says: ${verdict.difference}`);
}

/** Rows of both sides go into the history: the same seed leaves the same tables. */
function noteEnd(world: World): void {
  const tables = ['sale', 'transfer', 'lease', 'exposure', 'journal_line'];
  for (const table of tables) {
    for (const row of world.backend.store.db.prepare(`SELECT * FROM ${table}`).raw().iterate()) {
      world.history.note(JSON.stringify(row));
    }
  }
}
