import { type Desk, expect, test } from './support/desk.ts';
import { ask, authorize } from './support/engine.ts';
import { signIn, startDemonstration } from './support/steps.ts';

/** As a person does with the cross of the window. */
const close = (desk: Desk): Promise<void> =>
  desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

const question = (desk: Desk) => desk.window.getByRole('dialog', { name: 'Закрыть программу?' });

test('nothing open, nothing unsent: closing asks nothing', async ({ launch }) => {
  const desk = await launch();
  await startDemonstration(desk);
  const ended = desk.app.waitForEvent('close');
  await close(desk);
  await ended;
  expect(await desk.end()).toBe(0);
});

test('an open fill: closing asks, and the person may stay', async ({ launch }) => {
  const desk = await launch();
  await startDemonstration(desk);
  await signIn(desk);
  await authorize(desk, 1);
  await close(desk);
  await expect(question(desk)).toBeVisible();
  await question(desk).getByRole('button', { name: 'Остаться' }).click();
  await expect(question(desk)).toBeHidden();
  expect(await desk.phase()).toBe('ready');
});

test('work that could not be sent waits through a restart and is sent then', async ({ launch }) => {
  const desk = await launch();
  await startDemonstration(desk);
  await signIn(desk);
  const { sale } = await authorize(desk, 1);
  // The backend does not answer any more, as behind a dead link.
  await desk.signal('backend', 'SIGSTOP');
  await ask(desk, 'sale:capture', { saleId: sale.saleId, volumeMl: 4_000 });
  await close(desk);
  await expect(question(desk)).toBeVisible();
  const ended = desk.app.waitForEvent('close');
  await question(desk).getByRole('contentinfo').getByRole('button', { name: 'Закрыть' }).click();
  await ended;

  const again = await launch();
  await expect(again.window.getByRole('button', { name: 'Войти' })).toBeVisible();
  await expect
    .poll(async () => {
      const { journalSeq, acknowledgedSeq, queueLength } = await ask(again, 'sync:state', {});
      return { queueLength, isAcknowledged: journalSeq > 0 && acknowledgedSeq === journalSeq };
    })
    .toEqual({ queueLength: 0, isAcknowledged: true });
});
