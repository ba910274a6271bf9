import type { z } from 'zod';

export type FieldFault = 'FIELD_REQUIRED' | 'FIELD_INVALID';

/**
 * What is wrong with each field of a form, by the same schema that the border checks (rule G9):
 * empty and refused is required, filled and refused is invalid. Right fields are absent.
 */
export function fieldFaults(
  shape: z.ZodObject,
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, FieldFault>> {
  const read = shape.safeParse(values);
  if (read.success) return {};
  const names = read.error.issues.map(({ path }) => String(path[0] ?? ''));
  return Object.fromEntries(
    [...new Set(names)].map((name): [string, FieldFault] => [name, faultOf(values[name])]),
  );
}

function faultOf(value: unknown): FieldFault {
  const empty = value === null || value === undefined || value === '';
  const blank = typeof value === 'string' && value.trim() === '';
  return empty || blank ? 'FIELD_REQUIRED' : 'FIELD_INVALID';
}
