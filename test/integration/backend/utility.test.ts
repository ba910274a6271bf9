import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assert } from '#domain/assert.ts';
import { backendNotice, type BackendControl, type BackendNotice } from '#protocol/processes.ts';
import { call, callRaw } from '#test/support/backend/http-client.ts';
import { TestWorkstation } from '#test/support/backend/test-workstation.ts';

const CHILD = join(import.meta.dirname, 'utility-child.ts');

let dir = '';
let child: ChildProcess;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'forecourt-utility-'));
});
afterEach(async () => {
  child.kill('SIGKILL');
  await rm(dir, { recursive: true });
});

async function load(locked = false): Promise<void> {
  const env = { ...process.env, LOCKED: locked ? '1' : '0' };
  child = fork(CHILD, { env, stdio: 'ignore' });
  await once(child, 'message');
}

async function ask(control: BackendControl): Promise<BackendNotice> {
  const answered = once(child, 'message');
  child.send(control);
  const [notice] = (await answered) as [unknown];
  return backendNotice.parse(notice);
}

const boot = (demonstration: boolean): BackendControl => ({
  control: 'boot',
  boot: { dataDir: dir, port: 0, demonstration, setupToken: demonstration ? null : 'one-time' },
});

describe('the backend as a utility process', () => {
  it('takes its key from the vault, starts a demonstration and gives a code to join it', async () => {
    await load();
    child.send({ control: 'vault-port' });
    const ready = await ask(boot(true));
    assert(ready.notice === 'ready' && ready.enrolmentCode !== null, 'a demonstration is ready');
    const { url, enrolmentCode } = ready;
    const nowMs = new Date().getTime();
    const workstation = await TestWorkstation.join(url, enrolmentCode, nowMs);
    const { bearer } = workstation;
    const feed = await call(url, 'feed.pull', { cursor: '' }, { bearer });
    expect(feed.rows.length).toBeGreaterThan(0);
    expect(await ask({ control: 'stop' })).toEqual({ notice: 'stopped' });
    await expect(callRaw(url, 'health.get', {})).rejects.toThrow('fetch failed');
  });

  it('a new network waits for its set-up token, and gives no code by itself', async () => {
    await load();
    child.send({ control: 'vault-port' });
    const ready = await ask(boot(false));
    assert(ready.notice === 'ready', 'the backend is ready');
    expect(ready.enrolmentCode).toBeNull();
    const hello = { protocolVersion: 1, appVersion: '0.1.0', clockMs: 0 };
    expect((await call(ready.url, 'handshake.do', hello)).ready).toBe(false);
  });

  it('says so when the key store is locked, or when there is no vault', async () => {
    await load(true);
    expect(await ask(boot(true))).toMatchObject({ notice: 'failed', code: 'KEY_STORE_ABSENT' });
    child.send({ control: 'vault-port' });
    expect(await ask(boot(true))).toMatchObject({ notice: 'failed', code: 'KEY_STORE_LOCKED' });
  });
});
