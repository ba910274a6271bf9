// What a person does on a screen before it is photographed.
import type { Page } from '@playwright/test';
import type { Act } from './act.ts';
import { clientActs } from './clients/client-acts.ts';
import { decisionActs } from './decisions/decision-acts.ts';
import { applicationActs } from './applications/application-acts.ts';
import { deskActs } from './desk-acts.ts';
import { messageActs } from './messages/message-acts.ts';
import { officeActs } from './office-acts.ts';
import { memberActs } from './outside/member-scenarios.ts';
import { outsideActs } from './outside/outside-acts.ts';
import { settingsActs } from './settings/settings-acts.ts';

const password = 'хорошая-погода-7';

async function fillNetwork(page: Page): Promise<void> {
  await page.keyboard.press('Digit2');
  const fields = page.getByRole('textbox');
  await fields.nth(0).fill('Степь Ойл');
  await fields.nth(1).fill('АЗС № 1');
  await page.keyboard.press('Enter');
  await page.locator('input[type="password"]').first().waitFor();
}

async function fillAdministrator(page: Page): Promise<void> {
  await fillNetwork(page);
  const fields = page.locator('form input');
  await fields.nth(0).fill('admin');
  await fields.nth(1).fill('Константин Рощин');
  await fields.nth(2).fill(password);
  await fields.nth(3).fill(password);
}

/** Whoever works at the till, in the list of people. */
async function chooseOperator(page: Page): Promise<void> {
  await page.getByRole('grid').getByRole('gridcell', { name: 'operator' }).first().click();
}

async function openWorkstations(page: Page): Promise<void> {
  await page.getByRole('tab').nth(1).click();
  await page.getByRole('grid').getByRole('gridcell').first().waitFor();
}

async function openRecovery(page: Page): Promise<void> {
  await page.getByRole('tab').nth(3).click();
  await page.getByRole('grid').focus();
}

export const acts: readonly Act[] = [
  {
    name: 'first-run-network',
    scenario: 'first-run',
    play: (page) => page.keyboard.press('Digit2'),
  },
  {
    name: 'first-run-network-faults',
    scenario: 'first-run',
    play: async (page) => {
      await page.keyboard.press('Digit2');
      await page.getByRole('textbox').first().focus();
      await page.keyboard.press('Enter');
      await page.getByRole('alert').first().waitFor();
    },
  },
  { name: 'first-run-administrator', scenario: 'first-run', play: fillAdministrator },
  {
    name: 'first-run-recovery',
    scenario: 'first-run',
    play: async (page) => {
      await fillAdministrator(page);
      await page.keyboard.press('Enter');
      await page.locator('.recovery-key').first().waitFor();
      await page.getByRole('textbox').fill('ABCD');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'first-run-recovery-paper',
    scenario: 'first-run',
    play: async (page) => {
      await fillAdministrator(page);
      await page.keyboard.press('Enter');
      await page.locator('.recovery-key').first().waitFor();
      await page.emulateMedia({ media: 'print' });
    },
  },
  {
    name: 'first-run-join',
    scenario: 'first-run',
    play: async (page) => {
      await page.keyboard.press('Digit3');
      const fields = page.getByRole('textbox');
      await fields.nth(0).fill('azs.example:8443');
      await fields.nth(1).fill('K7PM-94QX');
      await fields.nth(2).fill('Касса 2');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'first-run-demonstration',
    scenario: 'first-run',
    play: (page) => page.keyboard.press('Digit1'),
  },
  {
    name: 'key-wiped-wrong',
    scenario: 'key-wiped',
    play: async (page) => {
      await page.getByRole('textbox').fill('F7KQ-2MXD');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'sign-in-refused',
    scenario: 'sign-in',
    play: async (page) => {
      await page.keyboard.type('wrong');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'keys',
    scenario: 'sync',
    play: async (page) => {
      await page.keyboard.press('F1');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'sync-now',
    scenario: 'sync',
    play: async (page) => {
      await page.keyboard.press('F8');
      await page.locator('.ui-toast').waitFor();
    },
  },
  {
    name: 'sync-attention-list',
    scenario: 'sync-attention',
    play: async (page) => {
      await page.getByRole('tab').nth(1).click();
      await page.getByRole('grid').focus();
    },
  },
  {
    name: 'sync-exposure',
    scenario: 'sync-attention',
    play: (page) => page.getByRole('tab').nth(2).click(),
  },
  {
    name: 'sync-forked-joining',
    scenario: 'sync-forked-saved',
    play: async (page) => {
      await page.keyboard.press('F7');
      await page.getByRole('dialog').locator('input').fill('K7PM-94QX');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('dialog').getByRole('alert').waitFor();
    },
  },
  ...['recovering', 'recovered'].map((state) => ({
    name: `${state}-list`,
    scenario: `sync-${state}`,
    play: openRecovery,
  })),
  {
    name: 'recovering-lost',
    scenario: 'sync-recovering',
    play: async (page) => {
      await openRecovery(page);
      await page.getByRole('gridcell', { name: 'Талдыкорган' }).first().click();
      await page.keyboard.press('F9');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'recovering-declare',
    scenario: 'sync-recovering',
    play: async (page) => {
      await openRecovery(page);
      await page.keyboard.press('F6');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'people-new',
    scenario: 'people',
    play: async (page) => {
      await page.keyboard.press('F2');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'people-new-refused',
    scenario: 'people',
    play: async (page) => {
      await page.keyboard.press('F2');
      const fields = page.getByRole('dialog').locator('input:not([aria-hidden])');
      await fields.nth(0).fill('Дана Оспанова');
      await fields.nth(1).fill('dana');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'people-offline-term',
    scenario: 'people',
    play: async (page) => {
      await page.getByRole('grid').waitFor();
      await page.keyboard.press('F6');
      await page.getByRole('dialog').getByRole('radio').first().waitFor();
    },
  },
  {
    name: 'people-reset',
    scenario: 'people',
    play: async (page) => {
      await chooseOperator(page);
      await page.keyboard.press('F8');
      await page.getByRole('dialog').locator('input').waitFor();
    },
  },
  {
    name: 'people-reset-drawn',
    scenario: 'people',
    play: async (page) => {
      await chooseOperator(page);
      await page.keyboard.press('F8');
      await page.getByRole('dialog').locator('input').fill('Пароль забыт');
      await page.getByRole('dialog').getByRole('button').last().click();
      await page.getByRole('dialog').getByText('k7pm2').waitFor();
    },
  },
  { name: 'workstations', scenario: 'people', play: openWorkstations },
  {
    name: 'sessions-end',
    scenario: 'people',
    play: async (page) => {
      await page.getByRole('tab').nth(-2).click();
      await page.getByRole('grid').getByRole('gridcell', { name: 'operator' }).first().click();
      await page.keyboard.press('F9');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'security-log',
    scenario: 'people',
    play: async (page) => {
      await page.getByRole('tab').last().click();
      await page.getByRole('grid').getByRole('gridcell').first().waitFor();
    },
  },
  {
    name: 'workstations-code',
    scenario: 'people',
    play: async (page) => {
      await openWorkstations(page);
      await page.keyboard.press('F2');
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('combobox').click();
      await page.getByRole('option').first().click();
      await dialog.getByRole('button').last().click();
      await dialog.locator('.enrolment-code').waitFor();
    },
  },
  {
    name: 'workstations-lost',
    scenario: 'people',
    play: async (page) => {
      await openWorkstations(page);
      await page.getByRole('grid').focus();
      await page.keyboard.press('F9');
      await page.getByRole('dialog').waitFor();
    },
  },
  ...officeActs,
  ...messageActs,
  ...clientActs,
  ...outsideActs,
  ...settingsActs,
  ...decisionActs,
  ...applicationActs,
  ...memberActs,
  ...deskActs,
];
