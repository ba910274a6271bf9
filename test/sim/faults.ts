import type { Fault } from './faults/fault.ts';
import { assetFaults } from './faults/assets.ts';
import { keepingFaults } from './faults/keeping.ts';
import { officeFaults } from './faults/office.ts';
import { spendingFaults } from './faults/spending.ts';

/**
 * At least one for each invariant; `npm run sim -- --faults` looks for a seed that catches each.
 */
export const faults: readonly Fault[] = [
  ...spendingFaults,
  ...keepingFaults,
  ...assetFaults,
  ...officeFaults,
];

export function faultNamed(name: string): Fault | null {
  return faults.find((fault) => fault.name === name) ?? null;
}
