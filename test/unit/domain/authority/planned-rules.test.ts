import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rulesAt, withRules, type KeptRules } from '#domain/card/planned-rules.ts';
import { NO_RULES, type PurchaseRules } from '#domain/card/purchase-rules.ts';
import {
  authorize,
  byOffice,
  decided,
  give,
  grant,
  setMany,
} from '#test/support/authority-commands.ts';
import { FactBook, NOON_MS } from '#test/support/facts.ts';

const HOUR_MS = 3_600_000;
const MORNING_MS = NOON_MS + 20 * HOUR_MS;

const tank = (tankCapacityMl: number | null): PurchaseRules => ({ ...NO_RULES, tankCapacityMl });
const of = (rules: PurchaseRules) => ({ ownerKind: 'card', ownerId: 'card-1', rules }) as const;

/** What becomes of a fill of 50 litres at an instant. */
function fillAt(book: FactBook, atMs: number): string {
  const { outcome } = decided(book, { ...authorize(`s-${atMs}`, 50_000), atMs });
  return outcome.ok ? 'passed' : outcome.code;
}

describe('rules that many owners get from a future moment', () => {
  it('[X-21] a template of tomorrow stops nobody today, and everybody from tomorrow on', () => {
    const book = new FactBook({});
    give(book, setMany({ rules: [of(tank(40_000))], fromMs: MORNING_MS }));
    expect(fillAt(book, NOON_MS)).toBe('passed');
    expect(fillAt(book, MORNING_MS - 1)).toBe('passed');
    expect(fillAt(book, MORNING_MS)).toBe('TANK_CAPACITY_EXCEEDED');
    const asked = { cardId: 'card-1', stationId: 'station-1', productId: 'diesel' };
    const tried = { ...byOffice(), ...asked, kind: 'sale.preview' } as const;
    const ask = { by: 'volume', volumeMl: 50_000 } as const;
    const of1 = (forMs: number) => give(book, { ...tried, ask, forMs });
    expect(of1(MORNING_MS - 1)).toMatchObject({ value: { preview: { passes: true } } });
    expect(of1(MORNING_MS)).toMatchObject({ value: { preview: { passes: false } } });
  });

  it('are taken back from the same moment by what their preview told, before they ever stood', () => {
    const book = new FactBook({});
    give(book, { ...byOffice(), kind: 'rules.set', owned: of(tank(60_000)) });
    const change = { rules: [of(tank(40_000))], fromMs: MORNING_MS };
    const tried = give(book, setMany({ ...change, dryRun: true }));
    const rulesBefore = [of(tank(60_000))];
    expect(tried).toMatchObject({ value: { rulesBefore } });
    give(book, setMany(change));
    const back = { rules: rulesBefore, rulesSeen: change.rules, fromMs: MORNING_MS };
    expect(give(book, setMany(back)).ok).toBe(true);
    expect(fillAt(book, MORNING_MS)).toBe('passed');
  });

  it('are not undone for whom somebody else has planned others of that moment meanwhile', () => {
    const book = new FactBook({});
    const change = { rules: [of(tank(40_000))], fromMs: MORNING_MS };
    give(book, setMany(change));
    give(book, setMany({ ...change, rules: [of(tank(30_000))] }));
    const back = { rules: [of(NO_RULES)], rulesSeen: change.rules, fromMs: MORNING_MS };
    expect(give(book, setMany(back))).toMatchObject({ code: 'RULES_CHANGED' });
  });

  it('end what is leased before them: a desk without the link decides by no older rules', () => {
    const book = new FactBook({});
    give(book, setMany({ rules: [of(tank(40_000))], fromMs: MORNING_MS }));
    const granted = give(book, grant('g-1', 10_000));
    expect(granted).toMatchObject({ value: { rules: [of(NO_RULES)] } });
    const ends = [...book.leases.values()].map(({ expiresAtMs }) => expiresAtMs);
    expect(ends.length).toBeGreaterThan(0);
    expect(Math.max(...ends)).toBe(MORNING_MS);
    const next = give(book, { ...grant('g-2', 10_000), atMs: MORNING_MS });
    expect(next).toMatchObject({ value: { rules: [of(tank(40_000))] } });
  });
});

describe('rules with what is planned after them', () => {
  const step = fc.record({
    rules: fc.option(fc.integer({ min: 1, max: 9 })).map(tank),
    passedMs: fc.nat(3),
    aheadMs: fc.option(fc.nat(5)),
  });

  it('are at any instant those that were said last of the newest moment till then', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        let atMs = 0;
        let kept: KeptRules | null = null;
        const said: { readonly rules: PurchaseRules; readonly fromMs: number }[] = [];
        for (const { rules, passedMs, aheadMs } of steps) {
          atMs += passedMs;
          const fromMs = aheadMs === null ? null : atMs + aheadMs;
          kept = withRules(kept, rules, { atMs, fromMs });
          said.push({ rules, fromMs: fromMs ?? atMs });
        }
        for (let ms = atMs; ms < atMs + 6; ms += 1) {
          const due = said.filter(({ fromMs }) => fromMs <= ms);
          const newest = Math.max(...due.map(({ fromMs }) => fromMs));
          const last = due.findLast(({ fromMs }) => fromMs === newest);
          expect(kept === null ? NO_RULES : rulesAt(kept, ms)).toEqual(last?.rules ?? NO_RULES);
        }
      }),
    );
  });
});
