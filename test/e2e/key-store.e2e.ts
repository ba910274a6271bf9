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

test('wiped: the recovery key of this workstation opens its databases again', async ({
  launch,
}) => {
  const desk = await launch({ env: store.env });
  await expect(desk.window.getByText('С чего начать')).toBeVisible();
  const recoveryKey = await makeNetwork(desk);
  await desk.end();
  await wipe(desk);

  const wiped = await launch({ env: store.env });
  await title(wiped, 'Ключей этого места больше нет');
  await wiped.window.getByLabel('Ключ с листа восстановления').fill(recoveryKey.toLowerCase());
  await wiped.window.getByRole('button', { name: 'Восстановить' }).click();
  await expect(wiped.window.getByRole('button', { name: 'Войти' })).toBeVisible({
    timeout: 20_000,
  });
  expect(await wiped.state()).toMatchObject({ phase: 'ready', mode: 'standalone' });
});

test('wiped: no new key is made over the old database; another sheet is refused', async ({
  launch,
}) => {
  const desk = await launch({ env: store.env });
  await startDemonstration(desk);
  await desk.end();
  const marker = markerOf(desk);
  await wipe(desk);

  const wiped = await launch({ env: store.env });
  await title(wiped, 'Ключей этого места больше нет');
  const foreign = '0000'.repeat(13);
  await wiped.window.getByLabel('Ключ с листа восстановления').fill(foreign);
  await wiped.window.getByRole('button', { name: 'Восстановить' }).click();
  await expect(wiped.window.getByRole('alert').first()).toBeVisible();
  expect(await wiped.state()).toMatchObject({ phase: 'key-store', keyStore: 'wiped' });
  expect(markerOf(desk)).toBe(marker);
});

function markerOf({ profileDir }: Desk): string {
  return readFileSync(join(profileDir, 'data', 'keyring.json'), 'utf8');
}

/** Takes the entries of that workstation out of the store, as a cleaner of passwords might. */
async function wipe(desk: Desk): Promise<void> {
  const { keyId } = z.looseObject({ keyId: z.string() }).parse(JSON.parse(markerOf(desk)));
  for (const item of ['data-key', 'signing-key', 'refresh-token']) {
    await removeSecret(`Forecourt ${keyId}`, item, env);
  }
}

/**
 * A network of its own, made as the form of the first run makes it; answers with the recovery key.
 */
async function makeNetwork({ window }: Desk): Promise<string> {
  const answer = await window.evaluate(() =>
    Object(globalThis).forecourt.shell['setup:newNetwork']({
      networkName: 'Степь Ойл',
      stationName: 'АЗС № 1',
      stationZone: 'Asia/Almaty',
      stationCountry: 'KZ',
      pumpCount: 4,
      administratorLogin: 'admin',
      administratorName: 'Константин Рощин',
      password: 'длинный пароль 42',
      passwordRepeat: 'длинный пароль 42',
    }),
  );
  if (!answer.ok) throw new Error(answer.code);
  return answer.value.recoveryKey;
}
