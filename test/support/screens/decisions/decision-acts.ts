// What somebody who decides does before the screen is photographed.
import type { Page } from '@playwright/test';
import type { Act } from '../act.ts';

/** Opens a row of the list in sight, counted from its first. */
async function openRow(page: Page, index: number): Promise<void> {
  const grid = page.getByRole('grid');
  await grid.getByRole('gridcell').first().waitFor();
  await grid.focus();
  for (let step = 0; step < index; step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
}

async function openTab(page: Page, index: number): Promise<void> {
  await page.getByRole('tab').nth(index).click();
  await page.getByRole('grid').getByRole('gridcell').first().waitFor();
}

/** Begins a case under a programme, as the list has them. */
async function beginCase(page: Page, programme: number): Promise<void> {
  await page.getByRole('grid').waitFor();
  await page.keyboard.press('F2');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').click();
  await page.getByRole('option').nth(programme).click();
}

/** Everything that is asked of somebody who came in person, up to the office that is another. */
async function fillCase(page: Page): Promise<void> {
  await beginCase(page, 3);
  const dialog = page.getByRole('dialog');
  await dialog.locator('input:not([aria-hidden])').last().fill('zhanna.li');
  for (const box of await dialog.getByRole('checkbox').all()) await box.click();
  await page.keyboard.press('Control+Enter');
  await dialog.locator('.ui-tone--warn').waitFor();
}

async function issueCode(page: Page): Promise<void> {
  await fillCase(page);
  const reason = page.getByRole('dialog').locator('input:not([aria-hidden])').last();
  await reason.fill('Офис выдачи закрыт на ремонт');
  await page.keyboard.press('Control+Enter');
  await page.locator('.access-code').waitFor();
}

const act = (name: string, play: Act['play'], scenario = 'decisions'): Act => ({
  name,
  scenario,
  play,
});

export const decisionActs: readonly Act[] = [
  act('decisions-case', (page) => openRow(page, 0)),
  act('decisions-several', (page) => openRow(page, 1)),
  act('decisions-own-case', (page) => openRow(page, 2)),
  act('decisions-lost', (page) => beginCase(page, 0)),
  act('decisions-open', fillCase),
  act('decisions-code', issueCode),
  act('decisions-approvals', (page) => openTab(page, 1)),
  act('decisions-approval', async (page) => {
    await openTab(page, 1);
    await openRow(page, 0);
  }),
  act('decisions-own-approval', async (page) => {
    await openTab(page, 1);
    await openRow(page, 1);
  }),
  act('people-user', (page) => openRow(page, 1), 'people'),
  act('people-sessions', (page) => openTab(page, 3), 'people'),
  act(
    'people-audit',
    async (page) => {
      await openTab(page, 4);
      await page.locator('.ui-listing__actions > .ui-button').last().click();
      await page.locator('[role="status"] .ui-badge').waitFor();
    },
    'people',
  ),
  act(
    'people-audit-entry',
    async (page) => {
      await openTab(page, 4);
      await openRow(page, 0);
    },
    'people',
  ),
  act('people-erasures', (page) => openTab(page, 2), 'people-decided'),
  act(
    'people-erasure-declined',
    async (page) => {
      await openTab(page, 2);
      await openRow(page, 0);
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('radio').last().click();
      await dialog.getByRole('textbox').fill('Договор ещё открыт');
    },
    'people-decided',
  ),
];
