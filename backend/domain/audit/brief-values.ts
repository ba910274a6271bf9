import type { JsonObject } from './audit-entry.ts';

const TEXT_MAX = 200;
const LIST_MAX = 20;
const DEPTH_MAX = 4;

/**
 * Values as the trail keeps them: of long lists and texts only how long they are.
 * @param isLeftOut names under which nothing is kept, however deep they stand
 */
export function briefValues(
  values: object,
  isLeftOut: (name: string) => boolean = () => false,
): JsonObject {
  return fieldsOf(values, { depth: DEPTH_MAX, isLeftOut });
}

interface Within {
  readonly depth: number;
  readonly isLeftOut: (name: string) => boolean;
}

function fieldsOf(value: object, within: Within): JsonObject {
  const fields = Object.entries(value).filter(([name]) => !within.isLeftOut(name));
  const inner = { ...within, depth: within.depth - 1 };
  return Object.fromEntries(fields.map(([name, one]) => [name, shortened(one, inner)]));
}

function shortened(value: unknown, within: Within): unknown {
  if (typeof value === 'string' && value.length > TEXT_MAX) return { characters: value.length };
  if (Array.isArray(value)) {
    if (value.length > LIST_MAX || within.depth <= 0) return { count: value.length };
    const inner = { ...within, depth: within.depth - 1 };
    return value.map((one: unknown) => shortened(one, inner));
  }
  if (typeof value !== 'object' || value === null) return value;
  return within.depth <= 0 ? {} : fieldsOf(value, within);
}
