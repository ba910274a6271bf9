import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKeyStore } from '#build/setup/desktop/key-store.mjs';
import { demonstrationPassword } from '#protocol/demonstration.ts';
import { NotificationService } from '#test/support/desktop/notification-service.ts';
import { type Desk, expect, test } from './support/desk.ts';
import { ask } from './support/engine.ts';
import { signIn, startDemonstration } from './support/steps.ts';

// A message bus for this file alone, and on it the service that shows a desktop's notices.
let folder: string;
let store: Awaited<ReturnType<typeof startKeyStore>>;
let desktop: NotificationService;

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'forecourt-notices-'));
  store = await startKeyStore(folder, join(folder, 'keys'));
  desktop = await NotificationService.start(store.env.DBUS_SESSION_BUS_ADDRESS);
});
test.afterEach(async () => {
  desktop.stop();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const PASSWORD = 'корабль гвоздь облако';
/** Where nothing else moves, a desk asks after a while; see POLL_MS of the runner. */
const TAKES_MS = 60_000;

/** A notice of the network for whoever is signed in: he is told of his new password. */
async function noticeOfPassword(desk: Desk): Promise<void> {
  const ways = { email: false, sms: false, desktop: true };
  const notifications = { 'password-changed': ways };
  await ask(desk, 'preferences:set', { notifications });
  await ask(desk, 'session:setPassword', {
    currentPassword: demonstrationPassword,
    password: PASSWORD,
    repeat: PASSWORD,
  });
  await expect.poll(() => desktop.notices.length, { timeout: TAKES_MS }).toBe(1);
}

/** Whatever nothing refers to is gone after it, and a click on it would be heard by nobody. */
async function collectGarbage(desk: Desk): Promise<void> {
  await desk.app.evaluate(() => {
    process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
    process.getBuiltinModule('node:vm').runInNewContext('gc')();
  });
}

test('[R-27] a notice leaves for the desktop, and a click on it leads to what it is about', async ({
  launch,
}) => {
  const desk = await launch({ env: store.env });
  const { window } = desk;
  await startDemonstration(desk);
  await signIn(desk);
  await noticeOfPassword(desk);
  const [notice] = desktop.notices;
  expect(notice?.title).toContain('Пароль изменён');
  expect(notice?.text).toContain('operator');
  expect(JSON.stringify(notice), 'nothing secret is on the desktop').not.toContain(PASSWORD);

  await collectGarbage(desk);
  await expect(window.getByRole('tab', { name: 'Безопасность' })).toBeHidden();
  desktop.click(notice?.id ?? 0);
  await expect(window.getByRole('tab', { name: 'Безопасность' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
});

test('[R-27] [R-29] a click while the screen is locked shows the lock and nothing behind it', async ({
  launch,
}) => {
  const desk = await launch({ env: store.env });
  const { window } = desk;
  await startDemonstration(desk);
  await signIn(desk);
  await ask(desk, 'appPin:set', { pin: '4711', repeat: '4711' });
  await noticeOfPassword(desk);
  await ask(desk, 'session:lock', {});
  await expect(window.getByRole('navigation', { name: 'Разделы' })).toBeHidden();
  desktop.click(1);
  await ask(desk, 'session:unlock', { pin: '4711' });
  await expect(window.getByRole('navigation', { name: 'Разделы' })).toBeVisible();
  await expect(window.getByRole('tab', { name: 'Безопасность' })).toBeHidden();
  expect(desktop.notices).toHaveLength(1);
});
