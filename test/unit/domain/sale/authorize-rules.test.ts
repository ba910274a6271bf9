import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_RULES, type OwnedRules, type PurchaseRules } from '#domain/card/purchase-rules.ts';
import {
  free,
  limitAllowance,
  moneyAllowance,
  ZERO_COUNTERS,
  type Allowance,
} from '#domain/limit/allowance.ts';
import type { Limit } from '#domain/limit/limit.ts';
import { inMeasure } from '#domain/limit/measure.ts';
import { decideAuthorize, type Ask, type AuthorizeQuestion } from '#domain/sale/authorize.ts';
import { windowAt } from '#domain/time/window.ts';
import { plainTariff } from '#domain/sale/tariff.ts';
import { cardOf, contractOf, diesel, limitOf, NOON_MS } from '../../../support/facts.ts';

const PRICE = 29_500;
const ZONE = 'Asia/Almaty';
const SATURDAY = 1 << 5;
const SUNDAY = 1 << 6;

const plenty = moneyAllowance({
  contractId: 'contract-1',
  depositsMinor: 1_000_000_000_000,
  creditLimitMinor: 0,
  counters: ZERO_COUNTERS,
});

function allowanceOf(patch: Partial<Limit>, captured = 0): Allowance {
  const limit = limitOf(patch);
  const windowKey = windowAt(limit.period, NOON_MS, ZONE).key;
  const counters = { ...ZERO_COUNTERS, captured };
  return limitAllowance({ limit, windowKey, zone: ZONE, counters });
}

const of = (ownerKind: OwnedRules['ownerKind'], patch: Partial<PurchaseRules>): OwnedRules => ({
  ownerKind,
  ownerId: `${ownerKind}-1`,
  rules: { ...NO_RULES, ...patch },
});

const ask = (patch: Partial<AuthorizeQuestion>): AuthorizeQuestion => ({
  card: cardOf(),
  contract: contractOf(),
  place: { stationId: 'station-1', regionId: 'north', country: 'KZ', partnerId: null },
  rules: [],
  lastSaleAtMs: null,
  product: diesel,
  tariff: plainTariff(diesel.productId, PRICE, 1600),
  allowances: [plenty],
  available: free,
  pin: 'not-asked',
  ask: { by: 'volume', volumeMl: 10_000 },
  atMs: NOON_MS,
  ...patch,
});

describe('limits of card, group and contract at once', () => {
  const subjects = ['card', 'card-group', 'contract'] as const;
  const measures = fc.constantFrom('volume' as const, 'money' as const, 'count' as const);
  const generated = fc.record({
    subjectKind: fc.constantFrom(...subjects),
    measure: measures,
    amount: fc.integer({ min: 0, max: 3_000_000 }),
    used: fc.integer({ min: 0, max: 1_000_000 }),
    weekdays: fc.constantFrom(127, SATURDAY, SUNDAY, 127 - SATURDAY),
  });

  it('[X-01, X-02, X-03, X-12, X-13] pass exactly what each of those that count lets pass', () => {
    fc.assert(
      fc.property(
        fc.array(generated, { maxLength: 6 }),
        fc.integer({ min: 1, max: 100_000 }),
        (all, volumeMl) => {
          const limits = all.map(({ used, ...patch }, index) =>
            allowanceOf({ ...patch, limitId: `l-${index}` }, used),
          );
          const decided = decideAuthorize(
            ask({ allowances: [...limits, plenty], ask: { by: 'volume', volumeMl } }),
          );
          const amountMinor = Math.floor((PRICE * volumeMl + 500) / 1000);
          const need = { amountMinor, volumeMl, count: 1 };
          const counted = limits.filter(({ limit }) => ((limit?.weekdays ?? 0) & SATURDAY) !== 0);
          const fits = counted.every((one) => inMeasure(need, one.measure) <= free(one));
          expect(decided.ok).toBe(fits);
        },
      ),
    );
  });

  it('[X-12, C2] a refusal names the owner, the rule, the numbers and who can lift it', () => {
    const group = allowanceOf(
      { limitId: 'g', subjectKind: 'card-group', subjectId: 'group-1', amount: 30_000 },
      25_000,
    );
    const card = allowanceOf({ limitId: 'c', amount: 40_000 }, 20_000);
    const decided = decideAuthorize(ask({ allowances: [card, group, plenty] }));
    expect(decided).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      params: {
        rule: 'limit',
        limitId: 'g',
        owner: 'card-group',
        totalMl: 30_000,
        usedMl: 25_000,
        leftMl: 5000,
        largestVolumeMl: 5000,
        largestAmountMinor: 147_500,
        nextResetAtMs: windowAt('day', NOON_MS, ZONE).endsAtMs,
        liftedBy: 'client',
      },
    });
  });

  it('[X-07] a quota of its own for each weekday', () => {
    const quotas = [SATURDAY, SUNDAY].map((weekdays, index) =>
      allowanceOf({ limitId: `q-${index}`, weekdays, amount: index === 0 ? 10_000 : 1 }),
    );
    const passes = (volumeMl: number, atMs: number) =>
      decideAuthorize(ask({ allowances: quotas, ask: { by: 'volume', volumeMl }, atMs })).ok;
    const sundayMs = NOON_MS + 24 * 3_600_000;
    expect([passes(10_000, NOON_MS), passes(10_001, NOON_MS)]).toEqual([true, false]);
    expect([passes(1, sundayMs), passes(2, sundayMs)]).toEqual([true, false]);
  });

  it('[X-06] a limit that does not renew has no next reset', () => {
    const once = allowanceOf({ period: 'once', amount: 10_000 }, 10_000);
    expect(decideAuthorize(ask({ allowances: [once] }))).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      params: { period: 'once', nextResetAtMs: null, leftMl: 0 },
    });
  });

  it('[X-09] of a product group count its products alone', () => {
    const fuel = allowanceOf({ scopeKind: 'group', scopeId: 'fuel', amount: 0 });
    const petrol = allowanceOf({ scopeKind: 'product', scopeId: 'ai-95', amount: 0 });
    expect(decideAuthorize(ask({ allowances: [fuel] })).ok).toBe(false);
    expect(decideAuthorize(ask({ allowances: [petrol] })).ok).toBe(true);
  });
});

describe('a limit that only alerts', () => {
  it('[X-15] passes, is counted, and says by how much', () => {
    const left = fc.integer({ min: 0, max: 50_000 });
    fc.assert(
      fc.property(left, fc.integer({ min: 1, max: 50_000 }), (leftMl, volumeMl) => {
        const alert = allowanceOf({ action: 'alert', amount: leftMl });
        const decided = decideAuthorize(
          ask({ allowances: [alert, plenty], ask: { by: 'volume', volumeMl } }),
        );
        expect(decided.ok).toBe(true);
        if (!decided.ok) return;
        const above = Math.max(0, volumeMl - leftMl);
        expect(decided.value.alerts.map((one) => one.above)).toEqual(above === 0 ? [] : [above]);
        expect(decided.value.needs[0]).toMatchObject({ need: volumeMl });
      }),
    );
  });

  it('[X-15] never bounds a full tank', () => {
    const alert = allowanceOf({ action: 'alert', amount: 5 });
    const card = cardOf({ tankCapacityMl: 60_000 });
    const decided = decideAuthorize(ask({ card, allowances: [alert], ask: { by: 'full' } }));
    expect(decided).toMatchObject({ ok: true, value: { quantity: { volumeMl: 60_000 } } });
  });
});

describe('a smaller amount instead of a refusal', () => {
  type Bounded = Exclude<Ask, { by: 'full' }>;
  const asks = fc.oneof(
    fc.integer({ min: 1, max: 100_000 }).map((volumeMl): Bounded => ({ by: 'volume', volumeMl })),
    fc.integer({ min: 30, max: 3_000_000 }).map((amountMinor): Bounded => {
      return { by: 'money', amountMinor };
    }),
  );

  it('[X-14] is what the refusal would have offered, and says what was asked', () => {
    fc.assert(
      fc.property(asks, fc.integer({ min: 0, max: 60_000 }), (asked, leftMl) => {
        const question = ask({ allowances: [allowanceOf({ amount: leftMl }), plenty], ask: asked });
        const whole = decideAuthorize(question);
        const partial = decideAuthorize({ ...question, ask: { ...asked, partial: true } });
        if (whole.ok) {
          expect(partial).toEqual(whole);
          return;
        }
        const { largestVolumeMl, largestAmountMinor } = whole.params;
        if (largestVolumeMl === 0) {
          expect(partial).toEqual(whole);
          return;
        }
        expect(partial).toMatchObject({
          ok: true,
          value: {
            quantity: { volumeMl: largestVolumeMl, amountMinor: largestAmountMinor },
            asked: asked.by === 'volume' ? { volumeMl: asked.volumeMl } : { count: 1 },
          },
        });
      }),
    );
  });

  it('[X-14] is not given where it was not asked for', () => {
    const allowances = [allowanceOf({ amount: 5000 })];
    expect(decideAuthorize(ask({ allowances })).ok).toBe(false);
  });
});

describe('rules of card, group and contract', () => {
  it('[X-04, X-16] the least ceiling of all bounds a fill, and its owner is named', () => {
    const ceiling = fc.option(fc.integer({ min: 1, max: 100_000 }));
    fc.assert(
      fc.property(ceiling, ceiling, ceiling, (own, group, contract) => {
        const rules = [
          of('card-group', { tankCapacityMl: group }),
          of('contract', { tankCapacityMl: contract }),
        ];
        const card = cardOf({ tankCapacityMl: own });
        const least = Math.min(...[own, group, contract].map((value) => value ?? Infinity));
        fc.pre(Number.isFinite(least));
        const passes = (volumeMl: number) =>
          decideAuthorize(ask({ card, rules, ask: { by: 'volume', volumeMl } }));
        expect(passes(least).ok).toBe(true);
        const owner = own === least ? 'card' : group === least ? 'card-group' : 'contract';
        expect(passes(least + 1)).toMatchObject({
          code: 'TANK_CAPACITY_EXCEEDED',
          params: { rule: 'tank', owner, totalMl: least, largestVolumeMl: least },
        });
      }),
    );
  });

  it('[X-04] a money ceiling of the contract bounds an ask by money exactly', () => {
    const rules = [of('contract', { transactionMaxMinor: 500_000 })];
    const by = (amountMinor: number) =>
      decideAuthorize(ask({ rules, ask: { by: 'money', amountMinor } }));
    expect(by(500_000).ok).toBe(true);
    expect(by(500_001)).toMatchObject({
      code: 'TRANSACTION_MAX_EXCEEDED',
      params: { owner: 'contract', totalMinor: 500_000 },
    });
  });

  it('[X-17] a pause is over exactly when it is over', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 86_400_000 }), (pauseMs) => {
        const rules = [of('contract', { pauseMs }), of('card', { pauseMs: 1 })];
        const lastSaleAtMs = NOON_MS;
        const at = (atMs: number) => decideAuthorize(ask({ rules, lastSaleAtMs, atMs }));
        expect(at(NOON_MS + pauseMs).ok).toBe(true);
        expect(at(NOON_MS + pauseMs - 1)).toMatchObject({
          code: 'PAUSE_NOT_OVER',
          params: { nextAtMs: NOON_MS + pauseMs, owner: 'contract' },
        });
      }),
      { numRuns: 20 },
    );
    expect(decideAuthorize(ask({ rules: [of('card', { pauseMs: 5 })] })).ok).toBe(true);
  });

  it('[X-10, X-11] a list of the group stops the purchase and says so', () => {
    const rules = [of('card-group', { regions: { mode: 'deny', ids: ['north'] } })];
    expect(decideAuthorize(ask({ rules }))).toMatchObject({
      code: 'REGION_NOT_ALLOWED',
      params: { rule: 'regions', owner: 'card-group', liftedBy: 'client' },
    });
  });

  it('[C2] a blocked card and a closed contract say why and who can lift it', () => {
    const blocked = cardOf({ state: 'blocked', blockReason: 'client' });
    expect(decideAuthorize(ask({ card: blocked }))).toMatchObject({
      code: 'CARD_BLOCKED',
      params: { cause: 'client', liftedBy: 'client' },
    });
    const stolen = cardOf({ state: 'blocked', blockReason: 'theft' });
    expect(decideAuthorize(ask({ card: stolen }))).toMatchObject({ params: { liftedBy: 'staff' } });
    const contract = contractOf({ state: 'closed' });
    expect(decideAuthorize(ask({ contract }))).toMatchObject({
      code: 'CONTRACT_CLOSED',
      params: { owner: 'contract', cause: 'closed', liftedBy: 'staff' },
    });
  });
});
