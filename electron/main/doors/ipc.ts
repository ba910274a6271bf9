import { randomUUID } from 'node:crypto';
import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import type { Result } from '#protocol/result.ts';
import {
  type ShellAnswer,
  type ShellEvent,
  type ShellEventBody,
  type ShellInput,
  type ShellMethod,
  shell,
} from '#protocol/shell.ts';
import { type WindowReply, channels } from '#protocol/window.ts';
import type { Logger } from '../log/logger.ts';
import type { Port } from './processes.ts';

/** The one place that listens to a window. */

export type ShellHandlers = {
  readonly [M in ShellMethod]: (input: ShellInput<M>) => Promise<Result<ShellAnswer<M>>>;
};

interface Guard {
  /** Whether the message comes from the top frame of our own window. */
  readonly isOurs: (event: IpcMainInvokeEvent) => boolean;
  readonly log: Logger;
}

/** A file that a window hands over to be saved; everything else is far smaller. */
const BYTES_MAX = 100_000_000;

/** Answers every method of the shell table: sender, size and shape are checked first. */
export function answerWindows(handlers: ShellHandlers, guard: Guard): void {
  for (const name of Object.keys(shell)) {
    // `Object.keys` of the table: its keys are the methods.
    answerMethod(name as ShellMethod, handlers, guard);
  }
}

function answerMethod<M extends ShellMethod>(
  method: M,
  handlers: ShellHandlers,
  { isOurs, log }: Guard,
): void {
  ipcMain.handle(channels.call + method, async (event, ...args): Promise<WindowReply> => {
    const traceId = randomUUID();
    if (!isOurs(event) || args.length !== 1) {
      log.warn({ method, traceId }, 'refused a message that is not from our window');
      return { ok: false, code: 'FORBIDDEN', params: {}, traceId };
    }
    const parsed = shell[method].input.safeParse(args[0]);
    if (!parsed.success || isTooLarge(args[0])) {
      const field = parsed.error?.issues[0]?.path.join('.') ?? '';
      return { ok: false, code: 'FIELD_INVALID', params: { field }, traceId };
    }
    try {
      // Parsed by the schema of this very method: its output is its input type.
      const result = await handlers[method](parsed.data as ShellInput<M>);
      return result.ok ? { ok: true, value: result.value } : { ...result, traceId };
    } catch (error) {
      log.error({ method, traceId, error: error instanceof Error ? error.stack : '' }, 'failed');
      return { ok: false, code: 'INTERNAL', params: {}, traceId };
    }
  });
}

export function tellWindow<E extends ShellEvent>(
  window: BrowserWindow,
  event: E,
  body: ShellEventBody<E>,
): void {
  if (!window.isDestroyed()) window.webContents.send(channels.event + event, body);
}

/** Gives the page its way to the engine; null takes the old one away. */
export function handPort(window: BrowserWindow, port: Port | null): void {
  if (window.isDestroyed()) return;
  if (port) window.webContents.postMessage(channels.port, null, [port]);
  else window.webContents.send(channels.portLost);
}

function isTooLarge(input: unknown): boolean {
  if (typeof input !== 'object' || input === null) return false;
  return Object.values(input).some(
    (value) => value instanceof Uint8Array && value.byteLength > BYTES_MAX,
  );
}
