import { nameFields } from './name-fields.ts';

/** Breaks of a line and other controls, and marks that turn the direction of what follows. */
const BREAKING = /[\p{Cc}\u2028\u2029\p{Bidi_Control}]/u;

/**
 * Where in an input a name is more than one plain line: it would forge a row of a list, the head of
 * a letter or a line of a log.
 * @returns the path of the first one, `client.name` for example; null where there is none
 */
export function brokenName(input: unknown): string | null {
  if (typeof input !== 'object' || input === null || ArrayBuffer.isView(input)) return null;
  for (const [field, value] of Object.entries(input)) {
    if (typeof value === 'string' && nameFields.has(field) && BREAKING.test(value)) return field;
    const within = brokenName(value);
    if (within !== null) return `${field}.${within}`;
  }
  return null;
}
