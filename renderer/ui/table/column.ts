// What a table needs to know about a column, and the order of rows.

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  /** Text of a cell; a slot `cell-<key>` may draw it instead. */
  readonly text: (row: Row) => string;
  /** Grid track: `120px`, `minmax(160px, 1fr)`. */
  readonly width?: string;
  /** Numbers go right. */
  readonly align?: 'start' | 'end';
  /** What to order by; without it the column has no sort button. */
  readonly sortBy?: (row: Row) => number | string;
  /** Text of the totals row. */
  readonly total?: string;
  /** Key of the column it stands below where the table is too narrow for a line of all columns. */
  readonly below?: string;
}

export interface Sort {
  readonly key: string;
  readonly direction: 'ascending' | 'descending';
}

/** A new array in the asked order; rows that compare equal keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  column: Column<Row> | undefined,
  direction: Sort['direction'],
  compare: (left: string, right: string) => number,
): readonly Row[] {
  const sortBy = column?.sortBy;
  if (sortBy === undefined) return rows;
  const sign = direction === 'ascending' ? 1 : -1;
  return rows.toSorted((left, right) => {
    const [first, second] = [sortBy(left), sortBy(right)];
    const isNumeric = typeof first === 'number' && typeof second === 'number';
    return sign * (isNumeric ? first - second : compare(String(first), String(second)));
  });
}

/** The next sort when a heading is pressed: ascending, descending, none. */
export function nextSort(sort: Sort | null, key: string): Sort | null {
  if (sort?.key !== key) return { key, direction: 'ascending' };
  return sort.direction === 'ascending' ? { key, direction: 'descending' } : null;
}

/** The row a key leads to, or undefined for keys that do not move. */
export function movedIndex(
  key: string,
  current: number,
  count: number,
  pageRows: number,
): number | undefined {
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: current + 1,
    ArrowUp: current - 1,
    PageDown: current + pageRows,
    PageUp: current - pageRows,
    Home: 0,
    End: count - 1,
  };
  const target = targets[key];
  if (target === undefined || count === 0) return undefined;
  return Math.min(count - 1, Math.max(0, target));
}
