// Where the columns of a table stand: side by side, or in rows of several lines where that is
// too wide.

const defaultTrack = 'minmax(96px, 1fr)';

interface Laid {
  readonly key: string;
  readonly width?: string;
  readonly below?: string;
}

export interface ColumnPlace {
  /** Grid track, from 1. */
  readonly track: number;
  /** Line of the row, from 1. */
  readonly line: number;
}

export interface ColumnLayout {
  readonly tracks: readonly string[];
  readonly places: ReadonlyMap<string, ColumnPlace>;
  /** Lines of a row. */
  readonly lineCount: number;
  /** What the columns ask for at least; a table narrower than this scrolls sideways. */
  readonly minWidthPx: number;
}

/**
 * Lays columns into a table that is `widthPx` wide; 0 is not known yet, and wide enough. As soon
 * as they do not fit, a column with `below` shares the track of the one it names.
 */
export function layColumns(columns: readonly Laid[], widthPx: number): ColumnLayout {
  const alone = layStacks(columns.map((column) => [column]));
  return widthPx === 0 || alone.minWidthPx <= widthPx ? alone : layStacks(stacksOf(columns));
}

/** Nothing stands below what is itself below, or below a column that is not shown. */
function stacksOf(columns: readonly Laid[]): readonly (readonly Laid[])[] {
  const upper = new Set(columns.filter(({ below }) => below === undefined).map(({ key }) => key));
  const isLower = ({ below }: Laid): boolean => below !== undefined && upper.has(below);
  return columns
    .filter((column) => !isLower(column))
    .map((host) => [host, ...columns.filter((one) => isLower(one) && one.below === host.key)]);
}

function layStacks(stacks: readonly (readonly Laid[])[]): ColumnLayout {
  const lineCount = Math.max(1, ...stacks.map(({ length }) => length));
  const places = stacks.flatMap((stack, index) =>
    stack.map(({ key }, line): [string, ColumnPlace] => [
      key,
      { track: index + 1, line: line + 1 },
    ]),
  );
  const tracks = stacks.map((stack) => stack.map(trackOf).reduce(wider));
  const minWidthPx = tracks.reduce((sum, track) => sum + minWidthOf(track), 0);
  return { tracks, places: new Map(places), lineCount, minWidthPx };
}

function trackOf({ width }: Laid): string {
  return width ?? defaultTrack;
}

function wider(one: string, other: string): string {
  return minWidthOf(other) > minWidthOf(one) ? other : one;
}

/** `120px` and `minmax(120px, 1fr)` both ask for 120 pixels. */
function minWidthOf(track: string): number {
  return Number(/(\d+)px/.exec(track)?.[1] ?? 0);
}
