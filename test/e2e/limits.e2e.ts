import { expect, test } from './support/desk.ts';
import { enterOn, openTab, tabTo } from './support/keyboard.ts';
import { signIn, startDemonstration } from './support/steps.ts';

test('[X-21] without a mouse: a group, its cards and limit; a change of it looked at, made, taken back', async ({
  launch,
}) => {
  test.setTimeout(120_000);
  const desk = await launch();
  await startDemonstration(desk);
  await signIn(desk, 'manager');
  const { window } = desk;
  const { keyboard } = window;
  const dialog = window.getByRole('dialog');
  const grid = window.getByRole('grid');
  const heading = window.getByRole('heading', { level: 1 });

  await enterOn(window, window.getByRole('link', { name: 'Договоры' }));
  await tabTo(window, grid);
  await expect(grid.getByRole('row').nth(1)).toBeVisible();
  await keyboard.press('Enter');
  await expect(heading).toContainText('Договор ');

  await openTab(window, 'Группы');
  await keyboard.press('F2');
  await expect(dialog).toContainText('Новая группа карт');
  await keyboard.type('Тягачи');
  await keyboard.press('Enter');
  await expect(heading).toHaveText('Группа «Тягачи»');

  await tabTo(window, window.getByRole('combobox', { name: 'Показать' }));
  await keyboard.press('ArrowDown');
  await tabTo(window, grid);
  await expect(grid.getByRole('row').nth(2)).toBeVisible();
  await keyboard.press('Space');
  await keyboard.press('F8');
  await expect(window.getByText('Добавлена 1 карта')).toBeVisible();

  await openTab(window, 'Лимиты');
  await keyboard.press('F2');
  await expect(dialog).toContainText('Новый лимит');
  await keyboard.press('Control+Enter');
  await expect(dialog, 'nothing is sent without an amount').toBeVisible();
  await tabTo(window, dialog.getByRole('textbox', { name: 'Величина лимита' }));
  await keyboard.type('100');
  await keyboard.press('Control+Enter');
  await expect(dialog).toBeHidden();
  await expect(grid).toContainText(/100,00\sл/u);

  await keyboard.press('F7');
  await expect(heading).toContainText('Лимиты');
  await tabTo(window, window.getByRole('textbox', { name: 'Процент' }));
  await keyboard.type('10');
  await keyboard.press('Control+Enter');
  await expect(window.getByText('Что получится').first()).toBeVisible();
  await expect(grid).toContainText('Тягачи');
  await expect(grid).toContainText(/110,00\sл/u);
  await keyboard.press('Control+Enter');
  await expect(window.getByText('Готово').first()).toBeVisible();

  await enterOn(window, window.getByRole('button', { name: 'Вернуть как было' }));
  await expect(window.getByText('Вернуть как было').first()).toBeVisible();
  await expect(grid).toContainText(/100,00\sл/u);
  await keyboard.press('Control+Enter');
  await expect(window.getByText('Готово').first()).toBeVisible();
  await keyboard.press('Escape');
  await expect(window.getByRole('button', { name: 'Посмотреть, что получится' })).toBeVisible();
  await expect(window.getByText('Читаем лимиты договора')).toBeHidden();
  await keyboard.press('Escape');
  await expect(heading).toHaveText('Группа «Тягачи»');
  await openTab(window, 'Лимиты');
  await expect(grid).toContainText(/100,00\sл/u);
  expect(desk.complaints).toEqual([]);
});
