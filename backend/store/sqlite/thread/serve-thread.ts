import type { MessagePort } from 'node:worker_threads';
import { foldLog } from './fold-log.ts';
import type { ThreadOptions } from './messages.ts';
import { serveDecisions } from './serve-decisions.ts';

/** Does in a thread of its own what it was started for. */
export function serveThread(port: MessagePort, { work, ...place }: ThreadOptions): void {
  if (work === 'decide') serveDecisions(port, place);
  else foldLog(port, place);
}
