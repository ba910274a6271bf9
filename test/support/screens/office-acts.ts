// What a person of the office does before the screen is photographed.
import type { Page } from '@playwright/test';
import type { Act } from './act.ts';

async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
}

async function openByKey(page: Page, key: string): Promise<void> {
  await page.locator('.ui-detail').waitFor();
  await press(page, key);
  await page.getByRole('dialog').waitFor();
}

async function openTab(page: Page, index: number): Promise<void> {
  await page.locator('.ui-detail').waitFor();
  await page.getByRole('tab').nth(index).click();
}

async function chooseMany(page: Page): Promise<void> {
  const grid = page.getByRole('grid');
  await grid.getByRole('gridcell').first().waitFor();
  await grid.focus();
  await press(page, 'Control+a');
  await page.locator('input[inputmode="decimal"]').fill('10');
}

async function tryMany(page: Page): Promise<void> {
  await chooseMany(page);
  await press(page, 'Control+Enter');
  await page.locator('.preview-table').waitFor();
}

/** Field after field, as the dialog has them in any language. */
async function fillSlip(page: Page): Promise<void> {
  const fields = page.getByRole('dialog').locator('form input:not([aria-hidden])');
  await fields.nth(0).fill('9999000000000018');
  for (const list of [1, 2]) {
    await fields.nth(list).click();
    await page.getByRole('option').first().click();
  }
  const typed = ['40', '4', '21', '11', '2026', '07:05', '104', 'Не было света на станции'];
  for (const [index, text] of typed.entries()) await fields.nth(index + 3).fill(text);
}

async function findOperations(page: Page, words: string): Promise<void> {
  await press(page, 'F3');
  await page.locator('.ui-listing__search input').fill(words);
}

const act = (name: string, scenario: string, play: Act['play']): Act => ({ name, scenario, play });

/** Types what a station reads out, by keyboard alone. */
async function hear(page: Page): Promise<void> {
  const choose = async (text: string): Promise<void> => {
    await page.keyboard.type(text, { delay: 60 });
    const hasNotText = new RegExp(text, 'iu');
    await page.getByRole('option').filter({ hasNotText }).first().waitFor({ state: 'detached' });
    await page.getByRole('option').first().waitFor();
    await press(page, 'ArrowDown');
    await press(page, 'Enter');
    await press(page, 'Tab');
  };
  await page.getByRole('combobox').first().waitFor();
  await choose('Касса');
  await choose('садыков');
  await choose('ДТ');
  await page.keyboard.type('30', { delay: 60 });
  await press(page, 'Tab');
  await page.keyboard.type('0017 4821', { delay: 60 });
}

async function reserve(page: Page): Promise<void> {
  await hear(page);
  await press(page, 'Control+Enter');
}

export const officeActs: readonly Act[] = [
  act('statement-find', 'statement', async (page) => {
    await page.getByRole('combobox').first().fill('садыков');
    await page.getByRole('option').first().waitFor();
  }),
  act('statement-entry', 'statement-accountant', async (page) => {
    await press(page, 'F6');
    await fillSlip(page);
  }),
  act('statement-entry-seen', 'statement-accountant', async (page) => {
    await press(page, 'F6');
    await fillSlip(page);
    await press(page, 'Control+Enter');
    await page.getByRole('dialog').locator('.ui-facts').waitFor();
  }),
  act('statement-filtered', 'statement-contract', async (page) => {
    await page.locator('.statement__filter').first().getByRole('combobox').click();
    await page.getByRole('option').nth(2).click();
    await page.getByRole('grid').focus();
    await press(page, 'ArrowDown');
    await press(page, 'Control+c');
    await page.locator('.ui-toast').waitFor();
  }),
  act('statement-period-wrong', 'statement-contract', async (page) => {
    const day = page.locator('.ui-date').last().locator('input').last();
    await day.fill('2020');
    await page.getByRole('alert').waitFor();
  }),
  act('statement-exported', 'statement-contract', async (page) => {
    await page.locator('.statement__totals').waitFor();
    await press(page, 'F8');
    await page.locator('.ui-toast').waitFor();
  }),
  act('statement-paper', 'statement-printing', async (page) => {
    await page.locator('.statement__totals').waitFor();
    await press(page, 'F7');
    await page.locator('.table-paper').waitFor({ state: 'attached' });
    await page.emulateMedia({ media: 'print' });
  }),
  act('operations-found', 'operations', async (page) => {
    await findOperations(page, 'аи-95');
    await page.getByRole('gridcell').first().waitFor();
  }),
  act('operations-alerted', 'operations', async (page) => {
    await page.getByRole('checkbox').click();
    await page.getByRole('gridcell').first().waitFor();
  }),
  act('operation-alerted', 'operations', async (page) => {
    await page.getByRole('checkbox').click();
    await page.getByRole('gridcell').first().click();
    await press(page, 'Enter');
    await page.getByRole('dialog').waitFor();
  }),
  act('operations-none', 'operations', async (page) => {
    await findOperations(page, 'нет такого');
    await page.locator('.ui-table .ui-state-block').waitFor();
  }),
  act('operations-cut', 'operations', async (page) => {
    await findOperations(page, '00');
    await page.locator('.operations__cut').waitFor();
  }),
  act('operations-no-link', 'operations-failed', async (page) => {
    await findOperations(page, '2417');
    await page.getByRole('alert').waitFor();
  }),
  act('operation-opened', 'operations', async (page) => {
    await findOperations(page, 'аи-95');
    await page.getByRole('gridcell').first().waitFor();
    await page.getByRole('grid').focus();
    await press(page, 'ArrowDown');
    await press(page, 'Enter');
    await page.getByRole('dialog').waitFor();
  }),
  act('months-by-product', 'months', async (page) => {
    await page.locator('.statement__preset').first().getByRole('combobox').click();
    await page.getByRole('option').nth(1).click();
    await page.getByRole('gridcell').first().waitFor();
  }),
  act('months-of-client', 'months', async (page) => {
    await page.getByRole('radio').nth(5).click();
    await page.getByRole('combobox').first().waitFor();
  }),
  act('months-saved', 'months', async (page) => {
    await page.getByRole('gridcell').first().waitFor();
    await press(page, 'F8');
    await page.locator('.ui-toast').waitFor();
  }),
  act('registers-preview', 'registers', async (page) => {
    await press(page, 'F3');
    await page.locator('.registers-preview').waitFor();
  }),
  act('registers-bad-rows', 'registers-bad', async (page) => {
    await press(page, 'F3');
    await page.locator('.registers-preview').waitFor();
  }),
  act('registers-busy', 'registers-reading', async (page) => {
    await press(page, 'F3');
    await page.locator('.ui-progress').waitFor();
  }),
  act('registers-done', 'registers', async (page) => {
    await press(page, 'F3');
    await page.locator('.registers-preview').waitFor();
    await press(page, 'Control+Enter');
    await page.locator('.ui-readout').first().waitFor();
  }),
  act('card-block', 'card', (page) => openByKey(page, 'F9')),
  act('card-blocked-done', 'card', async (page) => {
    await openByKey(page, 'F9');
    await press(page, 'Control+Enter');
    await page.locator('.ui-toast').waitFor();
  }),
  act('card-unblock-refused', 'card-blocked', async (page) => {
    await openByKey(page, 'F9');
    await press(page, 'Control+Enter');
    await page.getByRole('alert').waitFor();
  }),
  act('card-pin-weak', 'card', async (page) => {
    await page.locator('.ui-detail').waitFor();
    await page.getByRole('button', { name: /ПИН|PIN/ }).click();
    await page.getByRole('dialog').locator('input').first().fill('1234');
    await page.getByRole('dialog').locator('input').last().fill('1234');
    await press(page, 'Control+Enter');
    await page.getByRole('alert').waitFor();
  }),
  act('limit-new', 'card', (page) => openByKey(page, 'F2')),
  act('limit-below', 'card', async (page) => {
    await page.locator('.ui-detail').waitFor();
    await page.getByRole('grid').focus();
    await press(page, 'Enter');
    await page.getByRole('dialog').getByRole('textbox').first().fill('50');
  }),
  act('rules', 'card', async (page) => {
    await page.locator('.ui-detail').waitFor();
    await page.locator('.limits-panel').getByRole('button').first().click();
    await page.getByRole('dialog').getByRole('radio').nth(1).click();
  }),
  act('limit-remove', 'card', async (page) => {
    await page.locator('.ui-detail').waitFor();
    await page.getByRole('grid').focus();
    await press(page, 'Delete');
    await page.getByRole('dialog').waitFor();
  }),
  act('contract-limits', 'contract', async (page) => {
    await openTab(page, 2);
  }),
  act('contract-issue', 'contract', async (page) => {
    await openByKey(page, 'F2');
    await page.getByRole('dialog').getByRole('textbox').first().fill('9999 1000 0000 0012');
    await page.getByRole('dialog').getByRole('radio').nth(1).click();
    await press(page, 'Control+Enter');
    await page.getByRole('alert').first().waitFor();
  }),
  act('contract-top-up', 'contract', async (page) => {
    await openByKey(page, 'F6');
    await page.getByRole('dialog').getByRole('textbox').first().fill('150000');
  }),
  act('contract-sign', 'contract-draft', async (page) => {
    await openByKey(page, 'F7');
    await page.getByRole('dialog').getByRole('textbox').first().fill('250000');
  }),
  act('contract-credit', 'contract', async (page) => {
    await openByKey(page, 'F7');
    await page.getByRole('dialog').getByRole('textbox').first().fill('100');
  }),
  act('contract-close', 'contract', async (page) => {
    await openByKey(page, 'F9');
    await page.getByRole('dialog').locator('input').fill('Договор расторгнут по письму клиента');
  }),
  act('contract-groups', 'contract', (page) => openTab(page, 1)),
  act('contract-templates', 'contract', async (page) => {
    await openTab(page, 3);
    await page.getByRole('grid').focus();
  }),
  act('groups-none', 'groups-empty', (page) => openTab(page, 1)),
  act('templates-none', 'groups-empty', (page) => openTab(page, 3)),
  act('template-new', 'contract', async (page) => {
    await openTab(page, 3);
    await openByKey(page, 'F2');
  }),
  act('group-outside', 'group', async (page) => {
    await page.locator('.ui-detail').waitFor();
    await page.getByRole('radio').nth(1).click();
    await page.getByRole('grid').focus();
    await press(page, 'Space');
    await press(page, 'Shift+ArrowDown');
    await press(page, 'Shift+ArrowDown');
  }),
  act('group-limits', 'group', (page) => openTab(page, 1)),
  act('bulk-chosen', 'bulk', chooseMany),
  act('bulk-preview', 'bulk', tryMany),
  act('bulk-done', 'bulk', async (page) => {
    await tryMany(page);
    await press(page, 'Control+Enter');
    await page.getByRole('button', { name: 'Control+Enter' }).waitFor({ state: 'detached' });
  }),
  act('card-check', 'card', async (page) => {
    await openByKey(page, 'F7');
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[inputmode="decimal"]').first().fill('60');
    await press(page, 'Control+Enter');
    await dialog.getByRole('grid').waitFor();
  }),
  act('limit-history', 'card', async (page) => {
    await page.locator('.ui-detail').waitFor();
    await page.getByRole('grid').focus();
    await page.locator('.limits-panel').getByRole('button').first().click();
    await page.getByRole('dialog').waitFor();
  }),
  act('voice-heard', 'voice', hear),
  act('voice-code', 'voice', async (page) => {
    await reserve(page);
    await page.locator('.voice-answer__code').waitFor();
  }),
  act('voice-misheard', 'voice-refused', async (page) => {
    await reserve(page);
    await page.getByRole('alert').nth(1).waitFor();
  }),
  act('prices-faults', 'prices', async (page) => {
    await page.getByRole('grid').waitFor();
    await press(page, 'Control+Enter');
    await page.getByRole('alert').first().waitFor();
  }),
  act('cards-narrowed', 'cards', async (page) => {
    await page.getByRole('combobox').click();
    await page.getByRole('option').nth(2).click();
    await page.getByRole('grid').focus();
  }),
];
