import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { v7 as uuid } from 'uuid';
import { startBackend, type RunningBackend } from '#backend/entry-compose.ts';
import { call } from '#test/support/backend/http-client.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';

const folder = temporaryFolder();
let running: RunningBackend | null = null;
afterEach(async () => {
  await running?.stop();
  running = null;
  for (const name of ['network.db', 'network.db-wal', 'network.db-shm', 'network.mark']) {
    rmSync(join(folder.path, name), { force: true });
  }
});

async function start(restored = false): Promise<RunningBackend> {
  const started = await startBackend({
    dataDir: folder.path,
    databaseKeyHex: 'ab'.repeat(32),
    port: 0,
    demonstration: false,
    restored,
    setupToken: 'set-up',
    log: pino({ level: 'silent' }),
  });
  if (!started.ok) throw new Error(started.code);
  running = started.value;
  return started.value;
}

async function stop(): Promise<void> {
  await running?.stop();
  running = null;
}

/** With one workstation, so that there is somebody to wait for. */
async function network(): Promise<void> {
  const { url, service } = await start();
  const station = { name: 'A', zone: 'Europe/Moscow', country: 'RU', owner: 'own' } as const;
  const created = await call(
    url,
    'network.create',
    {
      commandId: uuid(),
      networkName: 'Test',
      station: { ...station, pumpCount: 1, address: null },
      administrator: { login: 'chief', displayName: 'C', password: 'seven green apples' },
    },
    { bearer: 'set-up' },
  );
  const { signingPublicKey: publicKey } = service.digests.newKeys();
  const asked = { code: created.enrolmentCode, name: 'Desk', publicKey };
  await call(url, 'workstation.enrol', asked);
  await stop();
}

const recovery = async (backend: RunningBackend) => backend.service.stores.recovery.recovery();
const file = (name: string): string => join(folder.path, name);

describe('the mark beside the database', () => {
  it('tells a database that was replaced by an older one, and no other', async () => {
    await network();
    cpSync(file('network.db'), file('backup.db'));
    expect(await recovery(await start())).toBeNull();
    await stop();
    expect(await recovery(await start())).toBeNull();
    await stop();
    cpSync(file('backup.db'), file('network.db'));
    const backend = await start();
    expect(await recovery(backend)).toMatchObject({ reason: 'mark', declaredMinor: 0 });
    const known = await backend.service.stores.identity.network();
    await stop();
    // Still the same recovery, in the same epoch.
    const again = await start();
    expect(await recovery(again)).toMatchObject({ reason: 'mark' });
    expect((await again.service.stores.identity.network())?.epoch).toBe(known?.epoch);
  });

  it('is not needed where somebody says so, or where it was never written', async () => {
    await network();
    rmSync(file('network.mark'));
    expect(await recovery(await start())).toBeNull();
    await stop();
    expect(await recovery(await start(true))).toMatchObject({ reason: 'told' });
  });
});
