import { describe, expect, it } from 'vitest';
import { deskPerTest } from '#test/support/engine/desks.ts';

const desk = deskPerTest();

/** What the desk shows of the card's money and limits, by allowance. */
async function lefts(): Promise<Map<string, number>> {
  const { remainders } = await desk.bench.find();
  return new Map(remainders.map(({ allowanceKey, left }) => [allowanceKey, left]));
}

describe('what lies at this desk in leases', () => {
  it('[C5] is part of what the card has left, as the operator sees it', async () => {
    const before = await lefts();
    const sale = await desk.bench.sell();
    desk.network.backend.clock.pass(6 * 60_000);
    await desk.bench.syncOk();
    expect(desk.bench.engine.syncState().leases.cardCount).toBe(1);
    const after = await lefts();
    for (const { allowanceKey, held } of sale.parts) {
      expect(after.get(allowanceKey)).toBe((before.get(allowanceKey) ?? 0) - held);
    }
  });

  it('is sold by a full tank too, and given back for it', async () => {
    await desk.bench.renewLeases();
    const shown = await lefts();
    const question = { ...desk.bench.question(), ask: { by: 'full' } as const };
    const { sale } = await desk.bench.ok('sale:authorize', question);
    expect(sale.mode).toBe('online');
    const tight = sale.parts.filter(({ allowanceKey, measure, held }) => {
      const left = shown.get(allowanceKey) ?? 0;
      // Money is left over by less than one millilitre is worth.
      return measure === 'money' ? left - held < 100 : left === held;
    });
    expect(tight.length).toBeGreaterThan(0);
  });
});
