import { setImmediate as nextTurn } from 'node:timers/promises';
import { maskPan } from '#domain/card/pan.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { BridgeEventBody, BridgeInput } from '#protocol/bridge.ts';
import type { RegisterPreview } from '#protocol/records/registers.ts';
import {
  registerRows,
  type BadRow,
  type RegisterKind,
  type RegisterResult,
} from '#protocol/records/registers.ts';
import type { Core } from '../core.ts';
import type { Operator } from '../sale/question.ts';
import { decodeText } from './decode-text.ts';
import { mapRow, type MappedRow } from './map-row.ts';
import { checkGroups, type ReadRow } from './named-groups.ts';
import { readCsv, type CsvTable } from './read-csv.ts';
import { placeColumns } from './register-columns.ts';

const FILE_MAX_BYTES = 48 * 1024 * 1024;
const SHOWN_BAD_ROWS = 500;
const SAMPLE_ROWS = 20;
/** Some milliseconds: the most that a sale may have to wait. */
const ROWS_PER_TURN = 250;

type Asked = BridgeInput<'register:preview'>;
type Stage = BridgeEventBody<'register:progress'>['stage'];

/**
 * Brings registers in from files: first a look at what would be brought, then all of it or nothing.
 */
export interface RegisterJobs {
  /**
   * Reads and checks a file. Refused with FILE_TOO_LARGE, FILE_UNREADABLE, FILE_EMPTY,
   * FILE_COLUMNS_MISSING or IMPORT_CANCELLED, and where cards name groups also without the link.
   */
  preview(asked: Asked, operator: Operator): Promise<Result<RegisterPreview>>;
  /** Sends a file that was looked at; FILE_ROWS_INVALID when it has bad rows. */
  import(jobId: string, operator: Operator): Promise<Result<RegisterResult>>;
  cancel(jobId: string): void;
}

interface Job {
  readonly jobId: string;
  readonly register: RegisterKind;
  readonly rows: readonly MappedRow[];
  readonly makeGroups: boolean;
  readonly badRowCount: number;
}

export function makeRegisterJobs(core: Core): RegisterJobs {
  // One at a time: a new file replaces the one that was looked at before.
  let job: Job | null = null;
  let reading: { readonly jobId: string; readonly stop: AbortController } | null = null;
  const tell = (jobId: string, stage: Stage, counts: { done: number; total: number }): void => {
    const body = { jobId, stage, doneCount: counts.done, totalCount: counts.total };
    core.events.emit('register:progress', body);
  };
  return {
    async preview(asked, operator) {
      reading?.stop.abort();
      job = null;
      const jobId = core.ids.uuid();
      const stop = new AbortController();
      reading = { jobId, stop };
      const read = await readFile({ jobId, asked, operator, core, signal: stop.signal, tell });
      if (!read.ok) return read;
      job = read.value.job;
      return ok(read.value.preview);
    },
    async import(jobId, operator) {
      if (job?.jobId !== jobId) return refuse('NOT_FOUND');
      const { register, rows, makeGroups, badRowCount } = job;
      if (badRowCount > 0) return refuse('FILE_ROWS_INVALID', { badRowCount });
      if (operator.sessionToken === null) return refuse('ONLINE_SIGNIN_REQUIRED');
      const total = rows.length;
      tell(jobId, 'sending', { done: 0, total });
      const content = registerRows.safeParse({
        register,
        rows,
        ...(makeGroups ? { makeGroups } : {}),
      });
      if (!content.success) return refuse('FILE_TOO_LARGE', { rowCount: total });
      const input = { commandId: jobId, content: content.data };
      const answer = await core.link.call('register.import', input, operator.sessionToken);
      if (!answer.ok) return answer;
      tell(jobId, 'storing', { done: total, total });
      // Another file may have been looked at meanwhile.
      if (job?.jobId === jobId) job = null;
      return answer;
    },
    cancel(jobId) {
      if (reading?.jobId === jobId) reading.stop.abort();
      if (job?.jobId === jobId) job = null;
    },
  };
}

interface Work {
  readonly jobId: string;
  readonly asked: Asked;
  readonly operator: Operator;
  readonly core: Core;
  readonly signal: AbortSignal;
  readonly tell: (jobId: string, stage: Stage, counts: { done: number; total: number }) => void;
}

interface Read {
  readonly job: Job;
  readonly preview: RegisterPreview;
}

async function readFile(work: Work): Promise<Result<Read>> {
  const { jobId, asked, signal, tell } = work;
  const { register, fileName, bytes } = asked;
  if (bytes.length > FILE_MAX_BYTES) return refuse('FILE_TOO_LARGE', { maxBytes: FILE_MAX_BYTES });
  const decoded = decodeText(bytes);
  if (!decoded.ok) return decoded;
  const table = await readCsv(decoded.value.text, {
    signal,
    progress: (done, total) => tell(jobId, 'reading', { done, total }),
  });
  if (!table.ok) return table;
  const { places, missing } = placeColumns(register, table.value.columns);
  if (missing.length > 0) return refuse('FILE_COLUMNS_MISSING', { columns: missing.join(', ') });
  const checked = await checkRows(work, table.value, places);
  if (!checked.ok) return checked;
  const { rows: read, duplicateCount } = checked.value;
  const { makeGroups } = asked.defaults;
  const column = table.value.columns[places.get('group') ?? -1] ?? 'group';
  const grouped = await checkGroups(work.core, read, {
    operator: work.operator,
    makeGroups,
    column,
  });
  if (!grouped.ok) return grouped;
  if (signal.aborted) return refuse('IMPORT_CANCELLED');
  const { newGroupCount } = grouped.value;
  const badRows = [...checked.value.badRows, ...grouped.value.badRows];
  badRows.sort((a, b) => a.line - b.line);
  const rows = read.map(({ row }) => row);
  const columns = table.value.columns.map((name) => name.slice(0, 200)).slice(0, 200);
  return ok({
    job: { jobId, register, rows, makeGroups, badRowCount: badRows.length },
    preview: {
      jobId,
      register,
      fileName,
      columns,
      rowCount: table.value.rows.length,
      sample: rows.slice(0, SAMPLE_ROWS).map(shown),
      badRows: badRows.slice(0, SHOWN_BAD_ROWS),
      badRowCount: badRows.length,
      duplicateCount,
      newGroupCount,
    },
  });
}

interface Checked {
  readonly rows: readonly ReadRow[];
  readonly badRows: readonly BadRow[];
  readonly duplicateCount: number;
}

/**
 * Checks every row. The same row twice is counted and brought once; two different rows under one
 * source id are a fault that only a person can settle.
 */
async function checkRows(
  { jobId, asked, signal, tell }: Work,
  { columns, rows }: CsvTable,
  places: ReadonlyMap<string, number>,
): Promise<Result<Checked>> {
  const known = new Map<string, string>();
  const good: ReadRow[] = [];
  const badRows: BadRow[] = [];
  let duplicateCount = 0;
  for (const [index, row] of rows.entries()) {
    if (index % ROWS_PER_TURN === 0) {
      tell(jobId, 'checking', { done: index, total: rows.length });
      await nextTurn();
      if (signal.aborted) return refuse('IMPORT_CANCELLED');
    }
    const outcome = mapRow(asked.register, { row, places, columns, defaults: asked.defaults });
    if (!outcome.ok) {
      badRows.push(outcome.bad);
      continue;
    }
    const { sourceId } = outcome.row;
    const text = JSON.stringify(outcome.row);
    const before = known.get(sourceId);
    if (before === undefined) {
      known.set(sourceId, text);
      good.push({ line: row.line, row: outcome.row });
    } else if (before === text) {
      duplicateCount += 1;
    } else {
      const column = columns[places.get('sourceId') ?? 0] ?? 'sourceId';
      const params = { field: 'sourceId', reason: 'duplicate' };
      badRows.push({ line: row.line, column, code: 'FIELD_INVALID', params });
    }
  }
  tell(jobId, 'checking', { done: rows.length, total: rows.length });
  return ok({ rows: good, badRows, duplicateCount });
}

/** A row as the preview shows it: a card number only masked (I9). */
function shown(row: MappedRow): Record<string, string | null> {
  const { pan } = row;
  return typeof pan === 'string' ? { ...row, pan: maskPan(pan) } : { ...row };
}
