import { describe, expect, it } from 'vitest';
import type { Row } from '../../bench/table/row.ts';
import { belowGate, reached, targetText } from '../../bench/table/judge.ts';

function rowWith(
  figures: { product?: number; ratio?: number | null },
  target?: Row['target'],
): Row {
  const sides = { product: 0, reference: null, against: '', ratio: null, ...figures };
  const row: Row = { what: 'figure', unit: 'ms', how: '', ...sides };
  return target === undefined ? row : { ...row, target };
}

describe('targets of the bench', () => {
  it('a row without a target is neither reached nor below the gate', () => {
    expect(reached(rowWith({ product: 5 }))).toBeNull();
    expect(belowGate([rowWith({ product: 5 })])).toEqual([]);
  });

  it('at least: reached exactly at the target, and let through down to 70 % of it', () => {
    const target = { of: 'ratio', atLeast: 10 } as const;
    expect(reached(rowWith({ ratio: 10 }, target))).toBe(true);
    expect(reached(rowWith({ ratio: 9.9 }, target))).toBe(false);
    const [passes, fails] = [rowWith({ ratio: 7 }, target), rowWith({ ratio: 6.9 }, target)];
    expect(belowGate([passes, fails])).toEqual([fails]);
  });

  it('at most: let through up to the target ÷ 0.7', () => {
    const target = { of: 'product', atMost: 7 } as const;
    expect(reached(rowWith({ product: 7 }, target))).toBe(true);
    const [passes, fails] = [rowWith({ product: 10 }, target), rowWith({ product: 10.1 }, target)];
    expect(belowGate([passes, fails])).toEqual([fails]);
  });

  it('a target of zero allows nothing, at the gate too', () => {
    const target = { of: 'product', atMost: 0 } as const;
    const one = rowWith({ product: 1 }, target);
    expect(belowGate([one, rowWith({ product: 0 }, target)])).toEqual([one]);
  });

  it('a figure that is missing has not reached its target', () => {
    const row = rowWith({ ratio: null }, { of: 'ratio', atLeast: 1 });
    expect(belowGate([row])).toEqual([row]);
    expect(targetText(row)).toBe('≥ 1 × ✗');
  });
});
