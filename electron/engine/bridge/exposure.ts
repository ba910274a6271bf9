import { exposureFound } from '#domain/lease/exposure.ts';
import { ok, type Result } from '#domain/result.ts';
import type { BridgeAnswer, BridgeInput } from '#protocol/bridge.ts';
import type { RouteAnswer } from '#protocol/routes.ts';
import type { Engine } from '../engine.ts';
import { exposureCsv } from '../export/exposure-csv.ts';
import { exposureWorkbook } from '../export/exposure-workbook.ts';
import type { Operator } from '../sale/question.ts';
import { onlineOnly } from './online.ts';

type Report = BridgeAnswer<'exposure:leases'>;

const PAGE_ROWS = 500;

/** Everything that workstations have out, page by page to the end (I5); the backend alone knows. */
export async function exposureReport(engine: Engine, operator: Operator): Promise<Result<Report>> {
  const ask = onlineOnly(engine, 'exposure.leases');
  const rows: Report['rows'] = [];
  let cursor: string | null = null;
  for (;;) {
    const asked = { limit: PAGE_ROWS, ...(cursor === null ? {} : { cursor }) };
    const page: Result<RouteAnswer<'exposure.leases'>> = await ask(asked, operator);
    if (!page.ok) return page;
    rows.push(...page.value.rows);
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
  const report = await exposureReport(engine, operator);
  if (!report.ok) return report;
  const { asOfMs } = report.value;
  const rows = report.value.rows.filter((row) => exposureFound(row, search));
  const make = as === 'csv' ? exposureCsv : exposureWorkbook;
  const bytes = await make({ rows, asOfMs }, language);
  const day = new Date(asOfMs).toISOString().slice(0, 10);
  return ok({ fileName: `exposure-${day}.${as}`, bytes, lineCount: rows.length });
}
