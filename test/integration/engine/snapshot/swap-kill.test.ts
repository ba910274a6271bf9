import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cardSeen } from '#engine/cache/card-notes.ts';
import { integrityFault } from '#sqlite/migration.ts';
import { addManyCards, MANY_CARDS } from '#test/support/backend/many-cards.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';
import { MemoryVault } from '#test/support/engine/memory-vault.ts';

const CHILD = join(import.meta.dirname, '../../../support/engine/swap-child.ts');

let network: SmallNetwork;
let bench: EngineBench;
beforeAll(async () => {
  network = await startSmallNetwork();
  await addManyCards(network);
  bench = await EngineBench.start(network);
  await bench.find();
  await beginAgain();
}, 60_000);
afterAll(async () => {
  bench.dispose();
  await network.backend.stop();
});

/** A start of a process takes a second: steps are tried so far apart, but for those that decide. */
const STRIDE = 5;
const MARK = { groupId: 'of-the-old-cache', name: '-' };

/** As a workstation whose registers mean nothing any more: the next round brings a snapshot. */
async function beginAgain(): Promise<void> {
  const { cache } = bench.engine.core;
  cache.db.exec('DELETE FROM record; DELETE FROM feed_state;');
  cache.db
    .prepare(`INSERT INTO record (entity, row_id, body) VALUES ('product-group', ?, ?)`)
    .run(MARK.groupId, JSON.stringify(MARK));
  rmSync(cache.nextFile, { force: true });
  bench.engine.close();
}

const told = z.object({ seq: z.int().optional(), steps: z.int().optional() });

interface Ended {
  /** The line that was written just before the swap. */
  readonly seq: number;
  readonly steps: number | null;
}

async function run(killAt: number): Promise<Ended> {
  const { dataDir, vaultFile } = bench;
  const args = [CHILD, dataDir, vaultFile, network.url];
  args.push(String(network.backend.clock.nowMs()), String(killAt));
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let faults = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (faults += chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    child.on('close', (code, by) => {
      if (code === 0 || by === 'SIGKILL') resolve();
      else reject(new Error(`the engine ended with ${code}: ${faults}`));
    });
  });
  const facts = out
    .split('\n')
    .flatMap((text) => (text === '' ? [] : told.parse(JSON.parse(text))));
  const seq = facts.find((fact) => fact.seq !== undefined)?.seq;
  if (seq === undefined) throw new Error('no line was written before the swap');
  return { seq, steps: facts.find((fact) => fact.steps !== undefined)?.steps ?? null };
}

/** What the workstation has when it starts again without its link. */
async function judge({ seq }: Ended): Promise<'old' | 'new'> {
  bench.line.state = 'down';
  await bench.open({ vault: new MemoryVault(bench.vaultFile) });
  const { core } = bench.engine;
  const { db } = core.cache;
  expect(integrityFault(db)).toBeNull();
  const count = (where: string): number =>
    db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM record WHERE ${where}`).get()?.n ?? 0;
  const which = count(`row_id = '${MARK.groupId}'`) === 1 ? 'old' : 'new';
  if (which === 'old') expect(count('true')).toBe(1);
  else expect(count(`entity = 'card'`)).toBeGreaterThan((MANY_CARDS * 6) / 7 - 1);
  // What did not come from the feed is in either.
  expect(cardSeen(db, 'card-1')).not.toBeNull();
  expect(core.journal.verify()).toBeNull();
  expect(core.journal.head().seq).toBe(seq);
  expect(bench.engine.work().unsentCount).toBeGreaterThan(0);
  bench.line.state = 'up';
  await bench.syncOk();
  expect(bench.engine.syncState()).toMatchObject({ queueLength: 0, attention: [] });
  expect(bench.faults).toEqual([]);
  return which;
}

describe('[C9] kill -9 while a snapshot is swapped in', () => {
  it('at every fifth step, and at each around the one that decides: the old cache is there or the new one, and every line', async () => {
    const whole = await run(0);
    const steps = whole.steps ?? 0;
    // How many there are depends on the turns that the copying takes.
    expect(steps).toBeGreaterThan(2 * STRIDE);
    expect(await judge(whole)).toBe('new');
    const found = new Map<number, 'old' | 'new'>();
    const killAt = async (step: number): Promise<void> => {
      await beginAgain();
      found.set(step, await judge(await run(step)));
    };
    for (let step = 1; step <= steps; step += STRIDE) await killAt(step);
    await killAt(steps);
    // One step decides, and it is looked for one by one.
    const firstNew = Math.min(...[...found].flatMap(([step, is]) => (is === 'new' ? [step] : [])));
    for (let step = Math.max(1, firstNew - STRIDE + 1); step < firstNew; step += 1)
      await killAt(step);
    const inOrder = [...found].sort(([one], [other]) => one - other).map(([, is]) => is);
    expect(inOrder[0]).toBe('old');
    expect(inOrder.at(-1)).toBe('new');
    // From it on there is no way back.
    expect(inOrder).toEqual([...inOrder].sort((one, other) => (one < other ? 1 : -1)));
  }, 600_000);
});
