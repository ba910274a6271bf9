/** A paragraph of two texts: in both, only in the older, or only in the newer one. */
export interface Paragraph {
  readonly change: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** Paragraphs of a document are parted by an empty line. */
function paragraphsOf(body: string): readonly string[] {
  return body
    .split(/\n\s*\n/u)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}

/**
 * The paragraphs of both texts in their order, with as many as possible in both: what is gone
 * stands before what came in its place. Documents have hundreds of paragraphs: the whole table of
 * common lengths is kept.
 */
export function paragraphDiff(before: string, after: string): readonly Paragraph[] {
  const old = paragraphsOf(before);
  const fresh = paragraphsOf(after);
  const common = commonLengths(old, fresh);
  const found: Paragraph[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    const was = old[i];
    const is = fresh[j];
    if (was !== undefined && was === is) {
      found.push({ change: 'same', text: was });
      i += 1;
      j += 1;
    } else if (was !== undefined && lengthAt(common, i + 1, j) >= lengthAt(common, i, j + 1)) {
      found.push({ change: 'gone', text: was });
      i += 1;
    } else {
      found.push({ change: 'new', text: is ?? '' });
      j += 1;
    }
  }
  return found;
}

/** At [i][j]: how many paragraphs the ends of both texts from there have in common. */
function commonLengths(old: readonly string[], fresh: readonly string[]): readonly number[][] {
  const lengths = Array.from({ length: old.length + 1 }, () =>
    Array.from({ length: fresh.length + 1 }, () => 0),
  );
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      const row = lengths[i];
      if (row === undefined) continue;
      row[j] =
        old[i] === fresh[j]
          ? lengthAt(lengths, i + 1, j + 1) + 1
          : Math.max(lengthAt(lengths, i + 1, j), lengthAt(lengths, i, j + 1));
    }
  }
  return lengths;
}

/** -1 behind the end of either text, so that the other one is taken. */
function lengthAt(lengths: readonly (readonly number[])[], i: number, j: number): number {
  return lengths[i]?.[j] ?? -1;
}
