import { expect, test } from '../support/desk.ts';
import { signIn, startDemonstration } from '../support/steps.ts';

const shots = 'test/results/shots';

test('an administrator reads the rules of a programme and confirms a contact that was marked', async ({
  launch,
}) => {
  const desk = await launch();
  const { window } = desk;
  await startDemonstration(desk);
  await signIn(desk, 'admin');
  await window.getByRole('link', { name: 'Программы' }).click();
  const grid = window.getByRole('grid');
  await expect(grid.getByRole('row')).toHaveCount(6);
  await window.screenshot({ path: `${shots}/programmes.png` });

  await grid.getByRole('row').nth(1).dblclick();
  await expect(window.getByRole('heading', { level: 2, name: 'Вход' })).toBeVisible();
  await window.screenshot({ path: `${shots}/programme-rules.png` });

  await window.getByRole('tab', { name: 'Контакты' }).click();
  await grid.getByRole('row').nth(1).dblclick();
  const dialog = window.getByRole('dialog');
  await dialog.getByRole('textbox').fill('+77012345678');
  await dialog.getByRole('checkbox').check();
  await window.screenshot({ path: `${shots}/programme-contact.png` });
  await window.keyboard.press('Control+Enter');
  await expect(grid.getByRole('row').nth(1)).toContainText('+77012345678');
  await expect(grid.getByRole('row').nth(1)).toContainText('проверено');

  await window.getByRole('tab', { name: 'Документы' }).click();
  await window.screenshot({ path: `${shots}/programme-documents.png` });
});
