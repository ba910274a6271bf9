import { setImmediate as nextTurn } from 'node:timers/promises';
import { parse, type Parser } from 'csv-parse';
import { ok, refuse, type Result } from '#domain/result.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Between two batches other work of the engine has its turn: a sale does not wait for a file. */
const BATCH_CHARS = 32 * 1024;

export interface CsvRow {
  /** Line of the file in which the row ends, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
}

export interface ReadOptions {
  readonly signal: AbortSignal;
  readonly progress: (doneChars: number, totalChars: number) => void;
}

/**
 * Reads a table with a header. Refused with FILE_EMPTY, FILE_UNREADABLE (broken quotes, with the
 * line) or IMPORT_CANCELLED.
 */
export async function readCsv(text: string, options: ReadOptions): Promise<Result<CsvTable>> {
  if (text.trim() === '') return refuse('FILE_EMPTY');
  const parser = parse({
    delimiter: delimiterOf(text),
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  const rows: CsvRow[] = [];
  const collect = (): void => drain(parser, rows);
  parser.on('readable', collect);
  const ended = outcomeOf(parser);
  for (let from = 0; from < text.length && !parser.destroyed; from += BATCH_CHARS) {
    if (options.signal.aborted) {
      parser.destroy();
      return refuse('IMPORT_CANCELLED');
    }
    parser.write(text.slice(from, from + BATCH_CHARS));
    options.progress(Math.min(from + BATCH_CHARS, text.length), text.length);
    await nextTurn();
  }
  if (!parser.destroyed) parser.end();
  const fault = await ended;
  if (fault !== null) return refuse('FILE_UNREADABLE', { reason: fault });
  const header = rows.shift();
  if (header === undefined) return refuse('FILE_EMPTY');
  return rows.length === 0 ? refuse('FILE_EMPTY') : ok({ columns: header.cells, rows });
}

interface ParsedRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

function drain(parser: Parser, rows: CsvRow[]): void {
  for (;;) {
    // With `info` every record comes in this form.
    const next = parser.read() as ParsedRecord | null;
    if (next === null) return;
    rows.push({ line: next.info.lines, cells: next.record });
  }
}

function outcomeOf(parser: Parser): Promise<string | null> {
  return new Promise((resolve) => {
    parser.on('end', () => resolve(null));
    parser.on('error', (error) => resolve('code' in error ? String(error.code) : 'CSV'));
    parser.on('close', () => resolve(null));
  });
}

/** The sign that splits the header into most columns. */
function delimiterOf(text: string): string {
  const header = text.trimStart().split(/\r?\n/u, 1)[0] ?? '';
  const counts = DELIMITERS.map((sign) => header.split(sign).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}
