// Which rows of a table are ticked.

export type Ticks = 'none' | 'some' | 'all';

/** Ticks a row that is not ticked, and takes the tick from one that is. */
export function tickedOne(key: string, ticked: ReadonlySet<string>): ReadonlySet<string> {
  const next = new Set(ticked);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** How many of the rows in the list are ticked; others that are not in it do not count. */
export function ticksOf(keys: readonly string[], ticked: ReadonlySet<string>): Ticks {
  if (ticked.size === 0 || keys.length === 0) return 'none';
  const count = keys.filter((key) => ticked.has(key)).length;
  if (count === 0) return 'none';
  return count === keys.length ? 'all' : 'some';
}

/**
 * Ticks all rows of the list, or none of them when all are; what is ticked beyond the list (it was
 * searched for before) stays.
 */
export function tickedAll(
  keys: readonly string[],
  ticked: ReadonlySet<string>,
): ReadonlySet<string> {
  if (ticksOf(keys, ticked) !== 'all') return new Set([...ticked, ...keys]);
  const gone = new Set(keys);
  return new Set([...ticked].filter((key) => !gone.has(key)));
}
