import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ColumnLayout, layColumns } from '#ui/table/lay-columns.ts';

const place = { key: 'place', width: 'minmax(200px, 2fr)' };
const client = { key: 'client', width: '150px', below: 'place' };
const leased = { key: 'leased', width: '116px' };
const lost = { key: 'lost' };
const columns = [place, client, leased, lost];

const columnLists = fc
  .array(
    fc.record({
      width: fc.option(fc.integer({ min: 40, max: 300 }), { nil: undefined }),
      below: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 10 },
  )
  .map((given) =>
    given.map(({ width, below }, index) => ({
      key: String(index),
      ...(width === undefined ? {} : { width: `${width}px` }),
      ...(below === undefined ? {} : { below: String(below) }),
    })),
  );

const cellsOf = ({ places }: ColumnLayout): readonly string[] =>
  [...places.values()].map(({ track, line }) => `${track}/${line}`);

describe('columns of a table', () => {
  it('stand side by side where they fit, and until the width is known', () => {
    const wide = layColumns(columns, 562);
    expect(wide).toMatchObject({ lineCount: 1, minWidthPx: 562 });
    expect(wide.tracks).toEqual(['minmax(200px, 2fr)', '150px', '116px', 'minmax(96px, 1fr)']);
    expect(layColumns(columns, 0)).toEqual(wide);
  });

  it('share a track in a narrower table, the one below the other', () => {
    const narrow = layColumns(columns, 561);
    expect(narrow).toMatchObject({ lineCount: 2, minWidthPx: 412 });
    expect([...narrow.places]).toEqual([
      ['place', { track: 1, line: 1 }],
      ['client', { track: 1, line: 2 }],
      ['leased', { track: 2, line: 1 }],
      ['lost', { track: 3, line: 1 }],
    ]);
  });

  it('take the wider of two widths, and stand alone where the upper one is not shown', () => {
    const wider = { ...client, width: '240px' };
    expect(layColumns([place, wider], 100).tracks).toEqual(['240px']);
    expect(layColumns([wider, leased], 100)).toMatchObject({ lineCount: 1, minWidthPx: 356 });
  });

  it('are all shown, each in a place of its own, and ask for no more than side by side', () => {
    fc.assert(
      fc.property(columnLists, fc.integer({ min: 0, max: 2000 }), (given, widthPx) => {
        const laid = layColumns(given, widthPx);
        expect([...laid.places.keys()].toSorted()).toEqual(given.map(({ key }) => key).toSorted());
        const cells = cellsOf(laid);
        expect(new Set(cells).size).toBe(cells.length);
        expect(laid.minWidthPx).toBeLessThanOrEqual(layColumns(given, 0).minWidthPx);
        const { tracks, lineCount } = laid;
        for (const { track, line } of laid.places.values()) {
          expect(track).toBeLessThanOrEqual(tracks.length);
          expect(line).toBeLessThanOrEqual(lineCount);
        }
      }),
    );
  });
});
