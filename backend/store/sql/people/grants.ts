import { z } from 'zod';
import { grants, type Grant } from '#domain/identity/rights.ts';

const kept = z.array(z.enum(grants));

/** What a representative may do for his client, as an account keeps it: a JSON list. */
export function grantsFrom(text: string): readonly Grant[] {
  return kept.parse(JSON.parse(text));
}
