import type { Row } from './row.ts';
import type { Target } from './target.ts';

/** The gate lets pass what is worse than a target by no more than this. */
const GATE_SHARE = 0.7;

/** The figure that the target speaks of. */
function figureOf({ product, ratio }: Row, { of }: Target): number {
  return of === 'product' ? product : (ratio ?? Number.NaN);
}

/** Null for a row without a target. */
export function reached(row: Row, share = 1): boolean | null {
  const { target } = row;
  if (target === undefined) return null;
  const figure = figureOf(row, target);
  return 'atLeast' in target ? figure >= target.atLeast * share : figure <= target.atMost / share;
}

/** Rows that are below 70 % of what they have to reach; a target of zero allows nothing. */
export function belowGate(rows: readonly Row[]): readonly Row[] {
  return rows.filter((row) => reached(row, GATE_SHARE) === false);
}

export function targetText(row: Row): string {
  const { target } = row;
  if (target === undefined) return '—';
  const bound = 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
  return `${bound}${target.of === 'ratio' ? ' ×' : ''} ${reached(row) === true ? '✓' : '✗'}`;
}
