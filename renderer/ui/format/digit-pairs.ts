/**
 * Digits in pairs, as people read numbers out over the telephone: `00014821` → `00 01 48 21`, with
 * spaces that no line breaks at. What is no digit is left out; an odd count begins with one alone.
 */
export function inPairs(text: string): string {
  const digits = text.replaceAll(/\D/gu, '');
  return digits.replaceAll(/\B(?=(?:\d{2})+$)/gu, '\u00A0');
}
