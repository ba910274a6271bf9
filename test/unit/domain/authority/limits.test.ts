import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision, Exposure } from '#domain/authority/change.ts';
import type { AuthorityCommand } from '#domain/authority/command.ts';
import { NO_RULES } from '#domain/card/purchase-rules.ts';
import { limitAllowanceKey } from '#domain/limit/allowance.ts';
import type { Limit } from '#domain/limit/limit.ts';
import { termsOf } from '#domain/limit/scheduled-terms.ts';
import { windowAt } from '#domain/time/window.ts';
import { authorize, byOffice, decided, setMany } from '#test/support/authority-commands.ts';
import { cardOf, contractOf, FactBook, limitOf, NOON_MS } from '../../../support/facts.ts';

const HOUR_MS = 3_600_000;
const ZONE = 'Asia/Almaty';
const dayKey = (limitId: string, atMs = NOON_MS) =>
  limitAllowanceKey(limitId, windowAt('day', atMs, ZONE).key);

let commands = 0;

const ask = (volumeMl: number, atMs = NOON_MS): AuthorityCommand => {
  commands += 1;
  return { ...authorize(`s-${commands}`, volumeMl), atMs };
};

const exposures = ({ changes }: Decision): Exposure[] =>
  changes.flatMap((change) => (change.kind === 'exposure.put' ? [change.exposure] : []));

const code = ({ outcome }: Decision): string | null => (outcome.ok ? null : outcome.code);

describe('a limit set from a moment', () => {
  it('[N-16] counts nothing before it, and everything from it on', () => {
    const book = new FactBook({});
    const limit = limitOf({ amount: 10_000 });
    const fromMs = NOON_MS + HOUR_MS;
    expect(code(decided(book, { ...byOffice(), kind: 'limit.set', limit, fromMs }))).toBeNull();
    expect(code(decided(book, ask(50_000)))).toBeNull();
    expect(code(decided(book, ask(10_001, fromMs)))).toBe('LIMIT_EXCEEDED');
    expect(code(decided(book, ask(10_000, fromMs)))).toBeNull();
    expect(book.limits[0]).toMatchObject({ amount: 10_000, weekdays: 127, scheduled: [] });
  });

  it('[N-16] names what stands above the new amount when its moment has come', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 80_000 }), (amount) => {
        const book = new FactBook({ limits: [limitOf({ amount: 80_000 })] });
        decided(book, ask(60_000));
        const lower = limitOf({ amount });
        const fromMs = NOON_MS + HOUR_MS;
        const planned = decided(book, { ...byOffice(), kind: 'limit.set', limit: lower, fromMs });
        expect(exposures(planned)).toEqual([]);
        const due = decided(book, ask(1, fromMs));
        const above = Math.max(0, 60_000 - amount);
        expect(exposures(due).map(({ quantity }) => quantity)).toEqual(above === 0 ? [] : [above]);
      }),
    );
  });

  it('keeps what is planned when the amount of now changes, and never brings due terms back', () => {
    const book = new FactBook({ limits: [limitOf({ amount: 100 })] });
    const set = (amount: number, fromMs: number | null, atMs: number) =>
      decided(book, { ...byOffice(atMs), kind: 'limit.set', limit: limitOf({ amount }), fromMs });
    set(200, NOON_MS + 10, NOON_MS);
    set(150, null, NOON_MS + 1);
    expect(book.limits[0]).toMatchObject({ amount: 150, scheduled: [{ fromMs: NOON_MS + 10 }] });
    set(300, null, NOON_MS + 20);
    expect(book.limits[0]).toMatchObject({ amount: 300, scheduled: [] });
  });

  it('is kept in its history, with who said it and from when', () => {
    const book = new FactBook({});
    const fromMs = NOON_MS + HOUR_MS;
    const limit = limitOf({ amount: 7 });
    decided(book, { ...byOffice(), kind: 'limit.set', limit, fromMs, userId: 'u-1' });
    decided(book, {
      ...byOffice(),
      kind: 'limit.remove',
      limitId: limit.limitId,
      fromMs: fromMs + 1,
    });
    expect(book.versions).toMatchObject([
      { limitId: limit.limitId, fromMs, terms: { amount: 7 }, userId: 'u-1', atMs: NOON_MS },
      { limitId: limit.limitId, fromMs: fromMs + 1, terms: null, userId: null },
    ]);
    expect(code(decided(book, ask(8, fromMs)))).toBe('LIMIT_EXCEEDED');
    expect(code(decided(book, ask(8, fromMs + 1)))).toBeNull();
  });
});

describe('the id of a limit', () => {
  const put = (limit: Limit) => ({ ...byOffice(), kind: 'limit.set', limit }) as const;

  it.each<[string, Partial<Limit>]>([
    ['measure', { measure: 'money' }],
    ['period', { period: 'month' }],
    ['product', { scopeKind: 'product', scopeId: 'diesel' }],
    ['owner', { subjectKind: 'contract', subjectId: 'contract-1' }],
  ])('never stands for another %s, also after its limit was removed', (_what, patch) => {
    const book = new FactBook({ limits: [limitOf()] });
    expect(code(decided(book, put(limitOf(patch))))).toBe('LIMIT_ID_TAKEN');
    decided(book, { ...byOffice(), kind: 'limit.remove', limitId: 'limit-1' });
    expect(code(decided(book, put(limitOf(patch))))).toBe('LIMIT_ID_TAKEN');
    expect(code(decided(book, put(limitOf())))).toBeNull();
  });

  it('counts again what it had counted before it was removed', () => {
    const book = new FactBook({ limits: [limitOf({ amount: 10_000 })] });
    decided(book, ask(6000));
    decided(book, { ...byOffice(), kind: 'limit.remove', limitId: 'limit-1' });
    decided(book, put(limitOf({ amount: 10_000 })));
    expect(book.counters.get(dayKey('limit-1'))).toMatchObject({ held: 6000 });
    expect(code(decided(book, ask(4001)))).toBe('LIMIT_EXCEEDED');
  });
});

describe('a limit that two people change', () => {
  const quantity = fc.integer({ min: 0, max: 3 });

  it('[N-16] the second does not undo the first unseen: nothing is changed, or removed', () => {
    fc.assert(
      fc.property(quantity, quantity, (read, now) => {
        const kept = limitOf({ amount: now });
        const book = new FactBook({ limits: [kept] });
        const seen = [termsOf({ ...kept, amount: read })];
        const expected = read === now ? null : 'LIMIT_CHANGED';
        const set = { kind: 'limit.set', limit: { ...kept, amount: 160 }, seen } as const;
        expect(code(decided(book, { ...byOffice(), ...set }))).toBe(expected);
        expect(book.limits).toMatchObject([{ amount: read === now ? 160 : now }]);
        const removal = { kind: 'limit.remove', limitId: 'limit-1', seen: set.seen } as const;
        const before = book.limits;
        expect(code(decided(book, { ...byOffice(), ...removal }))).toBe('LIMIT_CHANGED');
        expect(book.limits).toEqual(before);
      }),
    );
  });

  it('[N-16] one that the first has removed does not come back', () => {
    const book = new FactBook({});
    const limit = limitOf({ amount: 160 });
    const seen = [termsOf(limitOf({ amount: 100 }))];
    const set = { ...byOffice(), kind: 'limit.set', limit, seen } as const;
    expect(code(decided(book, set))).toBe('LIMIT_CHANGED');
    const removal = { ...byOffice(), kind: 'limit.remove', limitId: 'limit-1', seen } as const;
    expect(code(decided(book, removal))).toBe('LIMIT_NOT_FOUND');
    expect(book.limits).toEqual([]);
  });

  it('[N-16] what is planned counts from its moment', () => {
    const limit = limitOf({ amount: 100 });
    const book = new FactBook({ limits: [limit] });
    const fromMs = NOON_MS + HOUR_MS;
    const set = (amount: number, seen: number) => ({
      ...byOffice(),
      kind: 'limit.set' as const,
      limit: { ...limit, amount },
      fromMs,
      seen: [termsOf({ ...limit, amount: seen })],
    });
    expect(code(decided(book, set(150, 100)))).toBeNull();
    expect(code(decided(book, set(160, 100)))).toBe('LIMIT_CHANGED');
    expect(code(decided(book, set(160, 150)))).toBeNull();
  });
});

describe('a limit that alerts', () => {
  it('[X-15] passes above its amount, is counted, and the excess is named', () => {
    const book = new FactBook({ limits: [limitOf({ amount: 10_000, action: 'alert' })] });
    const decision = decided(book, ask(25_000));
    expect(code(decision)).toBeNull();
    expect(exposures(decision)).toMatchObject([{ quantity: 15_000, measure: 'volume' }]);
    const alert = { limitId: 'limit-1', measure: 'volume', amount: 10_000, above: 15_000 };
    expect(decision.outcome).toMatchObject({ value: { sale: { alerts: [alert] } } });
    expect(book.counters.get(dayKey('limit-1'))).toMatchObject({ held: 25_000 });
  });
});

describe('groups of cards', () => {
  const group = { groupId: 'g-1', contractId: 'contract-1', name: 'Тягачи' };

  it('[X-20] are made, filled, renamed and dissolved; their limits go with them', () => {
    const book = new FactBook({});
    decided(book, { ...byOffice(), kind: 'card-group.put', group });
    expect(
      code(
        decided(book, { ...byOffice(), kind: 'card-group.put', group: { ...group, name: 'B' } }),
      ),
    ).toBeNull();
    const cardIds = ['card-1'];
    decided(book, { ...byOffice(), kind: 'card-group.assign', groupId: 'g-1', cardIds });
    expect(book.card.groupId).toBe('g-1');
    const limit = limitOf({ limitId: 'of-g', subjectKind: 'card-group', subjectId: 'g-1' });
    expect(code(decided(book, { ...byOffice(), kind: 'limit.set', limit }))).toBeNull();
    expect(code(decided(book, ask(100_001)))).toBe('LIMIT_EXCEEDED');
    decided(book, { ...byOffice(), kind: 'card-group.dissolve', groupId: 'g-1', cardIds });
    expect([book.card.groupId, book.limits, book.groups.size]).toEqual([null, [], 0]);
    expect(code(decided(book, ask(100_001)))).toBeNull();
  });

  it('[X-20] of another contract do not exist for this one', () => {
    const book = new FactBook({});
    book.groups.set('g-2', { ...group, groupId: 'g-2', contractId: 'contract-2' });
    book.cards.set('card-9', cardOf({ cardId: 'card-9', contractId: 'contract-2' }));
    const assign = (groupId: string | null, cardIds: string[]) =>
      code(decided(book, { ...byOffice(), kind: 'card-group.assign', groupId, cardIds }));
    expect(assign('g-2', ['card-1'])).toBe('CARD_GROUP_NOT_FOUND');
    expect(assign(null, ['card-1', 'card-9'])).toBe('CARD_NOT_FOUND');
    const limit = limitOf({ subjectKind: 'card-group', subjectId: 'g-2' });
    expect(code(decided(book, { ...byOffice(), kind: 'limit.set', limit }))).toBe(
      'CARD_GROUP_NOT_FOUND',
    );
  });
});

describe('rules', () => {
  it('[X-10, X-17] are set for an owner of the contract, and a wrong one is refused', () => {
    const book = new FactBook({});
    const set = (ownerId: string, pauseMs: number) => {
      const owned = { ownerKind: 'card', ownerId, rules: { ...NO_RULES, pauseMs } } as const;
      return code(decided(book, { ...byOffice(), kind: 'rules.set', owned }));
    };
    expect(set('card-1', 60_000)).toBeNull();
    expect(set('card-1', -1)).toBe('RULES_INVALID');
    expect(set('card-7', 1)).toBe('CARD_NOT_FOUND');
    book.lastSaleAtMs = NOON_MS - 59_999;
    expect(code(decided(book, ask(1)))).toBe('PAUSE_NOT_OVER');
  });
});

describe('many limits in one command', () => {
  const rows = fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 0, max: 30 }),
      amount: fc.integer({ min: -2, max: 50_000 }),
      known: fc.boolean(),
    }),
    { selector: ({ id }) => id, maxLength: 12 },
  );

  function stage(all: readonly { id: number; amount: number; known: boolean }[]) {
    const book = new FactBook({});
    const limits = all.map(({ id, amount, known }) => {
      const cardId = `n-${id}`;
      if (known) book.cards.set(cardId, cardOf({ cardId }));
      return limitOf({ limitId: `l-${id}`, subjectId: cardId, amount });
    });
    return { book, limits, bad: all.filter(({ amount, known }) => amount < 0 || !known) };
  }

  it('[X-21] all are set, or none is and the first that does not fit is named', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const { book, limits, bad } = stage(all);
        const decision = decided(book, setMany({ limits }));
        if (bad.length === 0) {
          expect(book.limits).toHaveLength(limits.length);
          return;
        }
        expect(code(decision)).toBe('LIMIT_ROWS_INVALID');
        expect(book.limits).toEqual([]);
        expect(decision.outcome).toMatchObject({ params: { invalidCount: bad.length } });
      }),
    );
  });

  it('leaves out what does not fit where that was asked for', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const { book, limits, bad } = stage(all);
        decided(book, setMany({ limits, skipInvalid: true }));
        expect(book.limits).toHaveLength(limits.length - bad.length);
      }),
    );
  });

  it('a preview says exactly what would happen, and nothing happens', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const { book, limits, bad } = stage(all);
        const preview = decided(book, setMany({ limits, dryRun: true }));
        expect(preview.changes).toEqual([]);
        expect(preview.unkept).toBe(true);
        const counts = { new: limits.length - bad.length, invalid: bad.length };
        expect(preview.outcome).toMatchObject({ ok: true, value: { result: { counts } } });
      }),
    );
  });

  it('tells which would stand below what is used of them', () => {
    const book = new FactBook({ limits: [limitOf({ amount: 50_000 })] });
    decided(book, ask(20_000));
    const preview = (amount: number) =>
      decided(book, setMany({ limits: [limitOf({ amount })], dryRun: true })).outcome;
    expect(preview(20_000)).toMatchObject({ value: { result: { belowUsedCount: 0 } } });
    expect(preview(19_999)).toMatchObject({
      value: { result: { belowUsedCount: 1, rows: [{ used: 20_000, effect: 'changed' }] } },
    });
    expect(preview(50_000)).toMatchObject({ value: { result: { counts: { same: 1 } } } });
  });

  it('[O-16] a row worked out from an amount that another has changed is left out and named', () => {
    const amounts = fc.array(fc.tuple(fc.nat(2), fc.nat(2)), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(amounts, (all) => {
        const kept = all.map(([, now], index) => {
          return limitOf({ limitId: `l-${index}`, amount: 100 + now });
        });
        const book = new FactBook({ limits: [...kept] });
        const limits = kept.map((limit) => ({ ...limit, amount: 500 }));
        const seen = all.map(([read], index) => {
          return {
            limitId: `l-${index}`,
            terms: [termsOf(limitOf({ amount: 100 + read }))],
          };
        });
        const stale = all.filter(([read, now]) => read !== now).length;
        const tried = decided(book, setMany({ limits, seen, dryRun: true })).outcome;
        const counts = { changed: all.length - stale, invalid: stale };
        expect(tried).toMatchObject({
          ok: true,
          value: { result: { counts } },
        });
        decided(book, setMany({ limits, seen, skipInvalid: true }));
        const after = all.map(([read, now]) => (read === now ? 500 : 100 + now));
        const found = kept.map((one) => book.limits.find(({ limitId }) => limitId === one.limitId));
        expect(found.map((limit) => limit?.amount)).toEqual(after);
      }),
    );
  });

  it('[O-16] what was seen is compared from the moment the change begins, and its end too', () => {
    const fromMs = NOON_MS + HOUR_MS;
    const limit = limitOf({ amount: 100 });
    const book = new FactBook({ limits: [limit] });
    decided(book, {
      ...byOffice(),
      kind: 'limit.set',
      limit: { ...limit, amount: 200 },
      fromMs,
    });
    const removal = (amount: number | null, later: number | null) => {
      const terms = amount === null ? [] : [termsOf({ ...limit, amount })];
      const asked = {
        removals: ['limit-1'],
        seen: [{ limitId: 'limit-1', terms }],
      };
      return decided(book, setMany({ ...asked, fromMs: later, dryRun: true })).outcome;
    };
    const changed = {
      result: { rows: [{ code: 'LIMIT_CHANGED', beforeAmount: 100 }] },
    };
    expect(removal(100, fromMs)).toMatchObject({ value: changed });
    expect(removal(200, null)).toMatchObject({ value: changed });
    expect(removal(null, null)).toMatchObject({ value: changed });
    expect(removal(200, fromMs)).toMatchObject({
      value: { result: { counts: { planned: 1 } } },
    });
    expect(removal(100, null)).toMatchObject({
      value: { result: { counts: { removed: 1 } } },
    });
  });

  it('one id twice is refused', () => {
    const book = new FactBook({});
    const limits = [limitOf(), limitOf({ amount: 5 })];
    expect(code(decided(book, setMany({ limits })))).toBe('LIMIT_ROWS_INVALID');
  });

  it('[O-16] the parts of a budget fit it to the last unit, or nothing changes', () => {
    const parts = fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 100_000 }), (amounts, whole) => {
        const of = { subjectKind: 'contract', subjectId: 'contract-1' } as const;
        const budget = limitOf({ limitId: 'whole', ...of, amount: whole, period: 'month' });
        const book = new FactBook({ limits: [budget] });
        const limits = amounts.map((amount, index) => {
          const cardId = `n-${index}`;
          book.cards.set(cardId, cardOf({ cardId }));
          return limitOf({ limitId: `l-${index}`, subjectId: cardId, amount, period: 'month' });
        });
        const decision = decided(book, setMany({ limits, budget: { limitId: 'whole' } }));
        const excessMl = amounts.reduce((sum, amount) => sum + amount, 0) - whole;
        if (excessMl <= 0) {
          expect(book.limits).toHaveLength(limits.length + 1);
          return;
        }
        expect(decision.outcome).toMatchObject({ code: 'BUDGET_EXCEEDED', params: { excessMl } });
        expect(book.limits).toEqual([budget]);
      }),
    );
  });

  it('[O-16] without a limit the budget is the money that the contract has left', () => {
    const book = new FactBook({ contract: contractOf({ depositsMinor: 1000 }) });
    const limits = [limitOf({ measure: 'money', amount: 1001 })];
    const decision = decided(book, setMany({ limits, budget: { limitId: null } }));
    expect(decision.outcome).toMatchObject({ code: 'BUDGET_EXCEEDED', params: { excessMinor: 1 } });
  });
});
