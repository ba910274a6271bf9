// What is done with applications before the screen is photographed.
import type { Page } from '@playwright/test';
import type { Act } from '../act.ts';

const VALUES = [
  'АО «Кирпичный завод»',
  'Д-1041/26',
  '7707083893',
  'Снегирёва Вера Константиновна',
  '9160000009',
  'vera@kirpich.example',
  'Доверенность',
  '45-2026',
  '12',
  '01',
  '2026',
];

/** The first field is the client's name, in whatever holds the form. */
async function fill(page: Page, form: string): Promise<void> {
  const fields = page.locator(`${form} input:not([aria-hidden])`);
  for (const [index, value] of VALUES.entries()) await fields.nth(index).fill(value);
}

async function openForm(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('button').nth(0).click();
  await page.locator('form input').first().waitFor();
}

async function openByKey(page: Page, key: string): Promise<void> {
  await page.locator('.ui-page').waitFor();
  await page.keyboard.press(key);
  await page.getByRole('dialog').waitFor();
}

export const applicationActs: readonly Act[] = [
  { name: 'application-form', scenario: 'applications-outside', play: openForm },
  {
    name: 'application-faults',
    scenario: 'applications-outside',
    play: async (page) => {
      await openForm(page);
      await page.keyboard.press('Enter');
      await page.locator('[aria-invalid]').first().waitFor();
    },
  },
  {
    name: 'application-filed',
    scenario: 'applications-outside',
    play: async (page) => {
      await openForm(page);
      await fill(page, 'form');
      await page.keyboard.press('Enter');
      await page.locator('.filed-next').waitFor();
    },
  },
  {
    name: 'application-enter',
    scenario: 'applications',
    play: async (page) => {
      await openByKey(page, 'F2');
      await page.getByRole('dialog').locator('input').first().waitFor();
    },
  },
  {
    name: 'application-process',
    scenario: 'application-ready',
    play: (page) => openByKey(page, 'F9'),
  },
  {
    name: 'application-access',
    scenario: 'application-ready',
    play: async (page) => {
      await openByKey(page, 'F9');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('dialog').locator('code').first().waitFor();
    },
  },
  {
    name: 'application-paper',
    scenario: 'application-printing',
    play: async (page) => {
      await page.locator('.ui-detail').waitFor();
      await page.keyboard.press('F6');
      await page.emulateMedia({ media: 'print' });
    },
  },
  {
    name: 'access-paper',
    scenario: 'application-printing',
    play: async (page) => {
      await openByKey(page, 'F9');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('dialog').locator('code').first().waitFor();
      await page.keyboard.press('F7');
      await page.emulateMedia({ media: 'print' });
    },
  },
  {
    name: 'programme-readers',
    scenario: 'programme-assignment',
    play: async (page) => {
      await page.getByRole('tab').nth(2).click();
      await page.locator('.programme-assignment').waitFor();
    },
  },
  {
    name: 'application-reject',
    scenario: 'application-ready',
    play: (page) => openByKey(page, 'F8'),
  },
];
