import { ok, type Result } from '#domain/result.ts';
import type { JournalLine } from '#protocol/journal.ts';
import type { Core } from '../core.ts';
import { ofNewerBackend } from '../sync/link.ts';

const LINES_AT_ONCE = 1_000;

/** What a journal that is a fork has and the backend has not. */
export interface Untold {
  /** Lines that nobody but this file knows, oldest first. */
  readonly lines: readonly JournalLine[];
  /** Fills of these lines that are in the books all the same: a copy has told of them. */
  readonly bookedSaleIds: ReadonlySet<string>;
}

/**
 * Asks the backend how far this journal is still the one that it keeps: what it has acknowledged
 * here may be less, since a copy may have told more. Refused as the link is.
 */
export async function untoldLines(core: Core): Promise<Result<Untold>> {
  const { journal } = core;
  const sure = await surelyTold(core);
  if (!sure.ok) return sure;
  let told = sure.value;
  for (;;) {
    const next = journal.linesAfter(told, LINES_AT_ONCE);
    const answer = await compared(core, next, []);
    if (!answer.ok) return answer;
    told += answer.value.sameCount;
    if (answer.value.sameCount < next.length || next.length === 0) break;
  }
  const lines = journal.linesAfter(told, journal.head().seq - told);
  const booked = await bookedFills(core, lines);
  return booked.ok ? ok({ lines, bookedSaleIds: booked.value }) : booked;
}

/**
 * The line up to which both journals are one without a look at each of them: what was acknowledged,
 * unless the backend was restored since and a copy has told other lines in that place.
 */
async function surelyTold(core: Core): Promise<Result<number>> {
  const seq = core.journal.facts.get('acknowledged')?.seq ?? 0;
  if (seq === 0) return ok(0);
  const answer = await compared(core, core.journal.linesAfter(seq - 1, 1), []);
  return answer.ok ? ok(answer.value.sameCount === 1 ? seq : 0) : answer;
}

async function bookedFills(
  core: Core,
  lines: readonly JournalLine[],
): Promise<Result<ReadonlySet<string>>> {
  const saleIds = lines
    .filter(({ kind }) => kind === 'sale.captured')
    .flatMap(({ body: { saleId } }) => (typeof saleId === 'string' ? [saleId] : []));
  const booked = new Set<string>();
  for (let from = 0; from < saleIds.length; from += LINES_AT_ONCE) {
    const answer = await compared(
      core,
      lines.slice(0, 1),
      saleIds.slice(from, from + LINES_AT_ONCE),
    );
    if (!answer.ok) return answer;
    for (const saleId of answer.value.capturedSaleIds) booked.add(saleId);
  }
  return ok(booked);
}

interface Compared {
  readonly sameCount: number;
  readonly capturedSaleIds: readonly string[];
}

async function compared(
  core: Core,
  lines: readonly JournalLine[],
  saleIds: readonly string[],
): Promise<Result<Compared>> {
  if (lines.length === 0) return ok({ sameCount: 0, capturedSaleIds: [] });
  const marks = lines.map(({ seq, hash }) => ({ seq, hash }));
  const asked = { lines: marks, saleIds: [...saleIds] };
  return ofNewerBackend(await core.link.call('journal.compare', asked));
}
