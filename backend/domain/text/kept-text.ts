/**
 * False when a text somewhere in it has a NUL: PostgreSQL keeps none, so nobody may bring one in,
 * neither at the border of the backend nor at that of a workstation, whose journal has to be told.
 */
export function isKeepable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes('\u0000');
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return true;
  return Object.values(value).every(isKeepable);
}
