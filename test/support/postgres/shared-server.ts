import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the processes of one run of tests find their server; set by the run's global set-up. */
const FOLDER = 'FORECOURT_TEST_POSTGRES';
const START_MS = 60_000;
const LOOK_MS = 50;

export type Told =
  | { readonly url: string; readonly keeper: number }
  | { readonly reason: string; readonly keeper: number };

/** Global set-up of a run: names the place, and ends what was started there. */
export function setup(): () => Promise<void> {
  const folder = join(tmpdir(), `forecourt-pg-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  process.env[FOLDER] = folder;
  return () => ended(folder);
}

/** The run's one server; whoever asks first starts it. */
export async function sharedServer(): Promise<Told> {
  const folder = process.env[FOLDER];
  if (folder === undefined) throw new Error('this run of tests has no place for a server');
  const file = join(folder, 'told.json');
  if (!existsSync(file) && isFirst(folder)) startKeeper(folder);
  const deadlineMs = performance.now() + START_MS;
  while (!existsSync(file)) {
    if (performance.now() > deadlineMs) throw new Error(`no PostgreSQL: ${logOf(folder)}`);
    await new Promise((resolve) => void setTimeout(resolve, LOOK_MS));
  }
  // Written by keeper.ts.
  return JSON.parse(readFileSync(file, 'utf8')) as Told;
}

/** Making a folder is the lock: only one succeeds. */
function isFirst(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  try {
    mkdirSync(join(folder, 'started'));
    return true;
  } catch {
    return false;
  }
}

function startKeeper(folder: string): void {
  const owner = /-(\d+)$/u.exec(folder)?.[1] ?? '';
  const log = openSync(join(folder, 'keeper.log'), 'a');
  const script = join(import.meta.dirname, 'keeper.ts');
  spawn(process.execPath, [script, folder, owner], {
    stdio: ['ignore', log, log],
    detached: true,
  }).unref();
}

function logOf(folder: string): string {
  const file = join(folder, 'keeper.log');
  return existsSync(file) ? readFileSync(file, 'utf8') : 'nothing was started';
}

async function ended(folder: string): Promise<void> {
  const file = join(folder, 'told.json');
  if (existsSync(file)) {
    // Written by keeper.ts.
    const { keeper } = JSON.parse(readFileSync(file, 'utf8')) as Told;
    await gone(keeper);
  }
  rmSync(folder, { recursive: true, force: true });
}

async function gone(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGTERM');
    for (;;) {
      process.kill(pid, 0);
      await new Promise((resolve) => void setTimeout(resolve, LOOK_MS));
    }
  } catch {
    // It is not there any more.
  }
}
