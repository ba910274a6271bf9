/**
 * Text as it is searched and ordered: lower case, without accents (ё = е), parts joined by a
 * space. SQLite's own lower() knows Latin letters only, so folded text is stored beside the
 * original.
 */
export function fold(...parts: readonly (string | null)[]): string {
  const text = parts.filter((part) => part !== null && part !== '').join(' ');
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/**
 * The first words of a search, folded; always four, because each is a parameter. An empty one is
 * found everywhere.
 */
export function searchWords(search: string | null): readonly [string, string, string, string] {
  const words = fold(search)
    .split(/\s+/u)
    .filter((word) => word !== '');
  const [a = '', b = '', c = '', d = ''] = words;
  return [a, b, c, d];
}
