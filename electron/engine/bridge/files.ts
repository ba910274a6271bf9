import { exposureFound } from '#domain/lease/exposure.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import { isLocalDate } from '#domain/time/local-date.ts';
import { FILE_ROWS_MAX, type BridgeAnswer, type BridgeInput } from '#protocol/bridge.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import type { Engine } from '../engine.ts';
import type { Operator } from '../sale/question.ts';
import { wholeStatement } from '../statement/statement.ts';
import { onlineOnly } from './online.ts';

// What a person takes away as a file. Every one is made beside the engine's thread, and none has
// more than FILE_ROWS_MAX rows: they are in memory whole, here and where the file is made.

type Report = BridgeAnswer<'exposure:leases'>;

const PAGE_ROWS = 500;

/**
 * What a search leaves of all that workstations have out, page by page to the end (I5); the backend
 * alone knows. Refused with REPORT_TOO_LONG where that is more than a file has.
 */
export async function exposureReport(
  engine: Engine,
  { search }: BridgeInput<'exposure:leases'>,
  operator: Operator,
): Promise<Result<Report>> {
  const ask = onlineOnly(engine, 'exposure.leases');
  const rows: Report['rows'] = [];
  let cursor: string | null = null;
  for (;;) {
    const asked = { limit: PAGE_ROWS, ...(cursor === null ? {} : { cursor }) };
    const page: Result<RouteAnswer<'exposure.leases'>> = await ask(asked, operator);
    if (!page.ok) return page;
    rows.push(...page.value.rows.filter((row) => exposureFound(row, search)));
    if (rows.length > FILE_ROWS_MAX) return refuse('REPORT_TOO_LONG', { rowsMax: FILE_ROWS_MAX });
    cursor = page.value.nextCursor;
    if (cursor === null) return ok({ rows, asOfMs: page.value.asOfMs });
  }
}

/** What a search leaves of it, as a workbook or as text for another program. */
export async function exposureFile(
  engine: Engine,
  { as, search, language }: BridgeInput<'exposure:export'>,
  operator: Operator,
): Promise<Result<BridgeAnswer<'exposure:export'>>> {
  const report = await exposureReport(engine, { search }, operator);
  if (!report.ok) return report;
  const bytes = await engine.makeFile({ of: 'exposure', as, report: report.value, language });
  const day = new Date(report.value.asOfMs).toISOString().slice(0, 10);
  const fileName = `exposure-${day}.${as}`;
  return ok({ fileName, bytes, lineCount: report.value.rows.length });
}

/** A statement of a whole period as a workbook. Refused with REPORT_TOO_LONG as it is fetched. */
export async function statementFile(
  { core, makeFile }: Engine,
  { language, ...asked }: BridgeInput<'statement:export'>,
  operator: Operator,
): Promise<Result<BridgeAnswer<'statement:export'>>> {
  if (!isLocalDate(asked.fromDate) || !isLocalDate(asked.toDate)) return refuse('PERIOD_INVALID');
  const statement = await wholeStatement(core, asked, operator);
  if (!statement.ok) return statement;
  const bytes = await makeFile({ of: 'statement', statement: statement.value, language });
  const subject = asked.subjectId.replaceAll(/[^A-Za-z0-9._-]/gu, '_');
  const fileName = `statement-${subject}-${asked.fromDate}-${asked.toDate}.xlsx`;
  return ok({ fileName, bytes, lineCount: statement.value.lines.length });
}

/** A table of a window as a workbook; the border bounds its rows. */
export async function tableFile(
  { makeFile }: Engine,
  table: BridgeInput<'table:workbook'>,
): Promise<Result<BridgeAnswer<'table:workbook'>>> {
  return ok({ bytes: await makeFile({ of: 'table', table }) });
}
