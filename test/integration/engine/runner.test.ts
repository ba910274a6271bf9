import { expect, it } from 'vitest';
import type { Result } from '#domain/result.ts';
import { VaultRefusal } from '#engine/ports.ts';
import type { RoundSummary } from '#engine/sync/round.ts';
import { startRunner } from '#engine/sync/runner.ts';
import { BUSY_WAIT_MS } from '#test/support/engine/cut-line.ts';
import { deskPerFile } from '#test/support/engine/desks.ts';

const desk = deskPerFile();

it('tells of a round that a bug ended, and goes on with the next', async () => {
  const failed = new Error('a lease covers its share');
  let rounds = 0;
  const round = async (): Promise<Result<RoundSummary>> => {
    rounds += 1;
    if (rounds === 1) throw failed;
    return desk.bench.engine.syncOnce();
  };
  const { core } = desk.bench.engine;
  const runner = startRunner({ core, round, listen: null, random: () => 0 });
  await expect.poll(() => rounds, { timeout: 20_000 }).toBeGreaterThan(1);
  await runner.stop();
  expect(desk.bench.faults.join()).toContain(failed.message);
});

it('that is told to wait sells with the link meanwhile, and does not come sooner', async () => {
  const { bench } = desk;
  bench.line.routes.set('journal.push', 'busy');
  const { core } = bench.engine;
  // There is something to be sent, and every try is told to the window.
  const { sale } = await bench.ok('sale:authorize', bench.question());
  let rounds = 0;
  const round = (): Promise<Result<RoundSummary>> => {
    rounds += 1;
    return bench.engine.syncOnce();
  };
  const runner = startRunner({ core, round, listen: null, random: () => 0 });
  await expect.poll(() => core.link.state().nextTryAtMs).not.toBeNull();
  expect(core.link.state().nextTryAtMs).toBe(bench.clock.nowMs() + BUSY_WAIT_MS);
  expect(core.link.isUp()).toBe(true);
  await bench.ok('sale:reverse', { saleId: sale.saleId });
  const next = await bench.ok('sale:authorize', bench.question());
  expect(next.sale.mode).toBe('online');
  expect(rounds).toBe(1);
  bench.line.routes.clear();
  await expect.poll(() => bench.engine.work().unsentCount, { timeout: 20_000 }).toBe(0);
  await runner.stop();
});

it('outlives a vault that is away when the live stream wants its token', async () => {
  let asked = 0;
  const listen = async (): Promise<void> => {
    asked += 1;
    throw new VaultRefusal('KEY_STORE_LOCKED');
  };
  const { core } = desk.bench.engine;
  const round = () => desk.bench.engine.syncOnce();
  const runner = startRunner({ core, round, listen, random: () => 0 });
  await expect.poll(() => asked, { timeout: 20_000 }).toBeGreaterThan(1);
  await runner.stop();
});
