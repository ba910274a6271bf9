/** Licences (SPDX) under which a package may be part of the installed product. */
export const PERMISSIVE: ReadonlySet<string> = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'Unlicense',
  'CC0-1.0',
  'BlueOak-1.0.0',
  // Fonts: free to bundle, not to be sold alone.
  'OFL-1.1',
]);
