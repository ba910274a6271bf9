import { ok } from '#domain/result.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Page, PageQuestion } from '../page-ports.ts';

const PAGE_ROWS = 100;

interface Asked {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  readonly search?: string | undefined;
}

/**
 * A question for a page with what the caller left out, in the scope of who asks. An empty search
 * finds everything.
 */
export function pageQuestion({ cursor, limit, search }: Asked, { person }: Caller): PageQuestion {
  return {
    cursor: cursor ?? null,
    limit: limit ?? PAGE_ROWS,
    search: search || null,
    clientId: person?.clientId ?? null,
  };
}

interface PageAnswer<T> {
  rows: T[];
  nextCursor: string | null;
  asOfMs: number;
}

export function pageAnswer<T>(page: Page<T>, asOfMs: number): Answer<PageAnswer<T>> {
  return ok({ rows: [...page.rows], nextCursor: page.nextCursor, asOfMs });
}
