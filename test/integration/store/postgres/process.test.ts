import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call } from '#test/support/backend/http-client.ts';
import { newDatabase } from '#test/support/postgres/database.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const ENTRY = join(import.meta.dirname, '..', '..', '..', '..', 'backend', 'entry.ts');
const HELLO = { protocolVersion: 1, appVersion: '0.1.0', clockMs: 0 };

let folder: ReturnType<typeof temporaryFolder>;
let address: string;
let passwordFile: string;
let password: string;
const started: ChildProcess[] = [];

beforeEach(async () => {
  folder = temporaryFolder();
  const url = new URL(await newDatabase());
  passwordFile = join(folder.path, 'password');
  ({ password } = url);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  url.password = '';
  address = url.href;
});
afterEach(async () => {
  for (const child of started.splice(0)) {
    const ended = new Promise((resolve) => child.once('close', resolve));
    if (child.kill('SIGKILL')) await ended;
  }
  folder.dispose();
});

interface Run {
  readonly child: ChildProcess;
  readonly text: () => string;
  readonly ended: Promise<number | null>;
}

function run(...args: readonly string[]): Run {
  const child = spawn(process.execPath, [ENTRY, ...args]);
  started.push(child);
  let text = '';
  child.stdout?.on('data', (chunk) => (text += String(chunk)));
  child.stderr?.on('data', (chunk) => (text += String(chunk)));
  const ended = new Promise<number | null>((resolve) => void child.once('close', resolve));
  return { child, text: () => text, ended };
}

const onDatabase = (...args: readonly string[]): Run =>
  run('--database', address, '--password-file', passwordFile, '--port', '0', ...args);

async function urlOf({ text }: Run): Promise<string> {
  const ready = /ready at (\S+)\n/u;
  await expect.poll(() => ready.test(text()), { timeout: 30_000 }).toBe(true);
  return ready.exec(text())?.[1] ?? '';
}

describe('the backend as a process', () => {
  it('runs on a PostgreSQL database, also twice, and never says its password', async () => {
    const first = onDatabase('--demo');
    const { networkId } = await call(await urlOf(first), 'handshake.do', HELLO);
    const second = onDatabase('--log-level', 'debug');
    const again = await call(await urlOf(second), 'handshake.do', HELLO);
    expect(again).toMatchObject({ networkId, demonstration: true });
    for (const { child, ended } of [first, second]) {
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
    }
    for (const { text } of [first, second]) expect(text()).not.toContain(password);
  });

  it('moves a network out of its folder, which nobody starts again', async () => {
    const data = join(folder.path, 'data');
    const before = run('--data', data, '--port', '0', '--demo');
    const { networkId } = await call(await urlOf(before), 'handshake.do', HELLO);
    const move = ['migrate-store', '--from', data, '--to', address];
    const busy = run(...move, '--password-file', passwordFile);
    expect(await busy.ended).toBe(1);
    expect(busy.text()).toContain('DATABASE_IN_USE');
    before.child.kill('SIGTERM');
    await before.ended;
    const moved = run(...move, '--password-file', passwordFile);
    expect(await moved.ended).toBe(0);
    expect(moved.text()).toMatch(/sale: \d+ rows, sha256 [0-9a-f]{64}/u);
    const late = run('--data', data, '--port', '0');
    expect(await late.ended).toBe(1);
    expect(late.text()).toContain('DATABASE_MOVED');
    const after = onDatabase();
    expect(await call(await urlOf(after), 'handshake.do', HELLO)).toMatchObject({ networkId });
  });
});
