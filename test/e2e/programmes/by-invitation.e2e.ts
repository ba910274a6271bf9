import type { Page } from '@playwright/test';
import { expect } from '../support/desk.ts';
import { ask } from '../support/engine.ts';
import { enterOn, openTab, tabTo } from '../support/keyboard.ts';
import { letterTo, signContract } from '../support/office.ts';
import { signIn } from '../support/steps.ts';
import * as person from './person-steps.ts';
import { test } from './programme-test.ts';

/**
 * A programme whose accounts are born by an invitation and come back by a link in a letter: from
 * the contract to signed in, locked out by a stranger's fourth error, and back in (P-02…P-19).
 */

const PROGRAMME = 'PetroRetail / QAZAQ OIL';
const PROGRAMME_ID = 'cards-and-vouchers';
const EMAIL = 'vera@example.com';
const COLLEAGUE = 'ivan@example.com';
const LOGIN = 'Электронная почта';
/** The invitation speaks the programme's first language, and what comes after it his own. */
const LINK = /^Новый пароль для/u;
const FIRST = 'nine char';
const SECOND = 'eightchr';

/** What a letter has for whoever follows no link. */
const tokenIn = (letter: string): string =>
  letter
    .match(/[\w-]{40,}/gu)
    ?.at(-1)
    ?.trim() ?? '';

/** The client's owner asks a colleague in by himself, without a mouse; his address is `address`. */
async function askColleague(window: Page, address: string): Promise<void> {
  await enterOn(window, window.getByRole('link', { name: 'Представители' }));
  await expect(window.getByRole('grid')).toContainText(EMAIL);
  await window.keyboard.press('F2');
  const dialog = window.getByRole('dialog', { name: 'Новый представитель клиента' });
  await tabTo(window, dialog.getByLabel('Имя'));
  await window.keyboard.type('Снегирёв Иван');
  await tabTo(window, dialog.getByLabel('Эл. почта'));
  await window.keyboard.type(address);
  await window.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await openTab(window, 'Приглашения');
  await expect(
    window.getByRole('grid').getByRole('row').filter({ hasText: address }),
  ).toContainText('ждёт ответа');
  await window.screenshot({ path: 'test/results/shots/own-people.png' });
}

test('[P-02] [P-06] [P-07] [P-09] [P-11] [P-15] [P-16] [P-17] [P-18] [P-19] by invitation, locked by errors, and back in by a link', async ({
  network,
}) => {
  const { desk, mail, clock } = network;
  const { window } = desk;
  await signIn(desk, 'manager');
  const { contractId } = await signContract(desk, { programmeId: PROGRAMME_ID, email: EMAIL });
  await ask(desk, 'invitation:send', { commandId: crypto.randomUUID(), contractId });
  await person.signOut(desk);

  await person.chooseDoor(window, PROGRAMME);
  await window.getByRole('button', { name: 'Принять приглашение' }).click();
  await window
    .getByLabel('Ссылка или код из письма')
    .fill(tokenIn(await letterTo(mail, EMAIL, { subject: /^Invitation/u })));
  await window.keyboard.press('Enter');
  await expect(window.getByText('ООО «Тихий рейс»')).toBeVisible();
  await window.screenshot({ path: 'test/results/shots/invitation.png' });
  await person.typePassword(window, SECOND);
  await person.expectRefused(window, person.refusals.short);
  await person.typePassword(window, FIRST);
  await person.expectWelcome(window);
  await person.signOut(desk);

  for (const _error of [1, 2, 3, 4]) {
    await person.enter(window, { label: LOGIN, login: EMAIL, password: 'somebody else' });
    await expect(window.getByLabel(/^Пароль/u)).toHaveValue('');
    await person.expectRefused(window, person.refusals.signIn);
  }
  await person.enter(window, { label: LOGIN, login: EMAIL, password: FIRST });
  await expect(window.getByLabel(/^Пароль/u)).toHaveValue('');
  await person.expectRefused(window, person.refusals.signIn);

  clock.stop();
  await person.askForNewPassword(window, { label: 'Электронная почта из договора', key: EMAIL });
  const late = tokenIn(await letterTo(mail, EMAIL, { subject: LINK }));
  clock.forwardMs(person.DAY_MS + person.SECOND_MS);
  await window.getByLabel('Ссылка или код из письма').fill(late);
  await window.keyboard.press('Enter');
  await person.expectRefused(window, person.refusals.link);
  await person.askAgain(window);
  const link = tokenIn(await letterTo(mail, EMAIL, { subject: LINK, count: 2 }));
  clock.forwardMs(person.DAY_MS);
  await window.getByLabel('Ссылка или код из письма').fill(link);
  await window.keyboard.press('Enter');
  await person.typePassword(window, SECOND.slice(1));
  await person.expectRefused(window, person.refusals.short);
  await person.setPassword(window, SECOND);
  await person.signOut(desk);

  await window.getByRole('button', { name: 'Забыли пароль?' }).click();
  await window.getByLabel('Электронная почта из договора').fill(EMAIL);
  await window.keyboard.press('Enter');
  await window.getByLabel('Ссылка или код из письма').fill(link);
  await window.keyboard.press('Enter');
  await person.expectRefused(window, person.refusals.linkUsed);
  await person.backToDoor(window);

  await person.enter(window, { label: LOGIN, login: EMAIL, password: SECOND });
  await expect(window.getByRole('navigation', { name: 'Разделы' })).toBeVisible();
  await askColleague(window, COLLEAGUE);
  const invited = await letterTo(mail, COLLEAGUE, { subject: /приглаш/iu });
  expect(tokenIn(invited)).not.toBe('');
});
