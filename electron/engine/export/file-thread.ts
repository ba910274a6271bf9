import { once } from 'node:events';
import { Worker, type MessagePort } from 'node:worker_threads';
import type { BridgeInput } from '#protocol/bridge.ts';
import type { Statement } from '#protocol/records/statement.ts';
import type { Language } from '#protocol/shell.ts';
import { exposureCsv } from './exposure-csv.ts';
import type { ExposureReport } from './exposure-table.ts';
import { exposureWorkbook } from './exposure-workbook.ts';
import { statementWorkbook } from './statement-workbook.ts';
import { tableCsv } from './table-csv.ts';
import { tableWorkbook } from './table-workbook.ts';

/** What becomes a file: data alone, so that it goes to another thread as it is. */
export type FileAsked =
  | { readonly of: 'statement'; readonly statement: Statement; readonly language: Language }
  | {
      readonly of: 'exposure';
      readonly as: 'xlsx' | 'csv';
      readonly report: ExposureReport;
      readonly language: Language;
    }
  | { readonly of: 'table'; readonly table: BridgeInput<'table:workbook'> };

type FileBytes = Uint8Array<ArrayBuffer>;
export type MakeFile = (asked: FileAsked) => Promise<FileBytes>;

/** Makes any file that a person exports, in this thread. */
export const makeFileHere: MakeFile = (asked) => {
  switch (asked.of) {
    case 'statement':
      return statementWorkbook(asked.statement, asked.language);
    case 'exposure': {
      const make = asked.as === 'csv' ? exposureCsv : exposureWorkbook;
      return make(asked.report, asked.language);
    }
    case 'table':
      return asked.table.as === 'csv'
        ? Promise.resolve(tableCsv(asked.table))
        : tableWorkbook(asked.table);
  }
};

/**
 * Makes files in a thread of their own, one thread each: many rows are seconds of work in one
 * piece, and sales go on meanwhile.
 * @param entry the file in which `serveFile` is started
 */
export function filesInThread(entry: URL): MakeFile {
  return async (asked) => {
    const thread = new Worker(entry, { workerData: asked });
    try {
      // An error of the thread rejects this; it ends without a word only after its answer.
      const [bytes] = await once(thread, 'message');
      // The thread posts nothing else.
      return bytes as FileBytes;
    } finally {
      await thread.terminate();
    }
  };
}

/** The thread's side. */
export async function serveFile(port: MessagePort, asked: FileAsked): Promise<void> {
  const bytes = await makeFileHere(asked);
  port.postMessage(bytes, [bytes.buffer]);
}
