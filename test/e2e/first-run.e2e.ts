import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/desk.ts';
import { signIn, startDemonstration } from './support/steps.ts';

/** A busy machine may take long to start; how long is measured elsewhere. */
const START_MS = 60_000;

test('a newcomer gets a demonstration in one click and finds it again after a restart', async ({
  launch,
}) => {
  const desk = await launch();
  await expect(desk.window).toHaveTitle(/Forecourt/u);
  await startDemonstration(desk);
  await signIn(desk);
  expect(await desk.state()).toMatchObject({
    phase: 'ready',
    mode: 'demonstration',
    processes: { engine: 'running', backend: 'running', vault: 'running' },
  });
  expect(desk.complaints).toEqual([]);
  expect(await desk.end()).toBe(0);

  const again = await launch();
  const door = again.window.getByRole('button', { name: 'Войти' });
  await expect(door).toBeVisible({ timeout: START_MS });
  expect((await again.state()).mode).toBe('demonstration');
  await signIn(again);
});

test('a set-up that is cut off starts anew and leaves nothing of the first try', async ({
  launch,
}) => {
  const desk = await launch();
  await expect(desk.window.getByText('С чего начать')).toBeVisible();
  const unfinished = join(desk.profileDir, 'setup-unfinished.json');
  await desk.window.getByRole('button', { name: /^Демонстрация/u }).click();
  // Looked for often: after the keys come the backend, its network and the enrolment, half a second
  // at least, and the cut has to fall among them.
  const keyring = join(desk.profileDir, 'data', 'keyring.json');
  await expect.poll(() => existsSync(keyring), { intervals: [10] }).toBe(true);
  await desk.cut();
  expect(existsSync(unfinished), 'the cut came before the end of the set-up').toBe(true);

  const again = await launch();
  await startDemonstration(again);
  expect(existsSync(unfinished)).toBe(false);
  expect(readdirSync(join(again.profileDir, 'data'))).toContain('keyring.json');
});

test('the second start shows the first window and ends', async ({ launch, playwright }) => {
  const desk = await launch();
  await expect(desk.window.getByText('С чего начать')).toBeVisible();
  await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  const { launchArguments, launchEnv } = await import('./support/desk.ts');
  const second = playwright._electron.launch({
    args: launchArguments(),
    env: launchEnv({ profileDir: desk.profileDir }),
  });
  await expect(second.then((app) => app.firstWindow())).rejects.toThrow();
  await expect
    .poll(() =>
      desk.app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows();
        return window?.isVisible() === true && !window.isMinimized();
      }),
    )
    .toBe(true);
  expect(desk.app.windows()).toHaveLength(1);
});
