import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MessageChannelMain, app, type MessagePortMain, utilityProcess } from 'electron';
import type { RotatingFile } from '../log/rotating-file.ts';

/** The one place that starts processes: the three bundles beside main's own, and nothing else. */

export const processNames = ['engine', 'backend', 'vault'] as const;
export type ProcessName = (typeof processNames)[number];
export type Port = MessagePortMain;

/** One running process, as its keeper sees it. */
export interface Child {
  readonly pid: number | null;
  post(message: unknown, ports?: readonly Port[]): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (exitCode: number) => void): void;
  kill(): void;
}

export interface ProcessDoor {
  fork(name: ProcessName): Child;
  /** Two connected ends, each for another process. */
  channel(): { readonly one: Port; readonly other: Port };
}

/**
 * Path of an SQLite module made for this Electron, empty for the ready-made one. A package carries
 * one when it was built on an older Electron (test builds); what the environment says counts in
 * development only.
 */
function sqliteBinding(): string {
  if (!app.isPackaged) return process.env['FORECOURT_SQLITE_BINDING'] ?? '';
  const own = join(process.resourcesPath, 'sqlite', 'better_sqlite3.node');
  return existsSync(own) ? own : '';
}

/** @param output where what the process prints goes: it logs JSON lines to its standard output */
export function openProcessDoor(output: (name: ProcessName) => RotatingFile): ProcessDoor {
  return {
    fork(name) {
      const child = utilityProcess.fork(join(import.meta.dirname, `${name}.js`), [], {
        serviceName: `Forecourt ${name}`,
        stdio: 'pipe',
        env: { ...process.env, FORECOURT_SQLITE_BINDING: sqliteBinding() },
      });
      const file = output(name);
      const write = (chunk: unknown): void => file.write(String(chunk));
      child.stdout?.on('data', write);
      child.stderr?.on('data', write);
      return {
        get pid() {
          return child.pid ?? null;
        },
        post: (message, ports = []) => child.postMessage(message, [...ports]),
        onMessage: (listener) => void child.on('message', listener),
        onExit: (listener) => void child.on('exit', listener),
        kill: () => {
          // The polite signal does not reach a process that hangs or was halted.
          if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
        },
      };
    },
    channel() {
      const { port1, port2 } = new MessageChannelMain();
      return { one: port1, other: port2 };
    },
  };
}
