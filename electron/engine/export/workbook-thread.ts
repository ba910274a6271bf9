import { once } from 'node:events';
import { Worker, type MessagePort } from 'node:worker_threads';
import type { Statement } from '#protocol/records/statement.ts';
import type { Language } from '#protocol/shell.ts';
import { statementWorkbook } from './statement-workbook.ts';

type Workbook = Uint8Array<ArrayBuffer>;
export type MakeWorkbook = (statement: Statement, language: Language) => Promise<Workbook>;

/** What the thread is started with. */
export interface WorkbookAsked {
  readonly statement: Statement;
  readonly language: Language;
}

/**
 * Makes workbooks in a thread of their own, one thread each: a long statement is seconds of work in
 * one piece, and sales go on meanwhile.
 * @param entry the file in which `serveWorkbook` is started
 */
export function workbooksInThread(entry: URL): MakeWorkbook {
  return async (statement, language) => {
    const asked: WorkbookAsked = { statement, language };
    const thread = new Worker(entry, { workerData: asked });
    try {
      // An error of the thread rejects this; it ends without a word only after its answer.
      const [bytes] = await once(thread, 'message');
      // The thread posts nothing else.
      return bytes as Workbook;
    } finally {
      await thread.terminate();
    }
  };
}

/** The thread's side. */
export async function serveWorkbook(
  port: MessagePort,
  { statement, language }: WorkbookAsked,
): Promise<void> {
  const bytes = await statementWorkbook(statement, language);
  port.postMessage(bytes, [bytes.buffer]);
}
