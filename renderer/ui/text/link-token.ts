/**
 * What a person copied from a letter, whole link or bare code, as the code alone: of a link what
 * stands behind its last `/`, `=` or `#`.
 */
export function linkToken(text: string): string {
  const plain = text.trim();
  if (!plain.includes('://')) return plain.replace(/\s+/gu, '');
  return plain.split(/[/=#]/u).findLast((part) => part !== '') ?? '';
}
