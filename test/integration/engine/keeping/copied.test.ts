import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openEngine } from '#engine/engine.ts';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { DiskCopy, JOURNAL_AND_HEAD, JOURNAL_DB } from '#test/support/engine/disk-copy.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';
import { MemoryVault } from '#test/support/engine/memory-vault.ts';

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
});
afterEach(() => {
  bench.dispose();
  copy.dispose();
});

async function copyWhileClosed(): Promise<void> {
  bench.engine.close();
  copy.take();
  await bench.open();
  await bench.signIn();
}

/** Nobody unlocks a copy without the link: he was in before it was cut. */
async function signInBeforeTheCut(): Promise<void> {
  bench.line.state = 'up';
  await bench.signIn();
  bench.line.state = 'down';
}

describe('a journal that was restored from a copy', () => {
  it('is found by the head file: its leases are dead until the next sync', async () => {
    await copyWhileClosed();
    await bench.cut();
    await bench.sellOffline();
    bench.engine.close();
    copy.putBack(JOURNAL_DB);
    await bench.open();
    await signInBeforeTheCut();
    expect(bench.engine.syncState().leases).toMatchObject({
      usable: false,
      killedCode: 'LEASES_KILLED',
    });
    expect(await bench.refusalOfSale()).toBe('LEASES_KILLED');
    const [last] = bench.engine.core.journal.linesAfter(
      bench.engine.core.journal.head().seq - 1,
      1,
    );
    expect(last).toMatchObject({ kind: 'leases.killed', body: { reason: 'restored' } });
  });

  it('is found by the key store, when the head file was restored with it', async () => {
    await copyWhileClosed();
    await bench.cut();
    await bench.sellOffline();
    bench.engine.close();
    copy.putBack(JOURNAL_AND_HEAD);
    await bench.open();
    await signInBeforeTheCut();
    expect(await bench.refusalOfSale()).toBe('LEASES_KILLED');
  });

  it('is found by the key store, when it was copied while the engine was running', async () => {
    await bench.cut();
    copy.take();
    await bench.sellOffline();
    // No grant and no start lies between the copy and the sale.
    bench.engine.close();
    copy.putBack(JOURNAL_AND_HEAD);
    await bench.open();
    await signInBeforeTheCut();
    expect(await bench.refusalOfSale()).toBe('LEASES_KILLED');
  });

  it('whose lost lines the backend knows is a fork: nothing is sold on it any more', async () => {
    await copyWhileClosed();
    await bench.cut();
    await bench.sellOffline();
    await bench.mend();
    bench.engine.close();
    copy.putBack(JOURNAL_AND_HEAD);
    await bench.open();
    const round = await bench.engine.syncOnce();
    expect(round).toMatchObject({ ok: false, code: 'JOURNAL_FORKED' });
    await bench.signIn();
    expect(await bench.refusalOfSale()).toBe('JOURNAL_FORKED');
    expect(bench.engine.syncState().link).toBe('refused');
  });

  it('that was only stopped and started keeps its leases', async () => {
    await bench.restart();
    bench.line.state = 'down';
    await bench.signIn();
    expect(await bench.sellOffline()).toMatch(/-/u);
  });

  it('that a copy goes on with is a fork by the end of the round in which its token failed', async () => {
    copy.take();
    const vault = new MemoryVault(join(copy.copyDir, 'vault.json'));
    const opened = await openEngine(bench.options({ dataDir: copy.copyDir, vault }));
    if (!opened.ok) throw new Error(opened.code);
    const twin = opened.value;
    twin.core.journal.write({ atMs: bench.clock.nowMs() }, ({ append }) =>
      append('leases.killed', { reason: 'clock' }),
    );
    expect(await twin.syncOnce()).toMatchObject({ ok: true });
    twin.close();
    // Its token was good when the round began, and it has nothing of its own to tell.
    const round = await bench.engine.syncOnce();
    expect(round).toMatchObject({ ok: false, code: 'JOURNAL_FORKED' });
  });
});
