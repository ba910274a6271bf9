import type { Page } from '@playwright/test';
import { seriousFindings } from './support/axe.ts';
import { type Desk, expect, test } from './support/desk.ts';
import { signContract } from './support/office.ts';
import { signInAsMember } from './programmes/member-steps.ts';
import * as person from './programmes/person-steps.ts';
import { ask } from './support/engine.ts';
import { signIn, startDemonstration } from './support/steps.ts';

/**
 * Every screen of every role in the real window, tab by tab: nothing serious for axe, nothing
 * against the policy, no table that scrolls sideways.
 */

const THEMES = ['light', 'dark'] as const;
const OF_NETWORK = 'Сотрудник сети';
const OF_CLIENT = { programmeId: 'corporate-bonus-cards', name: 'Нефтьмагистраль' };

async function visitAll({ window }: Desk, look: (name: string) => Promise<void>): Promise<void> {
  const links = window.getByRole('navigation', { name: 'Разделы' }).getByRole('link');
  for (const link of await links.all()) {
    const name = await link.innerText();
    await link.click();
    await expect(window.getByRole('heading', { level: 1 })).toBeVisible();
    await look(name);
    const tabs = await window.getByRole('tab').all();
    for (const tab of tabs.slice(1)) {
      await tab.click();
      await look(`${name}, ${await tab.innerText()}`);
    }
  }
}

async function expectAccessible(desk: Desk): Promise<void> {
  for (const theme of THEMES) {
    await desk.window.emulateMedia({ colorScheme: theme });
    await visitAll(desk, async (name) => {
      expect(await seriousFindings(desk.window), `${name}, ${theme}`).toEqual([]);
    });
  }
}

/** A client's person, with everything that his programme lets him do. */
async function signInAsClient(desk: Desk): Promise<void> {
  await signIn(desk, 'manager');
  const email = 'vera@example.com';
  const { sheet } = await signContract(desk, { programmeId: OF_CLIENT.programmeId, email });
  if (!sheet) throw new Error('the programme opens an account with the contract');
  const { login, temporaryPassword } = sheet;
  await person.signOut(desk);
  await person.chooseDoor(desk.window, OF_CLIENT.name);
  await person.enter(desk.window, { label: 'Логин', login, password: temporaryPassword ?? '' });
  await person.setPassword(desk.window, 'seven green apples');
}

/** The operator of the demonstration, who leads the shift from now on. */
async function signInAsSupervisor(desk: Desk): Promise<void> {
  await signIn(desk, 'admin');
  const { rows } = await ask(desk, 'user:list', {});
  const operator = rows.find(({ login }) => login === 'operator');
  if (operator === undefined) throw new Error('the demonstration has an operator');
  const { userId, displayName } = operator;
  const put = { userId, displayName, role: 'shift-supervisor', active: true } as const;
  await ask(desk, 'user:put', { commandId: crypto.randomUUID(), ...put });
  await person.signOut(desk);
  await signIn(desk, 'operator');
}

const MEMBER = {
  programmeId: 'family-loyalty',
  phone: '+79161234567',
  password: 'seven green apples',
};

const people: Readonly<Record<string, (desk: Desk) => Promise<void>>> = {
  operator: (desk) => signIn(desk, 'operator'),
  manager: (desk) => signIn(desk, 'manager'),
  accountant: (desk) => signIn(desk, 'accountant'),
  admin: (desk) => signIn(desk, 'admin'),
  'a client’s person': signInAsClient,
  'a shift supervisor': signInAsSupervisor,
  'a member': (desk) => signInAsMember(desk, MEMBER),
};

for (const [who, comeIn] of Object.entries(people)) {
  test(`every screen of ${who} is without a serious axe finding, light and dark`, async ({
    launch,
  }) => {
    test.setTimeout(180_000);
    const desk = await launch();
    await startDemonstration(desk);
    await comeIn(desk);
    await expectAccessible(desk);
    expect(desk.complaints).toEqual([]);
  });
}

test('every place before signing in is without a serious axe finding, at every door', async ({
  launch,
}) => {
  test.setTimeout(180_000);
  const desk = await launch();
  await startDemonstration(desk);
  const { window } = desk;
  const doors = window.getByRole('combobox', { name: 'Куда войти' });
  await doors.click();
  const names = await window.getByRole('option').allInnerTexts();
  expect(names).toContain(OF_NETWORK);
  await window.keyboard.press('Escape');
  for (const name of names) {
    await person.chooseDoor(window, name);
    expect(await seriousFindings(window), name).toEqual([]);
    const places = window.locator('.outside-links__link');
    for (const [index, place] of (await places.allInnerTexts()).entries()) {
      await places.nth(index).click();
      await expect(window.getByRole('heading').first()).toBeVisible();
      expect(await seriousFindings(window), `${name}, ${place}`).toEqual([]);
      await window.keyboard.press('Escape');
      await expect(doors).toBeVisible();
    }
  }
});

/** Names of the tables that are wider than their place. */
function sidewaysTables(window: Page): Promise<readonly (string | null)[]> {
  return window.evaluate(() =>
    [...document.querySelectorAll('.ui-table')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map((table) => table.ariaLabel),
  );
}

for (const [who, comeIn] of Object.entries(people)) {
  test(`no table of ${who} scrolls sideways at 150 % of 1366 × 768`, async ({ launch }) => {
    test.setTimeout(120_000);
    const desk = await launch();
    await startDemonstration(desk);
    await comeIn(desk);
    await desk.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(1366, 768);
    });
    await desk.window.getByRole('link', { name: 'Настройки' }).click();
    await desk.window.getByRole('tab', { name: 'Рабочее место' }).click();
    await desk.window.getByRole('radio', { name: /^150/u }).click();
    await expect.poll(() => desk.window.evaluate(() => innerWidth)).toBeLessThan(1000);
    await visitAll(desk, async (name) => {
      await expect.poll(() => sidewaysTables(desk.window), name).toEqual([]);
    });
  });
}
