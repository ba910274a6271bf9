import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';
import { MemoryVault } from '#test/support/engine/memory-vault.ts';

/** What a power cut and a restored copy leave of journal, head file and key store. */

let network: SmallNetwork;
let bench: EngineBench;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());
beforeEach(async () => {
  bench = await EngineBench.start(network);
  const { sale } = await bench.ok('sale:authorize', bench.question());
  await bench.ok('sale:capture', { saleId: sale.saleId, volumeMl: 10_000 });
  network.backend.clock.pass(6 * 60_000);
  await bench.find();
  await bench.syncOk();
  await bench.cut();
});
afterEach(() => {
  bench.dispose();
  rmSync(copyOf(bench), { recursive: true, force: true });
});

const copyOf = ({ dataDir }: EngineBench): string => `${dataDir}-copy`;
const JOURNAL = ['journal.db', 'journal.db-wal', 'journal.db-shm'];

async function offlineSale(): Promise<void> {
  const { sale } = await bench.ok('sale:authorize', bench.question());
  expect(sale.mode).toBe('offline');
  await bench.ok('sale:capture', { saleId: sale.saleId, volumeMl: 5_000 });
}

function putBack(files: readonly string[]): void {
  for (const file of files) {
    rmSync(join(bench.dataDir, file), { force: true });
    cpSync(join(copyOf(bench), file), join(bench.dataDir, file), { force: true });
  }
}

async function reopened(vault = bench.vault): Promise<void> {
  bench.engine.close();
  await bench.open({ vault });
}

const usable = (): boolean => bench.engine.syncState().leases.usable;

describe('a head file that lags behind its journal', () => {
  it('because its last words were lost in a power cut is explained by the chain: leases live on', async () => {
    const before = readFileSync(join(bench.dataDir, 'journal.head'));
    await offlineSale();
    bench.engine.close();
    writeFileSync(join(bench.dataDir, 'journal.head'), before);
    await bench.open();
    expect(usable()).toBe(true);
    await bench.signIn();
    await offlineSale();
    expect(bench.engine.core.journal.verify()).toBeNull();
  });

  it('and was torn tells the head before, which is explained as well', async () => {
    await offlineSale();
    bench.engine.close();
    const file = join(bench.dataDir, 'journal.head');
    const bytes = readFileSync(file);
    const [first, second] = [bytes.subarray(0, 512), bytes.subarray(512)].map(
      (slot) => (JSON.parse(slot.toString()) as { seq: number }).seq,
    );
    bytes.fill(
      '?',
      (first ?? 0) > (second ?? 0) ? 0 : 512,
      (first ?? 0) > (second ?? 0) ? 300 : 800,
    );
    writeFileSync(file, bytes);
    await bench.open();
    expect(usable()).toBe(true);
  });
});

describe('a journal that is older than its head file', () => {
  beforeEach(async () => {
    await bench.restart();
    await bench.cut();
    await bench.signIn();
    bench.engine.close();
    cpSync(bench.dataDir, copyOf(bench), { recursive: true });
    await bench.open();
    await bench.cut();
    await bench.signIn();
  });

  it('is found by the head file alone, when the key store has forgotten as well', async () => {
    const vaultBefore = readFileSync(bench.vaultFile);
    await offlineSale();
    bench.engine.close();
    const generation = (JSON.parse(vaultBefore.toString()) as { generation: number }).generation;
    const now = JSON.parse(readFileSync(bench.vaultFile, 'utf8')) as object;
    writeFileSync(bench.vaultFile, JSON.stringify({ ...now, generation: generation - 5 }));
    putBack(JOURNAL.filter((file) => file === 'journal.db'));
    await bench.open({ vault: new MemoryVault(bench.vaultFile) });
    expect(usable()).toBe(false);
  });

  it('is found by the key store alone, when the head file is gone', async () => {
    await offlineSale();
    bench.engine.close();
    putBack(['journal.db']);
    rmSync(join(bench.dataDir, 'journal.head'));
    await bench.open();
    expect(usable()).toBe(false);
  });

  it('is dealt with once: what was granted after the next exchange lives through a restart', async () => {
    await offlineSale();
    bench.engine.close();
    putBack(['journal.db']);
    await bench.open();
    expect(usable()).toBe(false);
    // A restart before that changes nothing: the kill is in the journal.
    await reopened();
    expect(usable()).toBe(false);
    // The backend never heard of the lines that are gone.
    await bench.mend();
    network.backend.clock.pass(6 * 60_000);
    await bench.syncOk();
    await bench.cut();
    await reopened();
    expect(usable()).toBe(true);
    expect(bench.engine.core.journal.verify()).toBeNull();
  });
});
