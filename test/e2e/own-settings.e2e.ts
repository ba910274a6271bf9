import type { Page } from '@playwright/test';
import { demonstrationPassword } from '#protocol/demonstration.ts';
import { seriousFindings } from './support/axe.ts';
import { type Desk, expect, test } from './support/desk.ts';
import { ask } from './support/engine.ts';
import { enterOn, openTab, tabTo } from './support/keyboard.ts';
import { signIn, startDemonstration } from './support/steps.ts';

/** What a person sets for himself, by the keyboard alone. */

const NEXT_PASSWORD = 'корабль гвоздь облако';
const PIN = '4815';
const shots = 'test/results/shots';

async function atSettings(desk: Desk, section: string): Promise<void> {
  await enterOn(desk.window, desk.window.getByRole('link', { name: 'Настройки' }));
  await expect(desk.window.getByRole('heading', { name: 'Настройки' })).toBeVisible();
  await openTab(desk.window, section);
}

async function typeInto(window: Page, label: string, text: string): Promise<void> {
  await tabTo(window, window.getByLabel(label));
  await window.keyboard.type(text);
}

test('[N-22] [V-12] another password ends the session at the other desk, and says so', async ({
  launch,
}) => {
  const desk = await launch();
  const { window } = desk;
  await startDemonstration(desk);
  await signIn(desk);
  // Signs in once more: the session before it is another one.
  await ask(desk, 'session:signIn', { login: 'operator', password: demonstrationPassword });
  await atSettings(desk, 'Безопасность');
  const rows = window.getByRole('grid', { name: 'Где вы вошли' }).getByRole('row');
  await expect(rows).toHaveCount(3);
  expect(await seriousFindings(window)).toEqual([]);
  await typeInto(window, 'Текущий пароль', demonstrationPassword);
  await typeInto(window, 'Новый пароль', NEXT_PASSWORD);
  await typeInto(window, 'Пароль ещё раз', NEXT_PASSWORD);
  await window.screenshot({ path: `${shots}/own-security.png` });
  await window.keyboard.press('Enter');
  await expect(window.getByText('Завершён 1 сеанс')).toBeVisible();
  await expect(rows).toHaveCount(2);
  expect(desk.complaints).toEqual([]);
});

test('[R-29] the screen is locked by a hot key, and opened by the PIN of the desk alone', async ({
  launch,
}) => {
  const desk = await launch();
  const { window } = desk;
  await startDemonstration(desk);
  await signIn(desk);
  await atSettings(desk, 'Безопасность');
  await enterOn(window, window.getByRole('button', { name: 'Задать ПИН-код…' }));
  await expect(window.getByRole('dialog')).toBeVisible();
  await window.keyboard.type(PIN + PIN);
  await window.keyboard.press('Control+Enter');
  await expect(window.getByRole('button', { name: 'Сменить ПИН-код…' })).toBeVisible();
  await window.keyboard.press('Control+Shift+KeyL');
  const locked = window.getByRole('heading', { name: 'Экран заблокирован' });
  await expect(locked).toBeVisible();
  await expect(window.getByRole('navigation')).toHaveCount(0);
  await window.screenshot({ path: `${shots}/locked.png` });
  await window.keyboard.type('0007');
  await expect(window.getByText('Осталось попыток: 4.')).toBeVisible();
  await window.keyboard.type(PIN);
  await expect(window.getByRole('navigation', { name: 'Разделы' })).toBeVisible();
  expect(desk.complaints).toEqual([]);
});

test('[N-04] [O-04] [O-21] [P-08] the next start is at the door with the name of before; the language goes with the person', async ({
  launch,
}) => {
  const first = await launch();
  await startDemonstration(first);
  await signIn(first);
  const { window } = first;
  await atSettings(first, 'Язык и форматы');
  await tabTo(window, window.getByRole('radio', { name: 'Русский' }));
  const kazakh = window.getByRole('radio', { name: 'Қазақша' });
  while (!(await kazakh.isChecked())) await window.keyboard.press('ArrowRight');
  await expect(window.getByRole('heading', { name: 'Баптаулар' })).toBeVisible();
  await expect.poll(() => ask(first, 'preferences:get', {})).toEqual({ language: 'kk' });
  await window.evaluate(() =>
    Object(globalThis).forecourt.shell['settings:set']({ language: 'ru' }),
  );
  await first.end();

  const again = await launch();
  await expect(again.window.getByLabel('Логин')).toHaveValue('operator');
  await expect(again.window.getByLabel(/^Пароль/u)).toHaveValue('');
  await expect(again.window.getByLabel(/^Пароль/u)).toBeFocused();
  await again.window.getByLabel(/^Пароль/u).fill(demonstrationPassword);
  await again.window.getByRole('button', { name: 'Войти' }).click();
  await expect(again.window.getByRole('navigation', { name: 'Бөлімдер' })).toBeVisible();
  expect(again.complaints).toEqual([]);
});
