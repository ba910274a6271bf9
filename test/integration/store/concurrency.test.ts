import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoopTurns } from '#adapter/clock/loop-turns.ts';
import { AuthorityDesk } from '#service/authority/authority-desk.ts';
import { limitOf } from '#test/support/facts.ts';
import { setLimit } from '#test/support/ledger-network.ts';
import {
  ask,
  authorize,
  nextId,
  openBench,
  requestOf,
  seedNetwork,
  type StoreBench,
} from '#test/support/network-store.ts';

let bench: StoreBench;

beforeEach(async () => {
  bench = await openBench();
  await seedNetwork(bench.store);
});
afterEach(() => bench.dispose());

const clock = { nowMs: () => Date.now() };

describe('many at once', () => {
  it('[I1] of 100 parallel authorizations with room for exactly 40, exactly 40 pass', async () => {
    await ask(bench.store, setLimit(limitOf({ amount: 40_000 }), bench.nowMs));
    const desk = new AuthorityDesk(bench.store.stores.deciding, new LoopTurns(), clock);
    const answers = await Promise.all(
      Array.from({ length: 100 }, async () => {
        await new Promise((resolve) => void setImmediate(resolve));
        return desk.ask(requestOf(authorize(nextId(), 1_000)));
      }),
    );
    expect(answers.filter(({ outcome }) => outcome?.ok === true)).toHaveLength(40);
    expect(await bench.verify()).toMatchObject({ ok: true, counts: { sales: 40 } });
  });

  it('[I2] one command asked many times at once is decided once', async () => {
    const desk = new AuthorityDesk(bench.store.stores.deciding, new LoopTurns(), clock);
    const command = authorize(nextId(), 1_000);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => desk.ask(requestOf(command))),
    );
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    const [first] = answers;
    for (const { outcome } of answers) expect(outcome).toEqual(first?.outcome);
    expect(await bench.verify()).toMatchObject({ ok: true, counts: { sales: 1 } });
  });
});
