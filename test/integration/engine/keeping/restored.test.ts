import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { DiskCopy, JOURNAL_DB } from '#test/support/engine/disk-copy.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';
import { MemoryVault } from '#test/support/engine/memory-vault.ts';

/** What a power cut and a restored copy leave of journal, head file and key store. */

let network: SmallNetwork;
let bench: EngineBench;
let copy: DiskCopy;
beforeAll(async () => {
  network = await startSmallNetwork();
});
afterAll(() => network.backend.stop());
beforeEach(async () => {
  bench = await EngineBench.start(network);
  copy = new DiskCopy(bench.dataDir);
  await bench.leaseHere();
  await bench.cut();
});
afterEach(() => {
  bench.dispose();
  copy.dispose();
});

async function reopened(vault = bench.vault): Promise<void> {
  bench.engine.close();
  await bench.open({ vault });
}

const usable = (): boolean => bench.engine.syncState().leases.usable;

describe('a head file that lags behind its journal', () => {
  it('because its last words were lost in a power cut is explained by the chain: leases live on', async () => {
    const before = readFileSync(join(bench.dataDir, 'journal.head'));
    await bench.sellOffline(5_000);
    bench.engine.close();
    writeFileSync(join(bench.dataDir, 'journal.head'), before);
    await bench.open();
    expect(usable()).toBe(true);
    await bench.signIn();
    await bench.sellOffline(5_000);
    expect(bench.engine.core.journal.verify()).toBeNull();
  });

  it('and was torn tells the head before, which is explained as well', async () => {
    await bench.sellOffline(5_000);
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
    copy.take();
    await bench.open();
    await bench.cut();
    await bench.signIn();
  });

  it('is found by the head file alone, when the key store has forgotten as well', async () => {
    const vaultBefore = readFileSync(bench.vaultFile);
    await bench.sellOffline(5_000);
    bench.engine.close();
    const generation = (JSON.parse(vaultBefore.toString()) as { generation: number }).generation;
    const now = JSON.parse(readFileSync(bench.vaultFile, 'utf8')) as object;
    writeFileSync(bench.vaultFile, JSON.stringify({ ...now, generation: generation - 5 }));
    copy.putBack(JOURNAL_DB);
    await bench.open({ vault: new MemoryVault(bench.vaultFile) });
    expect(usable()).toBe(false);
  });

  it('is found by the key store alone, when the head file is gone', async () => {
    await bench.sellOffline(5_000);
    bench.engine.close();
    copy.putBack(JOURNAL_DB);
    rmSync(join(bench.dataDir, 'journal.head'));
    await bench.open();
    expect(usable()).toBe(false);
  });

  it('is dealt with once: what was granted after the next exchange lives through a restart', async () => {
    await bench.sellOffline(5_000);
    bench.engine.close();
    copy.putBack(JOURNAL_DB);
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
