// What a person does in his settings before they are photographed.
import type { Page } from '@playwright/test';
import type { Act } from '../act.ts';

async function changePassword(page: Page): Promise<void> {
  const fields = page.locator('input[type="password"]');
  await fields.nth(0).fill('старый-пароль-7');
  await fields.nth(1).fill('корабль гвоздь облако');
  await fields.nth(2).fill('корабль гвоздь облако');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
}

export const settingsActs: readonly Act[] = [
  { name: 'settings-password-refused', scenario: 'settings-security', play: changePassword },
  {
    name: 'settings-pin-dialog',
    scenario: 'settings-security',
    play: async (page) => {
      await page.locator('.security-section .settings__actions button').first().click();
      await page.getByRole('dialog').waitFor();
      await page.keyboard.type('12341234');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'settings-withdraw',
    scenario: 'settings-documents',
    play: async (page) => {
      await page.locator('.ui-panel .settings__actions button').nth(2).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'settings-notices-refused',
    scenario: 'settings-notices',
    play: async (page) => {
      await page.getByRole('checkbox').first().click();
      await page.getByRole('status').first().waitFor();
    },
  },
  {
    name: 'locked-wrong',
    scenario: 'locked',
    play: async (page) => {
      await page.locator('input[type="password"]').fill('0007');
      await page.getByRole('alert').waitFor();
    },
  },
];
