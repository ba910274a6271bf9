import type { Page } from '@playwright/test';
import { withLuhn } from '#domain/card/pan.ts';
import { seriousFindings } from '../support/axe.ts';
import { type Desk, expect, test } from '../support/desk.ts';
import { ask } from '../support/engine.ts';
import { enterOn, tabTo } from '../support/keyboard.ts';
import { signIn, startDemonstration } from '../support/steps.ts';
import { assignMembers } from './member-steps.ts';
import * as person from './person-steps.ts';

/** Cards that are sold as one, by whoever serves members, without a mouse. */

const PROGRAMME_ID = 'family-loyalty';

/** Issues a card of the members' contract; the digits by which it is found. */
async function issueCard(desk: Desk, contractId: string, number: string): Promise<string> {
  const pan = withLuhn(number);
  await ask(desk, 'card:issue', {
    commandId: crypto.randomUUID(),
    contractId,
    pan,
    holder: null,
    vehicle: null,
    tankCapacityMl: null,
    transactionMaxMl: null,
    transactionMaxMinor: null,
    expiresOn: null,
    productIds: null,
    stationIds: null,
    offlinePolicy: 'home',
  });
  return pan.slice(-4);
}

async function pick(window: Page, label: RegExp, digits: string): Promise<void> {
  const field = window.getByRole('dialog').getByRole('combobox', { name: label });
  await tabTo(window, field);
  await window.keyboard.press('Control+KeyA');
  await window.keyboard.type(digits);
  await expect(window.getByRole('option')).toHaveCount(1);
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('Enter');
  await expect(field).toHaveValue(new RegExp(`${digits}$`, 'u'));
}

test('[R-03] whoever serves members makes a kit of three cards, each named once and of no kit before', async ({
  launch,
}) => {
  const desk = await launch();
  const { window } = desk;
  await startDemonstration(desk);
  const owned = { programmeId: PROGRAMME_ID, email: 'vera@example.com' };
  const contractId = await assignMembers(desk, owned);
  await signIn(desk, 'manager');
  const numbers = ['999900000000771', '999900000000772', '999900000000773'];
  const cards: string[] = [];
  for (const number of numbers) cards.push(await issueCard(desk, contractId, number));
  const [main = '', first = '', second = ''] = cards;

  await enterOn(window, window.getByRole('link', { name: 'Участники' }));
  await enterOn(window, window.getByRole('button', { name: 'Комплект карт…' }));
  const dialog = window.getByRole('dialog');
  await pick(window, /^Главная карта/u, main);
  await pick(window, /^Дополнительная карта 1/u, first);
  await pick(window, /^Дополнительная карта 2/u, main);
  await window.keyboard.press('Control+Enter');
  await expect(dialog.getByText('Эта карта уже выбрана выше')).toBeVisible();
  expect(await seriousFindings(window)).toEqual([]);
  await window.screenshot({ path: 'test/results/shots/kit.png' });
  await pick(window, /^Дополнительная карта 2/u, second);
  await window.keyboard.press('Control+Enter');
  await expect(window.getByText('Комплект составлен')).toBeVisible();

  await enterOn(window, window.getByRole('button', { name: 'Комплект карт…' }));
  for (const [place, digits] of cards.entries()) {
    const label =
      place === 0 ? /^Главная карта/u : new RegExp(`^Дополнительная карта ${place}`, 'u');
    await pick(window, label, digits);
  }
  await window.keyboard.press('Control+Enter');
  await person.expectRefused(window, 'Карта уже в комплекте');
  expect(desk.complaints).toEqual([]);
});
