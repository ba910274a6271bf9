import type { Page } from '@playwright/test';
import { demoCards } from '#domain/demo/demo-cards.ts';
import { expect, test } from './support/desk.ts';
import { enterOn, tabTo } from './support/keyboard.ts';
import { signIn, startDemonstration } from './support/steps.ts';

/**
 * What Electron does to Kazakh, to a decimal comma and to a Cyrillic keyboard: its `Intl` knows no
 * Kazakh, `12,5` may be read as 125, and a letter's key has another name under another layout.
 */

const [plenty] = demoCards;
const CONTROL = 2;

/** Ctrl and a key as a keyboard with another layout sends them. */
async function pressControl(window: Page, pressed: { code: string; key: string }): Promise<void> {
  const session = await window.context().newCDPSession(window);
  const windowsVirtualKeyCode = pressed.code.charCodeAt(pressed.code.length - 1);
  const event = { modifiers: CONTROL, windowsVirtualKeyCode, ...pressed };
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  await session.detach();
}

test('[P-08] in Kazakh 12,5 are twelve and a half litres, and a slip has dates and sums as people write them', async ({
  launch,
}) => {
  const { window } = await launch().then(async (desk) => {
    await startDemonstration(desk);
    await signIn(desk);
    return desk;
  });
  await window.getByRole('link', { name: 'Настройки' }).click();
  await window.getByRole('radio', { name: 'Қазақша' }).click();
  await expect(window.getByRole('heading', { name: 'Баптаулар' })).toBeVisible();
  await window.getByRole('link', { name: 'Сату' }).click();
  await window.keyboard.type(plenty?.pan ?? '', { delay: 80 });
  await window.keyboard.press('Enter');
  await expect(window.getByText('Шарт ақшасы')).toBeVisible();
  await window.keyboard.press('Digit2');
  await window.keyboard.type('12,5');
  await window.keyboard.press('Control+Enter');
  await expect(window.getByRole('button', { name: /^1 АИ-95/u })).toBeVisible();
  await window.keyboard.press('Control+Digit1');
  await window.keyboard.type('12,5');
  await window.keyboard.press('Control+Enter');
  const slip = window.getByRole('dialog');
  await expect(slip).toContainText(/12,50\s*л/u);
  await expect(slip).toContainText(/\d{2}\.\d{2}\.\d{4}, \d{2}:\d{2}:\d{2}/u);
  await expect(slip).toContainText(/\d,\d{2}\s*₽/u);
  await expect(window.locator('body')).not.toContainText(
    /\bM\d{2}\b|\b[A-Z][a-z]{2} \d{1,2}, \d{4}/u,
  );
});

for (const [layout, key] of [
  ['a Russian', 'с'],
  ['a Kazakh', 'с'],
  ['a Latin', 'c'],
] as const) {
  test(`Ctrl+C copies a line of a statement under ${layout} layout`, async ({ launch }) => {
    const desk = await launch();
    await startDemonstration(desk);
    await signIn(desk, 'manager');
    const { window } = desk;
    const grid = window.getByRole('grid');
    await enterOn(window, window.getByRole('link', { name: 'Договоры' }));
    await tabTo(window, grid);
    await expect(grid.getByRole('row').nth(1)).toBeVisible();
    await window.keyboard.press('Enter');
    await window.getByRole('button', { name: 'Выписка' }).click();
    await grid.getByRole('row').nth(1).click();
    await pressControl(window, { code: 'KeyC', key });
    await expect(window.getByText(/^Скопирован/u)).toBeVisible();
    const copied = await desk.app.evaluate(({ clipboard }) => clipboard.readText());
    expect(copied).toMatch(/\t/u);
  });
}
