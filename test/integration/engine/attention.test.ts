import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { startSmallNetwork, type SmallNetwork } from '#test/support/backend/small-network.ts';
import { EngineBench } from '#test/support/engine/engine-bench.ts';

let network: SmallNetwork;
let bench: EngineBench;
beforeEach(async () => {
  network = await startSmallNetwork();
  bench = await EngineBench.start(network);
});
afterEach(async () => {
  bench.dispose();
  await network.backend.stop();
});

describe('what the backend did not accept', () => {
  it('waits for a person, who settles it with a reason; the line stays, and both go up', async () => {
    const { core } = bench.engine;
    core.journal.write({ atMs: core.clock.nowMs() }, ({ append }) =>
      append('sale.captured', {
        saleId: uuid(),
        volumeMl: 1_000,
        amountMinor: 6_000,
        vatMinor: 0,
        slipNumber: 9,
      }),
    );
    await bench.syncOk();
    const [item] = bench.engine.syncState().attention;
    expect(item).toMatchObject({
      kind: 'sale.captured',
      status: 'refused',
      code: 'HOLD_NOT_FOUND',
    });
    const seq = item?.seq ?? 0;
    const settled = { seq, reason: 'Paid in cash, slip 9 is void' };
    expect((await bench.refused('sync:resolve', settled)).code).toBe('FORBIDDEN');
    await bench.signIn('chief');
    await bench.ok('sync:resolve', settled);
    expect(bench.engine.syncState().attention).toEqual([]);
    expect((await bench.refused('sync:resolve', settled)).code).toBe('NOT_FOUND');
    await bench.syncOk();
    expect(bench.engine.syncState()).toMatchObject({ attention: [], queueLength: 0 });
    const [line] = core.journal.linesAfter(core.journal.head().seq - 1, 1);
    expect(line).toMatchObject({ kind: 'attention.resolved', body: { lineSeq: seq } });
    expect(core.journal.verify()).toBeNull();
  });
});
