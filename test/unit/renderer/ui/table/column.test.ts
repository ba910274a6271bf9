import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Column, movedIndex, nextSort, sortRows } from '#ui/table/column.ts';

interface Row {
  readonly id: number;
  readonly size: number;
}

const bySize: Column<Row> = {
  key: 'size',
  title: 'size',
  text: ({ size }) => String(size),
  sortBy: ({ size }) => size,
};
const compare = (left: string, right: string): number => (left < right ? -1 : 1);
const rowLists = fc
  .array(fc.integer({ min: -50, max: 50 }))
  .map((sizes) => sizes.map((size, id) => ({ id, size })));

describe('order of rows', () => {
  it('both directions hold the same rows, in order, equals as they came', () => {
    fc.assert(
      fc.property(rowLists, (rows) => {
        const up = sortRows(rows, bySize, 'ascending', compare);
        expect(up.toSorted((a, b) => a.id - b.id)).toEqual(rows);
        up.slice(1).forEach((row, index) => {
          const before = up[index];
          const isInOrder =
            before !== undefined &&
            (before.size < row.size || (before.size === row.size && before.id < row.id));
          expect(isInOrder).toBe(true);
        });
        const down = sortRows(rows, bySize, 'descending', compare);
        expect(down.map(({ size }) => size)).toEqual(up.map(({ size }) => size).toReversed());
      }),
    );
  });

  it('a heading goes ascending, descending, off', () => {
    const first = nextSort(null, 'size');
    const second = nextSort(first, 'size');
    expect([first?.direction, second?.direction, nextSort(second, 'size')]).toEqual([
      'ascending',
      'descending',
      null,
    ]);
    expect(nextSort(second, 'name')).toEqual({ key: 'name', direction: 'ascending' });
  });
});

describe('the active row', () => {
  it('never leaves the list, whatever keys are pressed', () => {
    const keys = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End'];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...keys)),
        fc.integer({ min: 1, max: 100 }),
        (pressed, count) => {
          let index = 0;
          for (const key of pressed) index = movedIndex(key, index, count, 7) ?? -1;
          expect(index).toBeGreaterThanOrEqual(0);
          expect(index).toBeLessThan(count);
        },
      ),
    );
  });

  it('other keys and an empty list do not move it', () => {
    expect(movedIndex('KeyA', 3, 10, 5)).toBeUndefined();
    expect(movedIndex('ArrowDown', -1, 0, 5)).toBeUndefined();
  });
});
