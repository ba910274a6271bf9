import type { Page } from '@playwright/test';
import type { Act } from '../act.ts';

async function openChannels(page: Page): Promise<void> {
  await page.getByRole('tab').nth(1).click();
  await page.locator('.channels').waitFor();
}

/** Which of the two dialogs, with what few have to touch open and in sight. */
async function setUp(page: Page, channel: 0 | 1): Promise<void> {
  await openChannels(page);
  const panel = page.locator('.channels .ui-panel').nth(channel);
  await panel.getByRole('button').last().click();
  await page.getByRole('dialog').locator('summary').click();
  await page.locator('.ca').scrollIntoViewIfNeeded();
}

export const messageActs: readonly Act[] = [
  { name: 'channels-email-more', scenario: 'channels-full', play: (page) => setUp(page, 0) },
  { name: 'channels-sms-more', scenario: 'channels-full', play: (page) => setUp(page, 1) },
];
