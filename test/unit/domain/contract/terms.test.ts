import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contractTermsFault,
  discountPerLitre,
  feesInForce,
  NO_TERMS,
  toleranceMl,
  type ContractTerms,
  type DiscountTerm,
} from '#domain/contract/terms.ts';
import { diesel, NOON_MS } from '#test/support/facts.ts';

const ZONE = 'Asia/Almaty';
const DAY_MS = 86_400_000;

const discount = (patch: Partial<DiscountTerm> = {}): DiscountTerm => ({
  discountId: 'd1',
  scopeKind: 'all',
  scopeId: null,
  reduction: { by: 'litre', minorPerLitre: 500 },
  fromDate: '2026-11-01',
  untilDate: '2026-11-30',
  ...patch,
});

const at = (patch: Partial<ContractTerms>, atMs = NOON_MS) => ({
  terms: { ...NO_TERMS, ...patch },
  product: diesel,
  listPriceMinorPerLitre: 29_500,
  atMs,
  zone: ZONE,
});

describe('discounts', () => {
  it('hold from the first to the last day, both included, in the zone of the contract', () => {
    const first = Date.UTC(2026, 9, 31, 19); // 1 November, 00:00 in Almaty
    const end = Date.UTC(2026, 10, 30, 19);
    const of = (atMs: number) => discountPerLitre(at({ discounts: [discount()] }, atMs));
    expect([of(first - 1), of(first), of(end - 1), of(end)]).toEqual([0, 500, 500, 0]);
    const open = discount({ untilDate: null });
    expect(discountPerLitre(at({ discounts: [open] }, end + 3650 * DAY_MS))).toBe(500);
  });

  it('the best one counts, not their sum; none makes the price negative', () => {
    const tenth = discount({ reduction: { by: 'share', bp: 1000 } });
    expect(discountPerLitre(at({ discounts: [discount(), tenth] }))).toBe(2950);
    const huge = discount({ reduction: { by: 'litre', minorPerLitre: 99_999 } });
    expect(discountPerLitre(at({ discounts: [huge] }))).toBe(29_500);
  });

  it('belong to everything, a group or a product', () => {
    const of = (patch: Partial<DiscountTerm>) =>
      discountPerLitre(at({ discounts: [discount(patch)] }));
    expect(of({ scopeKind: 'product', scopeId: 'diesel' })).toBe(500);
    expect(of({ scopeKind: 'product', scopeId: 'petrol' })).toBe(0);
    expect(of({ scopeKind: 'group', scopeId: 'fuel' })).toBe(500);
    expect(of({ scopeKind: 'group', scopeId: 'shop' })).toBe(0);
  });
});

describe('fees', () => {
  it('[C3] a fee holds on its days only', () => {
    const fee = {
      feeId: 'f1',
      name: 'Обслуживание',
      charge: { by: 'fill', amountMinor: 100 },
      vatRateBp: null,
      fromDate: '2026-11-21',
      untilDate: '2026-11-21',
    } as const;
    const of = (atMs: number) => feesInForce(at({ fees: [fee] }, atMs)).length;
    expect([of(NOON_MS - DAY_MS), of(NOON_MS), of(NOON_MS + DAY_MS)]).toEqual([0, 1, 0]);
  });
});

describe('terms', () => {
  const charge = { by: 'fill', amountMinor: 100 } as const;
  const fee = (fromDate: string, untilDate: string | null, feeId = 'card') => {
    return { feeId, name: 'Карта', charge, vatRateBp: null, fromDate, untilDate };
  };
  const faultOf = (patch: Partial<ContractTerms>) => contractTermsFault({ ...NO_TERMS, ...patch });

  it('[I3] have no two fees under one id on one day: the books would keep one of them', () => {
    const first = fee('2026-01-01', '2026-06-30');
    expect(faultOf({ fees: [first, fee('2026-07-01', null)] })).toBe(null);
    expect(faultOf({ fees: [first, fee('2026-06-30', null)] })).toBe('fees.feeId');
    expect(faultOf({ fees: [fee('2026-03-01', null), first] })).toBe('fees.feeId');
    expect(faultOf({ fees: [first, fee('2026-01-01', null, 'service')] })).toBe(null);
  });

  it('have no discount on a group or a product that it does not name', () => {
    expect(faultOf({ discounts: [discount({ scopeKind: 'group' })] })).toBe('discounts.scopeId');
    expect(faultOf({ discounts: [discount()] })).toBe(null);
  });
});

describe('the tolerance above a hold', () => {
  it('is none, a volume, or a share rounded down', () => {
    expect(toleranceMl(null, 40_000)).toBe(0);
    expect(toleranceMl({ by: 'volume', volumeMl: 300 }, 40_000)).toBe(300);
    fc.assert(
      fc.property(fc.nat({ max: 2_000_000 }), fc.nat({ max: 2000 }), (holdMl, bp) => {
        const ml = toleranceMl({ by: 'share', bp }, holdMl);
        expect(ml * 10_000).toBeLessThanOrEqual(holdMl * bp);
        expect((ml + 1) * 10_000).toBeGreaterThan(holdMl * bp);
      }),
    );
  });
});
