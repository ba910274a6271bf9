import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '#domain/authority/decide.ts';
import { limitAllowanceKey } from '#domain/limit/allowance.ts';
import { windowAt } from '#domain/time/window.ts';
import type { AuthorizeCommand } from '#domain/authority/command.ts';
import { authorize } from '#test/support/authority-commands.ts';
import { FactBook, limitOf, NOON_MS } from '#test/support/facts.ts';

const KEY = limitAllowanceKey('limit-1', windowAt('day', NOON_MS, 'Asia/Almaty').key);

const ask = (volumeMl: number, mayRecall: boolean): AuthorizeCommand => ({
  ...authorize('sale-1', volumeMl),
  mayRecall,
});

const amounts = fc.integer({ min: 0, max: 100_000 });

describe('recalling leases for a fill', () => {
  it('names exactly what is missing, and only where it makes the fill possible', () => {
    fc.assert(
      fc.property(
        fc.record({ amount: amounts, captured: amounts, leased: amounts }),
        fc.integer({ min: 1, max: 100_000 }),
        ({ amount, captured, leased }, volumeMl) => {
          const book = new FactBook({ limits: [limitOf({ amount })] });
          book.counters.set(KEY, { captured, held: 0, leased });
          const command = ask(volumeMl, true);
          const first = decide(command, book.facts(command));
          const freeMl = Math.max(0, amount - captured - leased);
          const possible = captured + volumeMl <= amount;
          if (volumeMl <= freeMl) {
            expect(first.outcome.ok).toBe(true);
          } else if (!possible) {
            expect(first.outcome.ok).toBe(false);
            expect(first.recall).toBeUndefined();
          } else {
            const quantity = volumeMl - freeMl;
            expect(first.recall).toEqual([{ allowanceKey: KEY, quantity }]);
            expect(first.changes).toEqual([]);
            book.counters.set(KEY, { captured, held: 0, leased: leased - quantity });
            const again = decide(command, book.facts(command));
            // What stood above the amount before frees nothing when it comes back.
            expect(again.outcome.ok || again.recall !== undefined).toBe(true);
            if (captured + leased <= amount) expect(again.outcome.ok).toBe(true);
          }
        },
      ),
    );
  });

  it('is left out where nobody may be waited for: the refusal is the last word', () => {
    const book = new FactBook({ limits: [limitOf({ amount: 50_000 })] });
    book.counters.set(KEY, { captured: 0, held: 0, leased: 40_000 });
    const command = ask(20_000, false);
    const { outcome, recall } = decide(command, book.facts(command));
    expect(recall).toBeUndefined();
    expect(outcome).toMatchObject({ code: 'LIMIT_EXCEEDED', params: { leasedMl: 40_000 } });
  });
});
