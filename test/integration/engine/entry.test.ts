import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EngineControl, EngineNotice, VaultCall } from '#protocol/processes.ts';
import type { BridgeReply } from '#protocol/bridge.ts';
import { call } from '#test/support/backend/http-client.ts';
import {
  PASSWORD,
  signIn,
  startSmallNetwork,
  type SmallNetwork,
} from '#test/support/backend/small-network.ts';
import { MemoryVault } from '#test/support/engine/memory-vault.ts';

const THREAD = join(import.meta.dirname, '../../support/engine/entry-child.ts');

let network: SmallNetwork;
let dataDir: string;
beforeAll(async () => {
  network = await startSmallNetwork();
  dataDir = mkdtempSync(join(tmpdir(), 'forecourt-entry-'));
});
afterAll(async () => {
  rmSync(dataDir, { recursive: true, force: true });
  await network.backend.stop();
});

/** Answers on a port as the vault's process does. */
function serveVault(vault: MemoryVault, port: MessagePort): void {
  port.on('message', ({ requestId, request }: VaultCall) => {
    const keep = async (kept: Promise<void>): Promise<true> => kept.then(() => true);
    const answers = {
      'database-key': () => vault.databaseKey('name' in request ? request.name : ''),
      'public-key': () => vault.publicKey(),
      sign: () => vault.sign('text' in request ? request.text : ''),
      'refresh-token': () => vault.refreshToken(),
      'keep-refresh-token': () =>
        keep(vault.keepRefreshToken('token' in request ? request.token : '')),
      'lease-generation': () => vault.leaseGeneration(),
      'keep-lease-generation': () =>
        keep(vault.keepLeaseGeneration('generation' in request ? request.generation : 0)),
    };
    const answer: Promise<unknown> = answers[request.ask]();
    void answer.then((value) => port.postMessage({ requestId, ok: true, value }));
  });
}

it('boots over ports, enrols, serves a window, tells of its work and stops', async () => {
  const administrator = await signIn(network.url, 'chief');
  const { code } = await call(
    network.url,
    'workstation.code',
    { commandId: uuid(), stationId: network.stationId },
    { session: administrator },
  );
  const worker = new Worker(THREAD, { stdout: true });
  const notices: EngineNotice[] = [];
  worker.on('message', (notice: EngineNotice) => notices.push(notice));
  const tell = (control: EngineControl, port?: MessagePort): void => {
    worker.postMessage({ data: control, ports: port ? [port] : [] }, port ? [port] : []);
  };
  const vault = new MessageChannel();
  serveVault(new MemoryVault(), vault.port1);
  const window = new MessageChannel();
  tell({ control: 'vault-port' }, vault.port2);
  // A window may come before the engine is ready; it is served then.
  tell({ control: 'window-port' }, window.port2);
  tell({
    control: 'boot',
    boot: {
      dataDir,
      backendUrl: network.url,
      workstationName: 'Desk 9',
      proxyUrl: null,
      caFile: null,
      appVersion: '0.1.0',
      enrol: { by: 'code', code },
    },
  });
  await expect.poll(() => notices.map((n) => n.notice), { timeout: 20_000 }).toContain('ready');
  expect(notices.map((n) => n.notice)).toContain('enrolled');
  const heard: unknown[] = [];
  const replies = new Map<number, BridgeReply>();
  window.port1.on('message', (message: BridgeReply | { type: 'event'; event: string }) => {
    if (message.type === 'reply') replies.set(message.requestId, message);
    else heard.push(message.event);
  });
  let requestId = 0;
  const ask = async (method: string, input: unknown): Promise<BridgeReply> => {
    requestId += 1;
    const asked = requestId;
    window.port1.postMessage({ type: 'request', requestId: asked, method, input });
    await expect.poll(() => replies.has(asked), { timeout: 20_000 }).toBe(true);
    const reply = replies.get(asked);
    if (reply === undefined) throw new Error('no reply');
    return reply;
  };
  const refused = await ask('sale:open', {});
  expect(refused).toMatchObject({ ok: false, code: 'UNAUTHORIZED' });
  expect(refused).toHaveProperty('traceId');
  const signed = await ask('session:signIn', { login: 'till', password: PASSWORD });
  expect(signed).toMatchObject({ ok: true, value: { mode: 'online' } });
  // The runner synchronizes by itself.
  await expect
    .poll(async () => (await ask('station:context', {})).ok, { timeout: 20_000 })
    .toBe(true);
  await expect.poll(() => heard, { timeout: 20_000 }).toContain('sync:changed');
  tell({ control: 'report-work' });
  await expect.poll(() => notices.map((n) => n.notice), { timeout: 20_000 }).toContain('work');
  const ended = once(worker, 'exit');
  tell({ control: 'stop' });
  await ended;
  expect(notices.map((n) => n.notice)).toContain('stopped');
  window.port1.close();
  vault.port1.close();
});
