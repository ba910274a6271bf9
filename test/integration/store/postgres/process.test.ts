import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call } from '#test/support/backend/http-client.ts';
import { PASSWORD, signIn } from '#test/support/backend/small-network.ts';
import { TestWorkstation } from '#test/support/backend/test-workstation.ts';
import { BackendProcesses, codeOf, urlOf } from '#test/support/postgres/processes.ts';

const HELLO = { protocolVersion: 1, appVersion: '0.1.0', clockMs: 0 };

let backends: BackendProcesses;
beforeEach(async () => {
  backends = await BackendProcesses.begin();
});
afterEach(() => backends.dispose());

describe('the backend as a process', () => {
  it('runs on a PostgreSQL database, also twice, and never says its password', async () => {
    const first = backends.serve('--demo');
    const { networkId } = await call(await urlOf(first), 'handshake.do', HELLO);
    const second = backends.serve('--log-level', 'debug');
    const again = await call(await urlOf(second), 'handshake.do', HELLO);
    expect(again).toMatchObject({ networkId, demonstration: true });
    for (const { child, ended } of [first, second]) {
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
    }
    for (const { text } of [first, second]) expect(text()).not.toContain(backends.password);
  });

  it('begins a real network by a command; a desk joins and the administrator signs in', async () => {
    const passwordFile = join(backends.folder.path, 'chief');
    await writeFile(passwordFile, PASSWORD);
    const begun = backends.createNetwork(passwordFile);
    expect(await begun.ended, begun.text()).toBe(0);
    const url = await urlOf(backends.serve());
    const desk = await TestWorkstation.join(url, await codeOf(begun), Date.now());
    expect(desk.enrolled).toMatchObject({ networkName: 'Northern network', demonstration: false });
    expect(await signIn(url, 'chief', desk)).not.toBe('');
    const again = backends.createNetwork(passwordFile);
    expect(await again.ended).toBe(1);
    expect(again.text()).toContain('a network is here already');
    for (const { text } of [begun, again]) {
      for (const secret of [PASSWORD, backends.password]) expect(text()).not.toContain(secret);
    }
  });

  it('moves a network out of its folder, which nobody starts again', async () => {
    const { folder, address, passwordFile } = backends;
    const data = join(folder.path, 'data');
    const before = backends.run('--data', data, '--port', '0', '--demo');
    const { networkId } = await call(await urlOf(before), 'handshake.do', HELLO);
    const move = ['migrate-store', '--from', data, '--to', address];
    const busy = backends.run(...move, '--password-file', passwordFile);
    expect(await busy.ended).toBe(1);
    expect(busy.text()).toContain('DATABASE_IN_USE');
    before.child.kill('SIGTERM');
    await before.ended;
    const moved = backends.run(...move, '--password-file', passwordFile);
    expect(await moved.ended).toBe(0);
    expect(moved.text()).toMatch(/sale: \d+ rows, sha256 [0-9a-f]{64}/u);
    const late = backends.run('--data', data, '--port', '0');
    expect(await late.ended).toBe(1);
    expect(late.text()).toContain('Start it with --database URL');
    const after = backends.serve();
    expect(await call(await urlOf(after), 'handshake.do', HELLO)).toMatchObject({ networkId });
  });
});
