// What somebody who is not signed in does before he is photographed.
import type { Page } from '@playwright/test';
import type { Act } from '../act.ts';

function link(page: Page, index: number): Promise<void> {
  return page.getByRole('navigation').getByRole('button').nth(index).click();
}

async function openProof(page: Page): Promise<void> {
  await link(page, 0);
  await page.getByRole('textbox').fill('ivanov');
  await page.keyboard.press('Enter');
  await page.locator('input[autocomplete="one-time-code"]').waitFor();
}

export const outsideActs: readonly Act[] = [
  { name: 'registration-explains', scenario: 'door-email', play: (page) => link(page, 0) },
  { name: 'recovery-key', scenario: 'door-email', play: (page) => link(page, 1) },
  {
    name: 'recovery-proof',
    scenario: 'door-given',
    play: async (page) => {
      await openProof(page);
      await page.keyboard.type('1234 5678');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'recovery-claims', scenario: 'door-checked', play: openProof },
  {
    name: 'recovery-waits',
    scenario: 'door-checked',
    play: async (page) => {
      await openProof(page);
      await page.keyboard.type('https://cabinet.example/recover/abcdef');
      await page.keyboard.press('Enter');
      await page.locator('input').first().waitFor({ state: 'detached' });
    },
  },
  { name: 'offer', scenario: 'door-immutable', play: (page) => link(page, 0) },
  { name: 'contacts', scenario: 'door-immutable', play: (page) => link(page, 1) },
  {
    name: 'door-phone-wrong',
    scenario: 'door-phone',
    play: async (page) => {
      await page.locator('input[type="tel"]').pressSequentially('9161234567');
      await page.locator('input[type="password"]').fill('неверный');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'terms-unticked',
    scenario: 'terms',
    play: async (page) => {
      await page.locator('button[type="submit"]').click();
      await page.getByRole('alert').waitFor();
    },
  },
];
