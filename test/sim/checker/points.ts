import type { Evidence, Violation } from './evidence.ts';
import type { LedgerTables } from './tables/ledger-tables.ts';

/**
 * I7: points come in once per sale and go back exactly. What is credited less what is owed is what
 * the sales have brought that were not taken back. That an account is never below zero is judged
 * where all amounts in force are.
 */
export function points({ accruals }: Evidence, { assets }: LedgerTables): Violation[] {
  const found: string[] = [];
  const brought = new Map<string, number>();
  for (const { saleId, pointsAccountId, points: quantity, reversed } of assets.accruals) {
    const asked = accruals.get(saleId);
    if (asked?.pointsAccountId !== pointsAccountId || asked.points !== quantity) {
      found.push(`nobody credited ${quantity} points of sale ${saleId} to ${pointsAccountId}`);
    }
    if (reversed) continue;
    brought.set(pointsAccountId, (brought.get(pointsAccountId) ?? 0) + quantity);
  }
  for (const { pointsAccountId, creditedPoints, debtPoints } of assets.points.values()) {
    const real = brought.get(pointsAccountId) ?? 0;
    if (creditedPoints - debtPoints !== real) {
      const says = `${creditedPoints} credited and ${debtPoints} owed`;
      found.push(`${pointsAccountId} has ${says}, its sales have brought ${real}`);
    }
    if (creditedPoints < 0 || debtPoints < 0) found.push(`${pointsAccountId} is below zero`);
  }
  return found.map((what) => ({ invariant: 'I7', what }));
}
