import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tabSeparated } from '#ui/table/copy-rows.ts';

const tables = fc
  .integer({ min: 1, max: 6 })
  .chain((width) => fc.array(fc.array(fc.string(), { minLength: width, maxLength: width })));

describe('rows for a spreadsheet', () => {
  it('keep their number of rows and cells, whatever a cell holds', () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const lines = rows.length === 0 ? [] : tabSeparated(rows).split('\r\n');
        expect(lines.map((line) => line.split('\t').length)).toEqual(
          rows.map((cells) => cells.length),
        );
      }),
    );
  });

  it('put a space where a cell had a tab or a line break', () => {
    expect(tabSeparated([['a\tb', 'c\r\nd']])).toBe('a b\tc d');
  });
});
