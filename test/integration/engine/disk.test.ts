import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

const DISK_BYTES = 12 * 1024 * 1024;

/** A small disk of its own; null where this account may not mount one. */
function mountSmallDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'forecourt-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', folder], {
      stdio: 'ignore',
    });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
}

let network: SmallNetwork;
let disk: string | null;
beforeAll(async () => {
  network = await startSmallNetwork();
  disk = mountSmallDisk();
});
afterAll(async () => {
  if (disk !== null) {
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  }
  await network.backend.stop();
});

/** Everything that is free, to the last block. */
function fillUp(folder: string): void {
  for (let n = 0; ; n += 1) {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail === 0) return;
    writeFileSync(join(folder, `rubbish-${n}`), Buffer.alloc(bavail * bsize, 1));
  }
}

it('[I4] a full disk takes no new hold and loses no capture of an open one', async (ctx) => {
  ctx.skip(disk === null, 'no small disk can be mounted here');
  const dataDir = disk ?? '';
  const bench = await EngineBench.start(network, { dataDir });
  try {
    const open: string[] = [];
    for (const pumpNumber of [1, 2, 3, 4]) {
      const { sale } = await bench.ok('sale:authorize', bench.question({ pumpNumber }));
      open.push(sale.saleId);
    }
    fillUp(dataDir);
    for (const saleId of open) {
      const done = await bench.ok('sale:capture', { saleId, volumeMl: 5_000 });
      expect(done.sale.state).toBe('captured');
    }
    const refusal = await bench.refused('sale:authorize', bench.question({ pumpNumber: 5 }));
    expect(refusal.code).toBe('DISK_FULL');
    expect(bench.engine.core.journal.verify()).toBeNull();
    await bench.restart({ dataDir });
    expect(bench.engine.core.journal.facts.get('leasesKilled')).toBeNull();
    const captured = bench.engine.sales.recent(10).filter((fill) => fill.sale.state === 'captured');
    expect(captured.map((fill) => fill.sale.saleId).toSorted()).toEqual(open.toSorted());
  } finally {
    bench.dispose();
  }
});
