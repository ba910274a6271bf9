import { assert, assertSafeInteger } from '../assert.ts';

/**
 * Bonus points of a member or a contract. What was redeemed, held or leased away is counted by the
 * account's allowance `points/<id>`, whose amount is `creditedPoints`; so the balance is never
 * below zero (I7).
 */
export interface PointsAccount {
  readonly pointsAccountId: string;
  readonly contractId: string;
  readonly programmeId: string;
  /** Whole points that came in and were not taken back. */
  readonly creditedPoints: number;
  /** What reversals could not take back; later accruals pay it first. */
  readonly debtPoints: number;
  /** A member may switch redeeming off: accrual goes on (row R-33). */
  readonly redemptionEnabled: boolean;
}

/** What one sale has brought; reversed as a whole and exactly (I7). */
export interface PointsAccrual {
  readonly saleId: string;
  readonly pointsAccountId: string;
  readonly contractId: string;
  readonly points: number;
  readonly reversed: boolean;
  readonly atMs: number;
}

export interface PointsMove {
  readonly account: PointsAccount;
  /** Points that the balance got, or gave. */
  readonly balancePoints: number;
  /** Points by which the debt fell, or grew. */
  readonly debtPoints: number;
}

/** Points come in: an open debt is paid first, the rest can be redeemed. */
export function accrued(account: PointsAccount, points: number): PointsMove {
  checkPoints(points);
  const debtPoints = Math.min(points, account.debtPoints);
  const balancePoints = points - debtPoints;
  return {
    account: {
      ...account,
      creditedPoints: account.creditedPoints + balancePoints,
      debtPoints: account.debtPoints - debtPoints,
    },
    balancePoints,
    debtPoints,
  };
}

/**
 * Points of a reversed sale go back: from what is free, and never from what somebody has in hand
 * already; the rest is named as debt (acceptance §4.8). `freePoints`: of the account's allowance.
 */
export function takenBack(account: PointsAccount, points: number, freePoints: number): PointsMove {
  checkPoints(points);
  checkPoints(freePoints);
  const balancePoints = Math.min(points, freePoints, account.creditedPoints);
  const debtPoints = points - balancePoints;
  return {
    account: {
      ...account,
      creditedPoints: account.creditedPoints - balancePoints,
      debtPoints: account.debtPoints + debtPoints,
    },
    balancePoints,
    debtPoints,
  };
}

function checkPoints(points: number): void {
  assertSafeInteger(points, 'points');
  assert(points >= 0, 'points never move backwards');
}
