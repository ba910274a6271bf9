// What the office does with clients and contracts before the screen is photographed.
import type { Page } from '@playwright/test';
import type { Act } from '../act.ts';

async function detail(page: Page, tab: number | null = null): Promise<void> {
  await page.locator('.ui-detail').waitFor();
  if (tab !== null) await page.getByRole('tab').nth(tab).click();
}

async function byKey(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await page.getByRole('dialog').waitFor();
}

async function choose(page: Page, row: number): Promise<void> {
  const grid = page.getByRole('grid');
  await grid.getByRole('gridcell').first().waitFor();
  await grid.focus();
  await page.keyboard.press('Home');
  for (let step = 0; step < row; step += 1) await page.keyboard.press('ArrowDown');
}

const act = (name: string, scenario: string, play: Act['play']): Act => ({ name, scenario, play });
const CONTRACTS = 0;
const PEOPLE = 1;
const INVITATIONS = 2;
const ACCESS = 4;

export const clientActs: readonly Act[] = [
  act('clients-new', 'clients', async (page) => {
    await page.getByRole('gridcell').first().waitFor();
    await byKey(page, 'F2');
    await page.getByRole('dialog').getByRole('textbox').first().fill('ООО «Лира»');
    await page.getByRole('dialog').getByRole('textbox').nth(1).fill('7707329151');
    await page.keyboard.press('Control+Enter');
    await page
      .getByRole('dialog')
      .locator('.ui-field__note--error, [role=alert]')
      .first()
      .waitFor();
  }),
  act('client-conflict', 'client-changed', async (page) => {
    await detail(page);
    await byKey(page, 'F7');
    await page.getByRole('dialog').getByRole('textbox').first().fill('ООО «Северный путь плюс»');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').getByRole('alert').waitFor();
  }),
  act('client-draw-up', 'client', async (page) => {
    await detail(page, CONTRACTS);
    await byKey(page, 'F2');
    await page.getByRole('dialog').getByRole('textbox').first().fill('Д-1041/26');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').getByText(/1041/u).last().waitFor();
  }),
  act('client-people', 'client', async (page) => {
    await detail(page, PEOPLE);
    await choose(page, 1);
  }),
  act('client-people-none', 'client-bare', (page) => detail(page, PEOPLE)),
  act('client-person', 'client', async (page) => {
    await detail(page, PEOPLE);
    await choose(page, 1);
    await byKey(page, 'F8');
  }),
  act('client-paper', 'client', async (page) => {
    await detail(page, PEOPLE);
    await choose(page, 1);
    await byKey(page, 'F6');
  }),
  act('client-person-remove', 'client', async (page) => {
    await detail(page, PEOPLE);
    await choose(page, 1);
    await byKey(page, 'F9');
  }),
  act('client-person-invite', 'client', async (page) => {
    await detail(page, PEOPLE);
    await byKey(page, 'F2');
  }),
  act('client-invitations', 'client', async (page) => {
    await detail(page, INVITATIONS);
    await choose(page, 1);
  }),
  act('client-invite', 'client', async (page) => {
    await detail(page, INVITATIONS);
    await page.getByRole('gridcell').first().waitFor();
    await byKey(page, 'F2');
  }),
  act('client-invitation-revoke', 'client', async (page) => {
    await detail(page, INVITATIONS);
    await choose(page, 1);
    await byKey(page, 'F9');
  }),
  act('contract-access-refused', 'contract-access', async (page) => {
    await detail(page, ACCESS);
    await page.locator('.contract-access').waitFor();
    await page.getByText('F8').waitFor();
    await page.keyboard.press('F8');
    await page.locator('.contract-access').getByRole('alert').waitFor();
  }),
  act('contract-hand-over', 'contract-access', async (page) => {
    await detail(page, ACCESS);
    await page.locator('.contract-access').waitFor();
    await byKey(page, 'F2');
  }),
  act('contract-act', 'contract-access', async (page) => {
    await detail(page, ACCESS);
    await choose(page, 0);
    await byKey(page, 'Enter');
  }),
  act('contract-programme', 'contract-access', async (page) => {
    await detail(page, ACCESS);
    await page.locator('.contract-access button').first().click();
    await page.getByRole('dialog').waitFor();
  }),
  act('contract-sheet-reason', 'contract-access-open', async (page) => {
    await detail(page, ACCESS);
    await page.locator('.contract-access').getByRole('button').nth(1).click();
    await page.getByRole('dialog').locator('input').fill('Лист потерян');
  }),
  act('contract-sheet', 'contract-access-open', async (page) => {
    await detail(page, ACCESS);
    await page.locator('.contract-access').getByRole('button').nth(1).click();
    await page.getByRole('dialog').locator('input').fill('Лист потерян');
    await page.keyboard.press('Control+Enter');
    await page.locator('.form-paper').first().waitFor();
  }),
  act('contract-sheet-leave', 'contract-access-open', async (page) => {
    await detail(page, ACCESS);
    await page.locator('.contract-access').getByRole('button').nth(1).click();
    await page.getByRole('dialog').locator('input').fill('Лист потерян');
    await page.keyboard.press('Control+Enter');
    await page.locator('.form-paper').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.ui-confirm__answer').first().waitFor();
  }),
  act('contract-sheet-paper', 'contract-access-open', async (page) => {
    await detail(page, ACCESS);
    await page.locator('.contract-access').getByRole('button').nth(1).click();
    await page.getByRole('dialog').locator('input').fill('Лист потерян');
    await page.keyboard.press('Control+Enter');
    await page.locator('.form-paper').first().waitFor();
    await page.emulateMedia({ media: 'print' });
  }),
];
