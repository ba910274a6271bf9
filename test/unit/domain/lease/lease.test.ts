import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  LEASE_SKEW_MS,
  leasedHere,
  spendable,
  takeFromLeases,
  type HeldLease,
} from '#domain/lease/lease.ts';
import { countLeaseSize, leaseSize, type LeaseDemand } from '#domain/lease/sizing.ts';
import {
  countAllowance,
  free,
  limitAllowance,
  used,
  voucherAllowanceKey,
  type Allowance,
} from '#domain/limit/allowance.ts';
import { limitOf, NOON_MS } from '#test/support/facts.ts';

const KEY = 'limit/limit-1/day:2026-11-21';

const leaseOf = (leaseId: string, left: number, expiresAtMs = NOON_MS + 3_600_000): HeldLease => ({
  leaseId,
  allowanceKey: KEY,
  contractId: 'contract-1',
  cardId: 'card-1',
  workstationId: 'desk-1',
  measure: 'volume',
  granted: left,
  left,
  issuedAtMs: NOON_MS - 1000,
  validFromMs: NOON_MS,
  expiresAtMs,
});

const amounts = fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 6 });

describe('spending leases', () => {
  it('takes exactly what is needed, or nothing when they do not cover it', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 400_000 }), (lefts, need) => {
        const leases = lefts.map((left, index) => leaseOf(`lease-${index}`, left));
        const here = leasedHere(leases, KEY, NOON_MS);
        const shares = takeFromLeases(leases, KEY, need, NOON_MS);
        if (need > here) {
          expect(shares).toBeNull();
          return;
        }
        expect(shares?.reduce((sum, share) => sum + share.quantity, 0)).toBe(need);
        for (const share of shares ?? []) {
          const lease = leases.find((candidate) => candidate.leaseId === share.leaseId);
          expect(share.quantity).toBeLessThanOrEqual(lease?.left ?? -1);
        }
      }),
    );
  });

  it('begins with the one that ends first', () => {
    const leases = [leaseOf('late', 10, NOON_MS + 7_200_000), leaseOf('early', 10)];
    expect(takeFromLeases(leases, KEY, 5, NOON_MS)).toEqual([{ leaseId: 'early', quantity: 5 }]);
  });

  it('stops a skew allowance before the end and does not start before the window', () => {
    const lease = leaseOf('lease', 10);
    expect(spendable(lease, NOON_MS - 1)).toBe(false);
    expect(spendable(lease, NOON_MS)).toBe(true);
    expect(spendable(lease, lease.expiresAtMs - LEASE_SKEW_MS - 1)).toBe(true);
    expect(spendable(lease, lease.expiresAtMs - LEASE_SKEW_MS)).toBe(false);
  });
});

describe('the size of a lease', () => {
  const allowanceOf = (
    amount: number,
    captured: number,
    leased: number,
    contract: boolean,
  ): Allowance =>
    limitAllowance({
      limit: limitOf({ amount, subjectKind: contract ? 'contract' : 'card' }),
      windowKey: 'day:2026-11-21',
      zone: 'Asia/Almaty',
      counters: { captured, held: 0, leased },
    });

  const demandOf = (allowance: Allowance, wanted: LeaseDemand['wanted']): LeaseDemand => ({
    allowance,
    wanted,
    wantedTogether: wanted,
    leastAmount: allowance.amount,
    home: 'here',
    leasedHere: 0,
  });
  const litres = (volumeMl: number) => ({ amountMinor: volumeMl * 30, volumeMl, count: 3 });

  it('is 70 % of the window at the card’s home, and what is asked for elsewhere', () => {
    const window = allowanceOf(100_000, 0, 0, false);
    const asked = demandOf(window, litres(5_000));
    expect(leaseSize(asked)).toBe(70_000);
    expect(leaseSize({ ...asked, home: 'elsewhere' })).toBe(5_000);
    expect(leaseSize({ ...asked, leasedHere: 60_000 })).toBe(10_000);
  });

  it('elsewhere leaves 70 % of the window free beside what the home holds, and all of it where no home is known', () => {
    const part = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(part, part, part, (captured, leased, wantedMl) => {
        const window = allowanceOf(100_000, captured, leased, false);
        const asked = demandOf(window, litres(wantedMl));
        const away = leaseSize({ ...asked, home: 'elsewhere' });
        expect(away).toBe(Math.min(wantedMl, Math.max(0, free(window) - 70_000)));
        const unknown = leaseSize({ ...asked, home: 'unknown' });
        expect(unknown).toBe(Math.min(wantedMl, 30_000, free(window)));
      }),
    );
    const homeHolds = demandOf(allowanceOf(100_000, 0, 70_000, false), litres(5_000));
    expect(leaseSize({ ...homeHolds, home: 'elsewhere' })).toBe(0);
  });

  it('is what all cards of a contract sell here, while all leases together keep to one half', () => {
    const month = allowanceOf(1_000_000, 0, 0, true);
    const asked = { ...demandOf(month, litres(5_000)), wantedTogether: litres(80_000) };
    expect(leaseSize(asked)).toBe(80_000);
    expect(leaseSize({ ...asked, leasedHere: 70_000 })).toBe(10_000);
    const crowded = allowanceOf(1_000_000, 0, 450_000, true);
    expect(leaseSize({ ...asked, allowance: crowded })).toBe(50_000);
    // Silent workstations hold the other half: what they have not reported stays counted.
    expect(leaseSize({ ...asked, allowance: allowanceOf(1_000_000, 0, 500_000, true) })).toBe(0);
  });

  it('keeps to the least amount that will be in force while it lives', () => {
    const asked = demandOf(allowanceOf(100_000, 0, 0, false), litres(5_000));
    expect(leaseSize({ ...asked, leastAmount: 10_000 })).toBe(7_000);
    expect(leaseSize({ ...asked, leastAmount: 0 })).toBe(0);
  });

  it('[I6] of a voucher goes to one workstation, whole or not at all', () => {
    const key = voucherAllowanceKey('talon-1');
    const counters = { captured: 0, held: 0, leased: 0 };
    const fresh = countAllowance({ key, amount: 1, counters });
    expect(countLeaseSize(fresh, { wanted: 1, leasedHere: 0 })).toBe(1);
    const taken = countAllowance({ key, amount: 1, counters: { ...counters, leased: 1 } });
    expect(countLeaseSize(taken, { wanted: 1, leasedHere: 0 })).toBe(0);
    expect(countLeaseSize(taken, { wanted: 1, leasedHere: 1 })).toBe(0);
  });

  it('is never more than is free, nor more than the shares allow', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(
        fc.record({
          amount,
          captured: amount,
          leased: amount,
          wantedMl: amount,
          leasedHere: amount,
        }),
        fc.constantFrom('here' as const, 'elsewhere' as const, 'unknown' as const),
        fc.boolean(),
        (given, home, contract) => {
          const allowance = allowanceOf(given.amount, given.captured, given.leased, contract);
          const wanted = { amountMinor: 0, volumeMl: given.wantedMl, count: 1 };
          const size = leaseSize({
            ...demandOf(allowance, wanted),
            home,
            leasedHere: given.leasedHere,
          });
          expect(size).toBeGreaterThanOrEqual(0);
          expect(size).toBeLessThanOrEqual(free(allowance));
          if (contract && size > 0) {
            expect(given.leased + size).toBeLessThanOrEqual(Math.floor(given.amount / 2));
          }
          if (!contract && size > 0) {
            const share = Math.floor((given.amount * (home === 'here' ? 70 : 30)) / 100);
            expect(given.leasedHere + size).toBeLessThanOrEqual(share);
          }
          const after = { ...allowance.counters, leased: allowance.counters.leased + size };
          expect(used(after)).toBeLessThanOrEqual(Math.max(given.amount, used(allowance.counters)));
        },
      ),
    );
  });
});
