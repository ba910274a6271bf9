import type { Limit, LimitTerms } from './limit.ts';

/** One version in the history of a limit: what is in force from an instant, and who said so. */
export interface LimitVersion {
  readonly limitId: string;
  readonly fromMs: number;
  /** Null where the limit ends. */
  readonly terms: LimitTerms | null;
  /** When it was said, and by which command. */
  readonly atMs: number;
  readonly commandId: string;
  /** The person; null for what no person said. */
  readonly userId: string | null;
}

/**
 * What a limit is, apart from its terms, as one text. An id stands for one shape for ever: with
 * another measure or period its counters would mean something else.
 */
export function limitShape(limit: Limit): string {
  const { subjectKind, subjectId, scopeKind, scopeId, measure, period } = limit;
  return [subjectKind, subjectId, scopeKind, scopeId ?? '', measure, period].join('|');
}
