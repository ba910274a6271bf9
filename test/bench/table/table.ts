import type { Row, Unit } from './row.ts';
import { targetText } from './judge.ts';

/** The rows as a person reads them, in a terminal or in a README. */

const HEADINGS = ['what', 'product', 'reference', 'ratio', 'target', 'how measured'] as const;
const whole = (): number => 0;
const bySize = (value: number): number => (value >= 100 ? 0 : value >= 10 ? 1 : 2);
const DIGITS: Readonly<Record<Unit, (value: number) => number>> = {
  ms: (value) => (value < 0.1 ? 4 : bySize(value)),
  s: bySize,
  µs: bySize,
  '×': bySize,
  '%': bySize,
  'per s': whole,
  count: whole,
  MiB: whole,
};

export function plainTable(rows: readonly Row[]): string {
  const cells = [HEADINGS, ...rows.map(cellsOf)];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...cells.map((line) => line[column]?.length ?? 0)),
  );
  // The last column is text of any length: nothing stands behind it that would have to be aligned.
  const pad = (text: string, column: number): string =>
    column === HEADINGS.length - 1 ? text : text.padEnd(widths[column] ?? 0);
  const lines = cells.map((line) => line.map(pad).join('  '));
  const rule = widths.slice(0, -1).map((width) => '-'.repeat(width));
  return [lines[0], [...rule, '-'.repeat(12)].join('  '), ...lines.slice(1)].join('\n');
}

export function markdownTable(rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(HEADINGS),
    '| --- | --: | --: | --: | --: | --- |',
    ...rows.map(cellsOf).map(line),
  ].join('\n');
}

function cellsOf(row: Row): string[] {
  const { what, unit, product, reference, against, ratio, how } = row;
  const shown = (value: number): string => `${value.toFixed(DIGITS[unit](value))} ${unit}`;
  return [
    what,
    shown(product),
    reference === null ? '—' : `${shown(reference)} (${against})`,
    ratio === null ? '—' : ratio.toFixed(2),
    targetText(row),
    how,
  ];
}
