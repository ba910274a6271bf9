import { z } from 'zod';

const done = z.strictObject({ done: z.literal(true) });

/** What such a request answers. */
export const DONE = { done: true } as const;

/** Reads the kept answer of a request that only says that it was done. */
export function parseDone(kept: unknown): { done: true } {
  return done.parse(kept);
}
