// What somebody who is not signed in does before he is photographed.
import type { Page } from '@playwright/test';
import type { Act } from '../act.ts';

function link(page: Page, index: number): Promise<void> {
  return page.getByRole('navigation').getByRole('button').nth(index).click();
}

function openFeedback(page: Page): Promise<void> {
  return page.getByRole('navigation').getByRole('button').last().click();
}

async function openProof(page: Page): Promise<void> {
  await link(page, 1);
  await page.getByRole('textbox').fill('ivanov');
  await page.keyboard.press('Enter');
  await page.locator('input[autocomplete="one-time-code"]').waitFor();
}

async function openPerson(page: Page): Promise<void> {
  await link(page, 0);
  await page.getByRole('radio').first().click();
  await page.locator('button[type="submit"]').click();
  await page.locator('input[type="tel"]').waitFor();
}

async function openAgreement(page: Page): Promise<void> {
  await openPerson(page);
  await page.locator('form input').first().fill('7000 0000 0000 0012');
  await page.locator('input[type="tel"]').pressSequentially('9161234567');
  await page.keyboard.press('Enter');
  await page.locator('input[type="password"]').first().waitFor();
}

async function openCode(page: Page): Promise<void> {
  await openAgreement(page);
  const secrets = page.locator('input[type="password"]');
  await secrets.nth(0).fill('Ледоход-над-Тоболом-41');
  await secrets.nth(1).fill('Ледоход-над-Тоболом-41');
  for (const tick of await page.getByRole('checkbox').all()) await tick.click();
  await page.locator('button[type="submit"]').click();
  await page.locator('input[autocomplete="one-time-code"]').waitFor();
}

/** The first button of the strip on top. */
function openLetterLink(page: Page): Promise<void> {
  return page.locator('.letter-link-banner button').first().click();
}

export const outsideActs: readonly Act[] = [
  { name: 'letter-link-opened', scenario: 'letter-link-door', play: openLetterLink },
  { name: 'letter-link-asks', scenario: 'letter-link-contact', play: openLetterLink },
  { name: 'registration-choice', scenario: 'door-phone', play: (page) => link(page, 0) },
  {
    name: 'registration-person-wrong',
    scenario: 'door-phone',
    play: async (page) => {
      await openPerson(page);
      await page.locator('button[type="submit"]').click();
    },
  },
  { name: 'registration-agreement', scenario: 'door-phone', play: openAgreement },
  {
    name: 'registration-paper',
    scenario: 'door-phone',
    play: async (page) => {
      await openAgreement(page);
      await page.locator('.document-ticks button.ui-button').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'registration-code-wrong',
    scenario: 'door-phone',
    play: async (page) => {
      await openCode(page);
      await page.keyboard.type('1234');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'registration-explains', scenario: 'door-email', play: (page) => link(page, 0) },
  { name: 'recovery-key', scenario: 'door-email', play: (page) => link(page, 2) },
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
  {
    name: 'recovery-before',
    scenario: 'door-given',
    play: async (page) => {
      await link(page, 1);
      await page.getByRole('textbox').fill('ivanov');
      await page.locator('.ui-form__foot button').nth(1).click();
      await page.locator('input[autocomplete="one-time-code"]').fill('1234');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'application-leaving',
    scenario: 'door-immutable',
    play: async (page) => {
      await link(page, 0);
      await page.getByRole('textbox').first().fill('ООО «Тихий рейс»');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'papers-document',
    scenario: 'papers',
    play: async (page) => {
      await page.getByRole('combobox').click();
      await page.getByRole('option').nth(2).click();
      await page.locator('.papers__documents button').first().click();
      await page.locator('.paper-screen__text').waitFor();
    },
  },
  {
    name: 'channels-email',
    scenario: 'channels',
    play: async (page) => {
      await page.getByRole('tab').nth(1).click();
      await page.locator('.channels .ui-panel').first().getByRole('button').last().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox').first().fill('');
      await dialog.getByRole('textbox').nth(1).fill('0');
      await page.keyboard.press('Control+Enter');
      await dialog.getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'channels-off',
    scenario: 'channels',
    play: async (page) => {
      await page.getByRole('tab').nth(1).click();
      await page.locator('.channels .ui-panel').first().getByRole('button').first().click();
      await page.getByRole('dialog').waitFor();
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
  { name: 'offer', scenario: 'door-immutable', play: (page) => link(page, 2) },
  { name: 'contacts', scenario: 'door-immutable', play: (page) => link(page, 3) },
  { name: 'guest-news', scenario: 'door-staff', play: (page) => link(page, 0) },
  { name: 'guest-no-news', scenario: 'door-no-news', play: (page) => link(page, 0) },
  { name: 'guest-stations', scenario: 'door-staff', play: (page) => link(page, 1) },
  {
    name: 'guest-nothing-told',
    scenario: 'door-told-nothing',
    play: (page) => page.getByRole('navigation').getByRole('button').nth(-2).click(),
  },
  {
    name: 'news-write',
    scenario: 'news',
    play: async (page) => {
      await page.getByRole('tab').nth(1).click();
      await page.keyboard.press('F2');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'news-table',
    scenario: 'news',
    play: (page) => page.getByRole('tab').nth(1).click(),
  },
  {
    name: 'station-one',
    scenario: 'stations',
    play: async (page) => {
      await page.getByRole('row').nth(1).dblclick();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'station-describe',
    scenario: 'stations',
    play: async (page) => {
      await page.getByRole('row').nth(1).dblclick();
      await page.getByRole('dialog').getByRole('button').first().click();
      await page.getByRole('radio').nth(2).click();
    },
  },
  { name: 'feedback-door', scenario: 'door-immutable', play: openFeedback },
  { name: 'feedback-offline', scenario: 'door-offline', play: openFeedback },
  {
    name: 'feedback-faults',
    scenario: 'door-staff',
    play: async (page) => {
      await openFeedback(page);
      await page.locator('button[type="submit"]').click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'feedback-one',
    scenario: 'feedback',
    play: async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
    },
  },
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
