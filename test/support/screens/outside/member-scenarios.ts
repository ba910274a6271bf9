// Windows of members and of those who serve them.
import type { Page } from '@playwright/test';
import type { BridgeAnswer } from '#protocol/bridge.ts';
import { refuse } from '#domain/result.ts';
import type { Act } from '../act.ts';
import { type EngineAnswers, good } from '../fake-client.ts';
import { type Scenario, scenario } from '../make-scenario.ts';
import { nowMs, settings } from '../samples.ts';
import { consents, programmes, registration } from './outside-samples.ts';

type Member = BridgeAnswer<'member:get'>;

export const ownMember: Member = {
  userId: 'u-member',
  programmeId: 'road-home',
  pointsAccountId: 'points-1',
  registeredAtMs: nowMs - 40 * 86_400_000,
  phone: '+79161234567',
  email: null,
  cards: [
    {
      cardId: 'card-1',
      kind: 'primary',
      virtual: true,
      state: 'active',
      panMasked: '990000••••••3417',
      pan: '9900000240553417',
    },
  ],
};

export const servedMember: Member = {
  ...ownMember,
  phone: '+7•••67',
  cards: ownMember.cards.map((card) => ({ ...card, pan: null })),
};

const serving = {
  'programme:public': () => good(programmes),
  'member:find': ({ phone }) => (phone.endsWith('67') ? good(servedMember) : refuse('NOT_FOUND')),
  'member:get': () => good(servedMember),
  'member:addCard': () => refuse('CARD_ALREADY_BOUND', { own: false }),
  'registration:startAtDesk': () => good(registration),
  'card:list': () => good({ rows: [], nextCursor: null, asOfMs: nowMs, source: 'online' }),
} satisfies EngineAnswers;

export const memberScenarios: Readonly<Record<string, Scenario>> = {
  members: scenario({ path: '/members', role: 'client-manager', engine: serving }),
  'members-none': scenario({ path: '/members' }),
  'own-cards': scenario({
    path: '/own-cards',
    role: 'member',
    settings: { ...settings, lastDoor: 'road-home' },
    engine: {
      ...serving,
      'member:get': () => good(ownMember),
      'consent:list': () => good(consents),
    },
  }),
};

async function find(page: Page, digits: string): Promise<void> {
  await page.locator('input[type="tel"]').pressSequentially(digits);
  await page.keyboard.press('Enter');
}

export const memberActs: readonly Act[] = [
  {
    name: 'members-found',
    scenario: 'members',
    play: async (page) => {
      await find(page, '9161234567');
      await page.locator('.member').waitFor();
    },
  },
  {
    name: 'members-unknown',
    scenario: 'members',
    play: async (page) => {
      await find(page, '9161234568');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'members-register',
    scenario: 'members',
    play: async (page) => {
      await page.keyboard.press('F2');
      await page.getByRole('radio').first().waitFor();
    },
  },
  {
    name: 'members-kit',
    scenario: 'members',
    play: async (page) => {
      await page.locator('.ui-page__actions button').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'own-cards-add',
    scenario: 'own-cards',
    play: async (page) => {
      await page.locator('.ui-panel__actions button').click();
      await page.getByRole('dialog').getByRole('textbox').fill('7000 0000 0000 0012');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
    },
  },
];
