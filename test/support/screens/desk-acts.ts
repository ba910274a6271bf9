// What an operator does at the desk before it is photographed.
import type { Page } from '@playwright/test';
import type { Act } from './act.ts';

async function askFuel(page: Page): Promise<void> {
  await page.keyboard.type('9999000000000018');
  await page.keyboard.press('Enter');
  await page.locator('[data-step="product"]').waitFor();
}

async function readCard(page: Page): Promise<void> {
  await askFuel(page);
  await page.getByRole('radio').nth(2).click();
  await page.locator('[data-step="ask"] input').fill('40');
}

async function openRefund(page: Page): Promise<void> {
  await page.keyboard.press('F6');
  await page.getByRole('dialog').waitFor();
}

async function askByPhone(page: Page): Promise<void> {
  await readCard(page);
  await page.locator('[data-step="pump"]').getByRole('radio').nth(3).click();
  await page.keyboard.press('Control+Enter');
  await page.locator('.refusal-note__ways').waitFor();
  await page.keyboard.press('F9');
  await page.getByRole('dialog').locator('input').waitFor();
}

async function tryCode(page: Page, code: string): Promise<void> {
  await askByPhone(page);
  await page.keyboard.type(code, { delay: 60 });
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('alert').waitFor();
}

export const deskActs: readonly Act[] = [
  { name: 'desk-fuel', scenario: 'desk', play: askFuel },
  { name: 'desk-preview', scenario: 'desk', play: readCard },
  {
    name: 'desk-duplicate',
    scenario: 'desk',
    play: async (page) => {
      await readCard(page);
      await page.keyboard.press('Control+Enter');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'desk-overrun',
    scenario: 'desk',
    play: async (page) => {
      await page.keyboard.press('Control+Digit3');
      await page.locator('.fill input').fill('42,3');
    },
  },
  {
    name: 'desk-within',
    scenario: 'desk',
    play: async (page) => {
      await page.keyboard.press('Control+Digit3');
      await page.locator('.fill input').fill('40,3');
    },
  },
  {
    name: 'desk-no-lease',
    scenario: 'desk-offline',
    play: async (page) => {
      await askByPhone(page);
      await page.keyboard.press('Escape');
    },
  },
  { name: 'desk-voice', scenario: 'desk-offline', play: askByPhone },
  {
    name: 'desk-voice-wrong',
    scenario: 'desk-offline',
    play: (page) => tryCode(page, '11111111'),
  },
  {
    name: 'desk-voice-over',
    scenario: 'desk-offline',
    play: (page) => tryCode(page, '22222222'),
  },
  { name: 'desk-refund', scenario: 'desk', play: openRefund },
  {
    name: 'desk-slip',
    scenario: 'desk',
    play: async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('Enter');
      await page.locator('.ui-dialog .slip').waitFor();
    },
  },
];
