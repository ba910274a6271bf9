import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuthorizeCommand } from '#domain/authority/command.ts';
import { decide } from '#domain/authority/decide.ts';
import { termsOf } from '#domain/limit/scheduled-terms.ts';
import { authorize } from '#test/support/authority-commands.ts';
import { cardOf, FactBook, limitOf, NOON_MS } from '../../../support/facts.ts';

const HOUR_MS = 3_600_000;

const ask = (volumeMl: number): AuthorizeCommand => authorize('s-1', volumeMl);

describe('a purchase that is only tried', () => {
  it('[X-28] passes exactly when it would be sold, and changes nothing', () => {
    const amounts = fc.integer({ min: 0, max: 60_000 });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 60_000 }), (amount, volumeMl) => {
        const book = new FactBook({ limits: [limitOf({ amount })] });
        const { kind: _kind, ...asked } = ask(volumeMl);
        const tried = decide({ ...asked, kind: 'sale.preview' }, book.facts(ask(volumeMl)));
        expect(tried.changes).toEqual([]);
        expect(tried.unkept).toBe(true);
        const sold = decide(ask(volumeMl), book.facts(ask(volumeMl))).outcome;
        expect(tried.outcome).toMatchObject({
          ok: true,
          value: {
            preview: {
              passes: sold.ok,
              code: sold.ok ? null : sold.code,
              params: sold.ok ? {} : sold.params,
              remainders: [{ limitId: 'limit-1', left: amount }, { limitId: null }],
            },
          },
        });
      }),
    );
  });

  it('[X-28] is judged by what is in force at the moment it is asked for', () => {
    const fromMs = NOON_MS + HOUR_MS;
    const plain = limitOf({ amount: 1000 });
    const limit = { ...plain, scheduled: [{ fromMs, terms: { ...termsOf(plain), amount: 2000 } }] };
    const book = new FactBook({ limits: [limit] });
    const { kind: _kind, ...asked } = ask(1500);
    const passes = (forMs: number | null): unknown => {
      const tried = decide({ ...asked, kind: 'sale.preview', forMs }, book.facts(ask(1500)));
      expect(tried.changes).toEqual([]);
      const { outcome } = tried;
      return outcome.ok && outcome.value.kind === 'purchase' && outcome.value.preview.passes;
    };
    expect(passes(null)).toBe(false);
    expect(passes(fromMs - 1)).toBe(false);
    expect(passes(fromMs)).toBe(true);
    // A moment that is over says nothing about now.
    expect(passes(0)).toBe(false);
  });

  it('[X-28] asks for no PIN', () => {
    const book = new FactBook({ card: cardOf({ pinRequired: true, pinTriesUsed: 2 }) });
    const { kind: _kind, ...asked } = ask(5);
    const tried = decide({ ...asked, kind: 'sale.preview' }, book.facts(ask(5)));
    expect(tried.outcome).toMatchObject({ value: { preview: { passes: true } } });
  });
});
