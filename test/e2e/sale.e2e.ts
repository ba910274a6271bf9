import { demoCards } from '#domain/demo/demo-cards.ts';
import { expect, test } from './support/desk.ts';
import { signIn, startDemonstration } from './support/steps.ts';

const [plenty] = demoCards;

test('[C5] a whole sale by keyboard alone, from the card to the slip', async ({ launch }) => {
  const desk = await launch();
  const { window } = desk;
  await startDemonstration(desk);
  await signIn(desk);
  await expect(window.getByRole('heading', { name: 'Продажа' })).toBeVisible();
  await window.screenshot({ path: 'test/results/shots/sale-empty.png' });
  await window.keyboard.type(plenty?.pan ?? '', { delay: 80 });
  await window.keyboard.press('Enter');
  await expect(window.getByText('Деньги договора')).toBeVisible();
  await window.screenshot({ path: 'test/results/shots/sale-card.png' });
  await window.keyboard.press('Digit2');
  await window.keyboard.type('20,5');
  await expect(window.getByRole('radio', { name: 'АИ-95' })).toBeChecked();
  await expect(window.getByLabel('Литров')).toHaveValue('20,5');
  await window.screenshot({ path: 'test/results/shots/sale-ask.png' });
  await window.keyboard.press('Control+Enter');
  await expect(window.getByRole('button', { name: /^1 АИ-95/u })).toBeVisible();
  await window.screenshot({ path: 'test/results/shots/sale-held.png' });
  await window.keyboard.press('Control+Digit1');
  await expect(window.getByText('Колонка 1: идёт отпуск')).toBeVisible();
  await window.screenshot({ path: 'test/results/shots/sale-fill.png' });
  await window.keyboard.type('18,25');
  await window.keyboard.press('Control+Enter');
  await expect(window.getByText('Чек терминала')).toBeVisible();
  await window.screenshot({ path: 'test/results/shots/sale-slip.png' });
  await window.keyboard.press('Enter');
  await expect(window.getByText('передан')).toBeVisible();
  await window.screenshot({ path: 'test/results/shots/sale-done.png' });
});
