import { ok, refuse, type Result } from '#domain/result.ts';
import { addTotals, closingMinor, totalsOf } from '#domain/statement/totals.ts';
import { isLocalDate } from '#domain/time/local-date.ts';
import { FILE_ROWS_MAX, type BridgeAnswer, type BridgeInput } from '#protocol/bridge.ts';
import type { Statement } from '#protocol/records/statement.ts';
import {
  keepStatementPage,
  keptStatement,
  type KeptStatement,
  type StatementKey,
} from '../cache/statements.ts';
import type { Core } from '../core.ts';
import type { Operator } from '../sale/question.ts';
import { maySee } from '../session/own-scope.ts';
import { unanswered } from '../sync/link.ts';
import { ownLines } from './own-lines.ts';

type Asked = BridgeInput<'statement:get'>;
/** A statement by what is asked for. */
type Period = Omit<StatementKey, 'clientId'>;
type Shown = BridgeAnswer<'statement:get'>;

const PAGE_LINES = 500;
/** A cursor of our own into what is kept; a backend's never begins like this. */
const LOCAL_CURSOR = 'kept:';

/**
 * A statement, from the backend where it answers; else what was read before, with this
 * workstation's own sales that the backend had not seen then, and with its «as of». NOT_CACHED when
 * that period was never read here.
 */
export async function getStatement(
  core: Core,
  asked: Asked,
  operator: Operator,
): Promise<Result<Shown>> {
  if (!isLocalDate(asked.fromDate) || !isLocalDate(asked.toDate)) return refuse('PERIOD_INVALID');
  const local = asked.cursor?.startsWith(LOCAL_CURSOR) === true;
  if (local || !core.link.isUp()) return localPage(core, asked, operator);
  if (operator.sessionToken === null) return unsigned(await localPage(core, asked, operator));
  const { cursor, limit, ...period } = asked;
  const page = { limit: limit ?? PAGE_LINES, ...(cursor === undefined ? {} : { cursor }) };
  const answer = await core.link.call(
    'statement.get',
    { ...period, ...page },
    operator.sessionToken,
  );
  if (!answer.ok) return unanswered(answer.code) ? localPage(core, asked, operator) : answer;
  const key = { ...period, clientId: operator.clientId };
  keepStatementPage(core.cache.db, key, { page: answer.value, cursor: cursor ?? null });
  return ok({ ...answer.value, source: 'online' });
}

/**
 * The link is there, but the person unlocked without it: what is not kept here needs him to sign in
 * again.
 */
function unsigned(page: Result<Shown>): Result<Shown> {
  return page.ok || page.code !== 'NOT_CACHED' ? page : refuse('ONLINE_SIGNIN_REQUIRED');
}

/**
 * The whole statement, all its pages, as `statement:export` needs it. Refused with REPORT_TOO_LONG
 * as soon as it has more lines than a file.
 */
export async function wholeStatement(
  core: Core,
  asked: Period,
  operator: Operator,
): Promise<Result<Statement>> {
  const { subjectKind, subjectId, fromDate, toDate } = asked;
  const key = { subjectKind, subjectId, fromDate, toDate };
  const first = await getStatement(core, { ...key, limit: 1000 }, operator);
  if (!first.ok) return first;
  const { source, ...statement } = first.value;
  let cursor = first.value.nextCursor;
  if (source === 'local' && cursor !== null) {
    const whole = await localStatement(core, key, operator);
    if (!whole.ok) return whole;
    return inOneFile({ ...whole.value.head, lines: [...whole.value.lines], nextCursor: null });
  }
  const lines = [...first.value.lines];
  while (cursor !== null && lines.length <= FILE_ROWS_MAX) {
    const next = await getStatement(core, { ...key, limit: 1000, cursor }, operator);
    if (!next.ok) return next;
    lines.push(...next.value.lines);
    cursor = next.value.nextCursor;
  }
  return inOneFile({ ...statement, lines, nextCursor: null });
}

function inOneFile(statement: Statement): Result<Statement> {
  const fits = statement.lines.length <= FILE_ROWS_MAX;
  return fits ? ok(statement) : refuse('REPORT_TOO_LONG', { rowsMax: FILE_ROWS_MAX });
}

async function localPage(core: Core, asked: Asked, operator: Operator): Promise<Result<Shown>> {
  const found = await localStatement(core, asked, operator);
  if (!found.ok) return found;
  const { head, lines } = found.value;
  const from = Number(asked.cursor?.slice(LOCAL_CURSOR.length) ?? 0);
  const to = from + (asked.limit ?? PAGE_LINES);
  const nextCursor = to < lines.length ? `${LOCAL_CURSOR}${to}` : null;
  return ok({ ...head, lines: lines.slice(from, to), nextCursor, source: 'local' });
}

type LocalStatement = Pick<KeptStatement, 'head' | 'lines'>;

async function localStatement(
  core: Core,
  asked: Period,
  operator: Operator,
): Promise<Result<LocalStatement>> {
  if (!maySee(core, operator, asked)) return refuse('NOT_CACHED');
  const { clientId } = operator;
  const kept = await keptStatement(() => core.cache.db, { ...asked, clientId });
  // Totals are of the whole period; lines of a part of it under them would not add up.
  return kept?.whole === true ? ok(withOwnSales(core, kept, operator)) : refuse('NOT_CACHED');
}

function withOwnSales(core: Core, kept: KeptStatement, operator: Operator): LocalStatement {
  const { head } = kept;
  const known = new Set(kept.lines.map((line) => line.lineId));
  const own = ownLines(core, head, operator).filter((line) => !known.has(line.lineId));
  if (own.length === 0) return kept;
  const lines = [...kept.lines, ...own].toSorted(
    (a, b) => a.atMs - b.atMs || (a.lineId < b.lineId ? -1 : 1),
  );
  const added = totalsOf(own);
  return {
    lines,
    head: {
      ...head,
      closingMinor: head.closingMinor === null ? null : closingMinor(head.closingMinor, added),
      totals: addTotals(head.totals, added),
    },
  };
}
