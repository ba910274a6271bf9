import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accrued, takenBack, type PointsAccount } from '#domain/points/points.ts';

const start: PointsAccount = {
  pointsAccountId: 'member-1',
  contractId: 'contract-1',
  programmeId: 'programme-1',
  creditedPoints: 0,
  debtPoints: 0,
  redemptionEnabled: true,
};

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom('accrue', 'redeem', 'reverse'),
    points: fc.integer({ min: 0, max: 500 }),
  }),
  { maxLength: 60 },
);

describe('[I7] points', () => {
  it('never fall below zero, and credit less debt is what came in less what was taken back', () => {
    fc.assert(
      fc.property(steps, (given) => {
        let account = start;
        let redeemed = 0;
        let net = 0;
        for (const { kind, points } of given) {
          const free = account.creditedPoints - redeemed;
          if (kind === 'accrue') {
            account = accrued(account, points).account;
            net += points;
          } else if (kind === 'redeem') {
            redeemed += Math.min(points, free);
          } else {
            const back = takenBack(account, points, free);
            account = back.account;
            expect(back.balancePoints + back.debtPoints).toBe(points);
            net -= points;
          }
          expect(account.creditedPoints - redeemed).toBeGreaterThanOrEqual(0);
          expect(account.debtPoints).toBeGreaterThanOrEqual(0);
          expect(account.creditedPoints - account.debtPoints).toBe(net);
        }
      }),
    );
  });

  it('that were spent before their sale was reversed become a named debt, paid by the next ones', () => {
    const rich = accrued(start, 100).account;
    // 80 of the 100 are redeemed already.
    const back = takenBack(rich, 100, 20);
    expect(back).toMatchObject({ balancePoints: 20, debtPoints: 80 });
    const next = accrued(back.account, 90);
    expect(next).toMatchObject({ balancePoints: 10, debtPoints: 80 });
    expect(next.account).toMatchObject({ creditedPoints: 90, debtPoints: 0 });
  });
});
