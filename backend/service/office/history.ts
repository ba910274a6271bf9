import { ok, refuse, type Result } from '#domain/result.ts';
import type { RouteAnswer, RouteInput } from '#protocol/routes.ts';
import type { Caller } from '../caller.ts';
import type { Answer } from '../outcome.ts';
import type { Service } from '../service.ts';

/** Ten years: no report is longer. */
const MONTHS_MAX = 120;
/** More rows are no report; a shorter period or a coarser division has fewer. */
const ROWS_MAX = 10_000;
const PAGE_ROWS = 50;

/** Sums by calendar month of the contracts' zones, both months included (row N-15). */
export async function listMonths(
  { stores, clock }: Service,
  input: RouteInput<'month.list'>,
): Promise<Answer<RouteAnswer<'month.list'>>> {
  const { subjectKind, subjectId = null, by, fromMonth, toMonth } = input;
  if (toMonth < fromMonth) return refuse('PERIOD_INVALID');
  if ((subjectId === null) !== (subjectKind === 'network')) return refuse('FIELD_INVALID');
  const months = monthsBetween(fromMonth, toMonth);
  if (months.length > MONTHS_MAX) {
    return refuse('MONTHS_TOO_MANY', { latestMonth: months[MONTHS_MAX - 1] ?? fromMonth });
  }
  const question = { subjectKind, subjectId, by, months, limit: ROWS_MAX + 1 };
  const rows = await stores.history.months(question);
  const cut = rows[ROWS_MAX];
  if (cut !== undefined) return cutIn(cut.month, { rows, months });
  return ok({ rows: [...rows], asOfMs: clock.nowMs() });
}

/**
 * What is said of rows that were cut off in `month`: MONTHS_TOO_MANY, which names the month before
 * it as the latest to ask for, or MONTH_TOO_LARGE where all the rows are of `month` itself.
 */
export function cutIn(
  month: string,
  { rows, months }: { readonly rows: readonly OfMonth[]; readonly months: readonly string[] },
): Result<never, 'MONTHS_TOO_MANY' | 'MONTH_TOO_LARGE'> {
  const latestMonth = months[months.indexOf(month) - 1];
  if (latestMonth === undefined || rows[0]?.month === month) {
    return refuse('MONTH_TOO_LARGE', { largeMonth: month });
  }
  return refuse('MONTHS_TOO_MANY', { latestMonth });
}

interface OfMonth {
  readonly month: string;
}

/**
 * Operations by words, the newest first (acceptance §4.3): of all clients, and to a client's person
 * of his client.
 */
export async function searchOperations(
  { stores, clock }: Service,
  { search = '', only, cursor, limit }: RouteInput<'operation.search'>,
  { person }: Caller,
): Promise<Answer<RouteAnswer<'operation.search'>>> {
  const alerted = only === 'alerted';
  if (search === '' && !alerted) return refuse('FIELD_REQUIRED', { field: 'search' });
  const page = await stores.history.operations({
    search,
    alerted,
    clientId: person?.clientId ?? null,
    cursor: cursor ?? null,
    limit: limit ?? PAGE_ROWS,
  });
  return ok({ ...page, rows: [...page.rows], asOfMs: clock.nowMs() });
}

function monthsBetween(fromMonth: string, toMonth: string): readonly string[] {
  const months: string[] = [];
  let [year = 0, number = 0] = fromMonth.split('-').map(Number);
  for (;;) {
    const month = `${String(year).padStart(4, '0')}-${String(number).padStart(2, '0')}`;
    if (month > toMonth || months.length > MONTHS_MAX) return months;
    months.push(month);
    [year, number] = number === 12 ? [year + 1, 1] : [year, number + 1];
  }
}
