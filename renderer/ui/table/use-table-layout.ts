import { useElementSize } from '@vueuse/core';
import { type ComputedRef, type Ref, computed } from 'vue';
import type { Column } from './column.ts';
import { layColumns } from './lay-columns.ts';

const firstLinePx = 28;
const nextLinePx = 16;
const tickPx = 36;

type Style = Readonly<Record<string, string>>;

export interface TableLayout {
  /** Of a row, of the heading and of the totals alike. */
  readonly rowHeightPx: number;
  /** Variables for the whole table. */
  readonly style: Style;
  /** Grid tracks of a row. */
  readonly rowStyle: Style;
  /** Where the cells of a column stand in their row. */
  cellStyle(key: string): Style;
  /** Whether a column stands below another. */
  isLower(key: string): boolean;
}

/** The layout of a table's columns in the width that `scroller` has, which is watched. */
export function useTableLayout<Row>(
  scroller: Readonly<Ref<HTMLElement | null>>,
  columns: () => readonly Column<Row>[],
  isTicked: () => boolean,
): ComputedRef<TableLayout> {
  const { width } = useElementSize(scroller);
  return computed(() => {
    const lead = isTicked() ? [`${tickPx}px`] : [];
    const leadPx = lead.length * tickPx;
    const laid = layColumns(columns(), Math.max(0, width.value - leadPx));
    const rowHeightPx = firstLinePx + nextLinePx * (laid.lineCount - 1);
    const styles = new Map(
      [...laid.places].map(([key, { track, line }]) => [
        key,
        { gridColumn: String(track + lead.length), gridRow: String(line) },
      ]),
    );
    return {
      rowHeightPx,
      // Heading, rows and totals overflow together, so that a narrow window does not part them.
      style: {
        '--table-min-width': `${laid.minWidthPx + leadPx}px`,
        '--row-height': `${rowHeightPx}px`,
      },
      rowStyle: {
        gridTemplateColumns: [...lead, ...laid.tracks].join(' '),
        gridTemplateRows: `repeat(${laid.lineCount}, auto)`,
      },
      cellStyle: (key) => styles.get(key) ?? {},
      isLower: (key) => (laid.places.get(key)?.line ?? 1) > 1,
    };
  });
}
