// Which of the forms `a | b | c` of a message fits a count. vue-i18n knows only the English rule.

/**
 * Russian: one | few | many (1 карта | 2 карты | 5 карт); a message of two forms means one | other.
 */
export function pluralRu(count: number, forms: number): number {
  const lastTwo = Math.abs(count) % 100;
  const last = lastTwo % 10;
  const one = last === 1 && lastTwo !== 11;
  if (one) return 0;
  const few = last >= 2 && last <= 4 && (lastTwo < 12 || lastTwo > 14);
  return few || forms < 3 ? Math.min(1, forms - 1) : 2;
}

/** Kazakh: a noun after a number stays singular, so forms are one | other and mostly equal. */
export function pluralKk(count: number, forms: number): number {
  return Math.abs(count) === 1 ? 0 : Math.min(1, forms - 1);
}
