import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitAllowance } from '#domain/limit/allowance.ts';
import {
  alertsBeyondHold,
  alertsOf,
  alertsOfCaptured,
  alertsOfParts,
} from '#domain/sale/limit-alert.ts';
import { limitOf } from '#test/support/facts.ts';

const volume = fc.integer({ min: 0, max: 200_000 });
const counters = { captured: 0, held: 0, leased: 0 };
const allowanceOf = (amount: number, captured = 0, leased = 0) =>
  limitAllowance({
    limit: limitOf({ amount, action: 'alert' }),
    windowKey: 'day:2026-11-20',
    zone: 'Asia/Almaty',
    counters: { ...counters, captured, leased },
  });

describe('a limit that a fill goes above', () => {
  it('[X-15] is told exactly where less is available than the fill needs', () => {
    fc.assert(
      fc.property(volume, volume, (need, left) => {
        const alerts = alertsOf([{ allowance: allowanceOf(left), need }], () => left);
        expect(alerts.map(({ above }) => above)).toEqual(need > left ? [need - left] : []);
      }),
    );
  });

  it('[X-15] is told of a hold that leases pay only for what no lease pays', () => {
    const allowance = allowanceOf(100_000, 40_000, 50_000);
    const { key: allowanceKey } = allowance;
    const paid = { allowanceKey, held: 50_000, leaseId: 'lease-1' };
    const rest = { allowanceKey, held: 10_000, leaseId: null };
    expect(alertsOfParts([paid, rest], [allowance])).toEqual([]);
    const more = { ...rest, held: 10_001 };
    expect(alertsOfParts([paid, more], [allowance])).toMatchObject([{ above: 1 }]);
  });

  it('[X-15] is not told any more of a hold that ended below it', () => {
    fc.assert(
      fc.property(volume, volume, volume, (left, over, volumeMl) => {
        const holdVolumeMl = left + over + 1;
        const allowance = allowanceOf(left);
        const alerts = alertsOf([{ allowance, need: holdVolumeMl }], () => left);
        const money = { holdAmountMinor: 0, amountMinor: 0 };
        const after = alertsOfCaptured({ alerts, holdVolumeMl, volumeMl, ...money });
        const above = volumeMl - left;
        expect(after.map((one) => one.above)).toEqual(above > 0 ? [above] : []);
      }),
    );
  });

  it('[X-15] is told of a capture whose hold was within it, by what is more than it has left', () => {
    fc.assert(
      fc.property(volume, volume, (left, quantity) => {
        const allowance = allowanceOf(left);
        const beyond = [{ allowanceKey: allowance.key, quantity }];
        const above = alertsBeyondHold([], beyond, [allowance]).map((one) => one.above);
        expect(above).toEqual(quantity > left ? [quantity - left] : []);
        const told = alertsOf([{ allowance, need: left + 1 }], () => left);
        expect(alertsBeyondHold(told, beyond, [allowance])).toEqual([]);
      }),
    );
  });
});
