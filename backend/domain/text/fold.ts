/**
 * Text as it is searched and ordered: lower case, without accents (ё = е), parts joined by a
 * space. SQLite's own lower() knows Latin letters only, so folded text is stored beside the
 * original.
 */
export function fold(...parts: readonly (string | null)[]): string {
  const text = parts.filter((part) => part !== null && part !== '').join(' ');
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** More words than this say nothing more. */
const WORDS_MAX = 4;

/** The first words of a search, folded, none of them empty. */
export function searchWords(search: string | null): readonly string[] {
  const words = fold(search)
    .split(/\s+/u)
    .filter((word) => word !== '');
  return words.slice(0, WORDS_MAX);
}
