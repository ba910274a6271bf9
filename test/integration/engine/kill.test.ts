import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { call } from '#test/support/backend/http-client.ts';
import { PASSWORD } from '#test/support/backend/small-network.ts';
import { MemoryVault } from '#test/support/engine/memory-vault.ts';
import { deskPerFile } from '#test/support/engine/desks.ts';

const CHILD = join(import.meta.dirname, '../../support/engine/engine-child.ts');

const desk = deskPerFile();
beforeAll(async () => {
  const first = await desk.bench.ok('sale:authorize', desk.bench.question());
  await desk.bench.ok('sale:capture', { saleId: first.sale.saleId, volumeMl: 10_000 });
  await desk.bench.find();
  await desk.bench.syncOk();
});

const line = z.object({
  held: z.string().optional(),
  captured: z.string().optional(),
  volumeMl: z.int().optional(),
  steps: z.int().optional(),
});
type Seen = z.infer<typeof line>;

/**
 * Runs an engine on the files of the bench until it kills itself; what its operator had seen by
 * then.
 */
async function run(
  killAt: number,
  mode: 'online' | 'offline',
): Promise<{ seen: Seen[]; killed: boolean }> {
  const { dataDir, vaultFile } = desk.bench;
  const nowMs = desk.network.backend.clock.nowMs();
  const args = [
    CHILD,
    dataDir,
    vaultFile,
    desk.network.url,
    PASSWORD,
    String(nowMs),
    String(killAt),
    mode,
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let faults = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (faults += chunk.toString()));
  const signal = await new Promise<string | null>((resolve, reject) => {
    child.on('close', (code, by) => {
      if (code === 0 || by === 'SIGKILL') resolve(by);
      else reject(new Error(`the engine ended with ${code}: ${faults}`));
    });
  });
  const seen = out.split('\n').filter((text) => text !== '');
  return { seen: seen.map((text) => line.parse(JSON.parse(text))), killed: signal === 'SIGKILL' };
}

async function statementVolumes(): Promise<Map<string, number[]>> {
  const { lines } = await call(
    desk.network.url,
    'statement.get',
    {
      subjectKind: 'card',
      subjectId: 'card-1',
      fromDate: '2026-11-21',
      toDate: '2026-11-23',
      limit: 10_000,
    },
    { session: desk.network.manager },
  );
  const volumes = new Map<string, number[]>();
  for (const { lineId, volumeMl } of lines) {
    volumes.set(lineId, [...(volumes.get(lineId) ?? []), volumeMl]);
  }
  return volumes;
}

/** After the restart: everything seen is there once, and the books of both sides say the same. */
async function judge(seen: readonly Seen[]): Promise<void> {
  await desk.bench.open({ vault: new MemoryVault(desk.bench.vaultFile) });
  const { journal } = desk.bench.engine.core;
  expect(journal.verify()).toBeNull();
  expect(journal.facts.get('leasesKilled')).toBeNull();
  const { sales } = desk.bench.engine;
  const captured = new Map(
    seen.flatMap((s) => (s.captured ? [[s.captured, s.volumeMl ?? 0]] : [])),
  );
  const openIds = sales.open().map((fill) => fill.sale.saleId);
  const byId = new Map(sales.recent(50).map((fill) => [fill.sale.saleId, fill.sale]));
  for (const { held } of seen) if (held !== undefined) expect(byId.has(held)).toBe(true);
  for (const [saleId, volumeMl] of captured) {
    expect(byId.get(saleId)).toMatchObject({ state: 'captured', volumeMl });
  }
  // A hold that its operator saw can still be captured; one he never saw may be reversed.
  for (const saleId of openIds) expect(sales.reverse(saleId).ok).toBe(true);
  await desk.bench.syncOk();
  await desk.bench.syncOk();
  const state = desk.bench.engine.syncState();
  expect(state).toMatchObject({ queueLength: 0, attention: [], link: 'online' });
  const volumes = await statementVolumes();
  const own = journal.db
    .prepare<[], { sale_id: string; volume: number }>(
      `SELECT sale_id, body ->> '$.volumeMl' AS volume FROM line WHERE kind = 'sale.captured'`,
    )
    .all();
  expect(new Set(own.map((row) => row.sale_id)).size).toBe(own.length);
  expect([...volumes.values()].every((amounts) => amounts.length === 1)).toBe(true);
  expect(volumes.size).toBe(own.length);
  for (const { sale_id, volume } of own) expect(volumes.get(sale_id)).toEqual([volume]);
  // Time for new leases: what this run spent is asked for again.
  desk.network.backend.clock.pass(5 * 60_000);
  await desk.bench.syncOk();
}

describe.each(['online', 'offline'] as const)('[C8] [C9] [C10] kill -9, %s', (mode) => {
  it('at every step: nothing accepted is lost and nothing is doubled', async () => {
    desk.bench.engine.close();
    const whole = await run(0, mode);
    const steps = whole.seen.at(-1)?.steps ?? 0;
    expect(steps).toBeGreaterThan(10);
    await judge(whole.seen);
    for (let killAt = 1; killAt <= steps; killAt += 1) {
      desk.bench.engine.close();
      const { seen, killed } = await run(killAt, mode);
      expect(killed || killAt > steps - 4, `step ${killAt} of ${steps}`).toBe(true);
      await judge(seen);
    }
  }, 240_000);
});
