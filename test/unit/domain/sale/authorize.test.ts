import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { free, limitAllowance, moneyAllowance, type Allowance } from '#domain/limit/allowance.ts';
import type { Limit } from '#domain/limit/limit.ts';
import { windowAt } from '#domain/time/window.ts';
import { decideAuthorize, type AuthorizeQuestion } from '#domain/sale/authorize.ts';
import { plainTariff, type Tariff } from '#domain/sale/tariff.ts';
import { cardOf, contractOf, diesel, limitOf, NOON_MS } from '#test/support/facts.ts';

const PRICE = 29_500;

const tariffAt = (price: number): Tariff => plainTariff(diesel.productId, price, 1600);

function allowanceOf(limit: Limit, captured = 0, held = 0, leased = 0): Allowance {
  const windowKey = windowAt(limit.period, NOON_MS, 'Asia/Almaty').key;
  const counters = { captured, held, leased };
  return limitAllowance({ limit, windowKey, zone: 'Asia/Almaty', counters });
}

const plenty = moneyAllowance({
  contractId: 'contract-1',
  depositsMinor: 1_000_000_000_000,
  creditLimitMinor: 0,
  counters: { captured: 0, held: 0, leased: 0 },
});

const ask = (patch: Partial<AuthorizeQuestion>): AuthorizeQuestion => ({
  card: cardOf(),
  contract: contractOf(),
  place: { stationId: 'station-1', regionId: 'north', country: 'KZ', partnerId: null },
  rules: [],
  lastSaleAtMs: null,
  product: diesel,
  tariff: tariffAt(PRICE),
  allowances: [plenty],
  available: free,
  pin: 'not-asked',
  ask: { by: 'volume', volumeMl: 10_000 },
  atMs: NOON_MS,
  ...patch,
});

describe('a volume limit', () => {
  it('[O-14] exactly at the limit passes, +1 ml is refused with the remainder', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (leftMl, usedMl) => {
          const limit = limitOf({ amount: leftMl + usedMl });
          const allowances = [allowanceOf(limit, usedMl), plenty];
          const at = decideAuthorize(ask({ allowances, ask: { by: 'volume', volumeMl: leftMl } }));
          expect(at.ok).toBe(true);
          const above = { by: 'volume', volumeMl: leftMl + 1 } as const;
          const refused = decideAuthorize(ask({ allowances, ask: above }));
          if (leftMl === 2_000_000) return;
          expect(refused).toMatchObject({
            ok: false,
            code: 'LIMIT_EXCEEDED',
            params: {
              leftMl,
              totalMl: limit.amount,
              usedMl,
              largestVolumeMl: leftMl,
              owner: 'card',
            },
          });
        },
      ),
    );
  });

  it('counts what is held and leased elsewhere as used', () => {
    const allowances = [allowanceOf(limitOf(), 10_000, 20_000, 30_000), plenty];
    const refused = decideAuthorize(ask({ allowances, ask: { by: 'volume', volumeMl: 40_001 } }));
    expect(refused).toMatchObject({ code: 'LIMIT_EXCEEDED', params: { leftMl: 40_000 } });
  });

  it('of another product group is passed over', () => {
    const limit = limitOf({ scopeKind: 'group', scopeId: 'goods', amount: 0 });
    expect(decideAuthorize(ask({ allowances: [allowanceOf(limit), plenty] })).ok).toBe(true);
  });
});

describe('money and litres together', () => {
  it('[O-15] the stricter one decides, and the largest passable fill really passes', () => {
    const amounts = fc.integer({ min: 0, max: 50_000_000 });
    fc.assert(
      fc.property(
        amounts,
        amounts,
        fc.integer({ min: 1, max: 100_000 }),
        (moneyLeft, volumeLeft, price) => {
          const money = allowanceOf(limitOf({ limitId: 'm', measure: 'money', amount: moneyLeft }));
          const volume = allowanceOf(limitOf({ limitId: 'v', amount: volumeLeft % 1_000_000 }));
          const question = ask({ allowances: [money, volume, plenty], tariff: tariffAt(price) });
          const full = decideAuthorize({ ...question, ask: { by: 'full' } });
          const largest = full.ok ? full.value.quantity.volumeMl : 0;
          if (full.ok) {
            const again = { by: 'volume', volumeMl: largest } as const;
            expect(decideAuthorize({ ...question, ask: again }).ok).toBe(true);
          }
          const more = { by: 'volume', volumeMl: largest + 1 } as const;
          const refused = decideAuthorize({ ...question, ask: more });
          expect(refused.ok).toBe(false);
          if (!refused.ok) expect(refused.params['largestVolumeMl']).toBe(largest);
        },
      ),
    );
  });

  it('a fill never needs more of an allowance than is free', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 0, max: 10_000_000 }),
        (price, amountMinor, moneyLeft) => {
          const money = allowanceOf(limitOf({ measure: 'money', amount: moneyLeft }));
          const question = ask({ allowances: [money, plenty], tariff: tariffAt(price) });
          const decided = decideAuthorize({ ...question, ask: { by: 'money', amountMinor } });
          if (!decided.ok) return;
          for (const { allowance, need } of decided.value.needs) {
            expect(need).toBeLessThanOrEqual(free(allowance));
          }
        },
      ),
    );
  });
});

describe('the number of fills', () => {
  it('is a limit of its own', () => {
    const limit = limitOf({ measure: 'count', amount: 2 });
    expect(decideAuthorize(ask({ allowances: [allowanceOf(limit, 1), plenty] })).ok).toBe(true);
    const refused = decideAuthorize(ask({ allowances: [allowanceOf(limit, 2), plenty] }));
    expect(refused).toMatchObject({ code: 'LIMIT_EXCEEDED', params: { leftCount: 0 } });
  });
});

describe('the contract', () => {
  it('pays from balance plus credit and not one unit more', () => {
    const money = moneyAllowance({
      contractId: 'contract-1',
      depositsMinor: 10_000,
      creditLimitMinor: 5000,
      counters: { captured: 0, held: 0, leased: 0 },
    });
    const question = ask({ allowances: [money], tariff: tariffAt(1000) });
    expect(decideAuthorize({ ...question, ask: { by: 'volume', volumeMl: 15_000 } }).ok).toBe(true);
    const refused = decideAuthorize({ ...question, ask: { by: 'volume', volumeMl: 15_001 } });
    expect(refused).toMatchObject({ code: 'INSUFFICIENT_FUNDS', params: { leftMinor: 15_000 } });
  });

  it('[N-07] refuses when it is closed', () => {
    const refused = decideAuthorize(ask({ contract: contractOf({ state: 'closed' }) }));
    expect(refused).toMatchObject({ code: 'CONTRACT_CLOSED' });
  });
});

describe('the card', () => {
  const refusal = (patch: Partial<AuthorizeQuestion>): unknown => {
    const decided = decideAuthorize(ask(patch));
    return decided.ok ? null : decided.code;
  };

  it('[N-01] is sold only at the stations that it is accepted at', () => {
    expect(refusal({ card: cardOf({ stationIds: ['station-2'] }) })).toBe('STATION_NOT_ALLOWED');
    expect(refusal({ card: cardOf({ stationIds: ['station-1'] }) })).toBeNull();
  });

  it('buys only what it is allowed to', () => {
    expect(refusal({ card: cardOf({ productIds: ['petrol'] }) })).toBe('PRODUCT_NOT_ALLOWED');
    expect(refusal({ card: cardOf({ productIds: ['diesel'] }) })).toBeNull();
  });

  it('has a largest fill in litres and in money', () => {
    const byVolume = cardOf({ transactionMaxMl: 10_000 });
    expect(refusal({ card: byVolume })).toBeNull();
    const above = { by: 'volume', volumeMl: 10_001 } as const;
    expect(refusal({ card: byVolume, ask: above })).toBe('TRANSACTION_MAX_EXCEEDED');
    const byMoney = cardOf({ transactionMaxMinor: 295_000 });
    expect(refusal({ card: byMoney })).toBeNull();
    expect(refusal({ card: byMoney, ask: above })).toBe('TRANSACTION_MAX_EXCEEDED');
  });

  it('never fills more than its tank holds', () => {
    const card = cardOf({ tankCapacityMl: 9999 });
    expect(refusal({ card })).toBe('TANK_CAPACITY_EXCEEDED');
  });

  it('is good to the end of its last day in the zone of the contract', () => {
    const lastMs = Date.UTC(2026, 10, 21, 18, 59, 59, 999);
    const card = cardOf({ expiresOn: '2026-11-21' });
    expect(refusal({ card, atMs: lastMs })).toBeNull();
    expect(refusal({ card, atMs: lastMs + 1 })).toBe('CARD_EXPIRED');
  });

  it('[N-20] asks for its PIN and says so when it cannot be checked', () => {
    const card = cardOf({ pinRequired: true });
    expect(refusal({ card, pin: 'absent' })).toBe('PIN_REQUIRED');
    expect(refusal({ card, pin: 'wrong' })).toBe('PIN_INVALID');
    expect(refusal({ card, pin: 'unavailable' })).toBe('PIN_OFFLINE_UNAVAILABLE');
    expect(refusal({ card, pin: 'right' })).toBeNull();
    const blocked = cardOf({ pinRequired: true, state: 'blocked', blockReason: 'pin' });
    expect(refusal({ card: blocked, pin: 'right' })).toBe('PIN_BLOCKED');
  });

  it('[O-12] is refused from the moment it is blocked', () => {
    expect(refusal({ card: cardOf({ state: 'blocked', blockReason: 'client' }) })).toBe(
      'CARD_BLOCKED',
    );
  });
});

describe('the product', () => {
  it('[O-01] that no pump measures in litres is refused', () => {
    const decided = decideAuthorize(ask({ product: { ...diesel, unit: 'kilogram' } }));
    expect(decided).toMatchObject({ code: 'UNIT_MISMATCH' });
  });

  it('without a price is refused', () => {
    expect(decideAuthorize(ask({ tariff: null }))).toMatchObject({
      code: 'PRICE_NOT_SET',
    });
  });
});
