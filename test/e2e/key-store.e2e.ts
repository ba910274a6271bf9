import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { lockKeyStore, startKeyStore, unlockKeyStore } from '#build/setup/desktop/key-store.mjs';
import { removeSecret } from './support/secrets.ts';
import { type Desk, expect, test } from './support/desk.ts';
import { startDemonstration } from './support/steps.ts';

// A key store for this file alone: the one of the session is not ours to lock.
let folder: string;
let store: Awaited<ReturnType<typeof startKeyStore>>;
let env: NodeJS.ProcessEnv;

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forecourt-keys-'));
  store = await startKeyStore(folder, join(folder, 'keys'));
  env = { ...process.env, ...store.env };
});
test.afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const title = (desk: Desk, text: string): Promise<void> =>
  expect(desk.window.getByRole('heading', { name: text })).toBeVisible();

test('locked: the window says how to unlock it, and works after the unlock', async ({ launch }) => {
  const desk = await launch({ env: store.env });
  await startDemonstration(desk);
  await desk.end();
  await lockKeyStore(env);

  const locked = await launch({ env: store.env });
  await title(locked, 'Хранилище ключей заперто');
  expect((await locked.state()).keyStore).toBe('locked');
  const retry = locked.window.getByRole('button', { name: 'Проверить снова' });
  await retry.click();
  await expect(retry).not.toHaveAttribute('aria-busy', 'true');
  await title(locked, 'Хранилище ключей заперто');
  await unlockKeyStore(env);
  await retry.click();
  await expect(locked.window.getByRole('button', { name: 'Войти' })).toBeVisible();
});

test('absent: the window says what is missing and makes nothing', async ({ launch }) => {
  const desk = await launch({ env: { DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/none` } });
  await title(desk, 'Хранилища ключей нет');
  expect(await desk.state()).toMatchObject({ phase: 'key-store', keyStore: 'absent', mode: null });
});

test('wiped: no new key is made over the old database; another sheet is refused', async ({
  launch,
}) => {
  const desk = await launch({ env: store.env });
  await startDemonstration(desk);
  await desk.end();
  const marker = readFileSync(join(desk.profileDir, 'data', 'keyring.json'), 'utf8');
  const { keyId } = z.looseObject({ keyId: z.string() }).parse(JSON.parse(marker));
  await removeSecret(`Forecourt ${keyId}`, 'data-key', env);

  const wiped = await launch({ env: store.env });
  await title(wiped, 'Ключей этого места больше нет');
  const foreign = '0000'.repeat(13);
  await wiped.window.getByLabel('Ключ с листа восстановления').fill(foreign);
  await wiped.window.getByRole('button', { name: 'Восстановить' }).click();
  await expect(wiped.window.getByRole('alert').first()).toBeVisible();
  expect(await wiped.state()).toMatchObject({ phase: 'key-store', keyStore: 'wiped' });
  expect(readFileSync(join(desk.profileDir, 'data', 'keyring.json'), 'utf8')).toBe(marker);
});
