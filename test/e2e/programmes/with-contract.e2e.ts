import type { Page } from '@playwright/test';
import { startMailServer } from '#test/support/carriers/mail-server.ts';
import { type Desk, expect, test } from '../support/desk.ts';
import { MovedClock } from '../support/moved-clock.ts';
import { letterTo, sendLettersBy, signContract } from '../support/office.ts';
import { signIn, startDemonstration } from '../support/steps.ts';

/**
 * A programme whose accounts are born with the contract and come back by a code in a letter: from
 * the contract to signed in, to a forgotten password, and back in (N-05, N-06, N-09…N-11).
 */

const PROGRAMME = 'Нефтьмагистраль';
const PROGRAMME_ID = 'corporate-bonus-cards';
const EMAIL = 'vera@example.com';
const DAY_MS = 24 * 3_600_000;
const SECOND_MS = 1000;

async function chooseDoor(window: Page): Promise<void> {
  await window.getByRole('combobox', { name: 'Куда войти' }).click();
  await window.getByRole('option', { name: PROGRAMME }).click();
}

async function enter(window: Page, login: string, password: string): Promise<void> {
  await window.getByLabel('Логин').fill(login);
  await window.getByLabel(/^Пароль/u).fill(password);
  await window.keyboard.press('Enter');
}

async function setPassword(window: Page, password: string): Promise<void> {
  await expect(window.getByRole('heading', { name: 'Новый пароль' })).toBeVisible();
  const fields = window.locator('input[autocomplete="new-password"]');
  await fields.nth(0).fill(password);
  await fields.nth(1).fill(password);
  await window.keyboard.press('Enter');
  await expect(window.getByText('Добро пожаловать в Личный кабинет!')).toBeVisible();
}

async function signOut({ window }: Desk): Promise<void> {
  await window.getByRole('button', { name: 'Выйти' }).click();
  await expect(window.getByRole('heading', { name: 'Вход' })).toBeVisible();
}

async function askForCode(window: Page, key: string): Promise<void> {
  await window.getByRole('button', { name: 'Забыли пароль?' }).click();
  await window.getByLabel('Логин или электронная почта').fill(key);
  await window.getByRole('button', { name: 'Отправить' }).click();
  await expect(window.getByText(/^Если такая учётная запись есть/u)).toBeVisible();
}

const codeIn = (letter: string): string => /\b\d{8}\b/u.exec(letter)?.[0] ?? '';

test('[N-05] [N-06] [N-09] [N-10] [N-11] from the contract to signed in, to a forgotten password, and back in', async ({
  launch,
}) => {
  test.setTimeout(180_000);
  const mail = await startMailServer();
  const clock = new MovedClock();
  try {
    const desk = await launch({ env: clock.env });
    const { window } = desk;
    await startDemonstration(desk);
    await signIn(desk, 'admin');
    await sendLettersBy(desk, mail);
    await signOut(desk);
    await signIn(desk, 'manager');
    const { sheet } = await signContract(desk, { programmeId: PROGRAMME_ID, email: EMAIL });
    await signOut(desk);
    const { login = '', temporaryPassword = null } = sheet ?? {};

    await chooseDoor(window);
    await window.screenshot({ path: 'test/results/shots/door.png' });
    await enter(window, login, 'not the right one at all');
    await expect(window.getByRole('alert')).toBeVisible();
    await enter(window, login, temporaryPassword ?? '');
    await setPassword(window, 'seven green apples');
    await signOut(desk);

    await askForCode(window, EMAIL);
    const late = codeIn(await letterTo(mail, EMAIL, 2));
    clock.forwardMs(DAY_MS + SECOND_MS);
    await window.getByLabel('Код').fill(late);
    await window.keyboard.press('Enter');
    await expect(window.getByRole('alert')).toBeVisible();
    await window.screenshot({ path: 'test/results/shots/code-expired.png' });
    await window.getByRole('button', { name: 'Назад' }).click();
    await window.getByRole('button', { name: 'Отправить' }).click();
    const code = codeIn(await letterTo(mail, EMAIL, 3));
    expect(code).not.toBe(late);
    clock.forwardMs(DAY_MS - 60 * SECOND_MS);
    await window.getByLabel('Код').fill(code);
    await window.keyboard.press('Enter');
    await setPassword(window, 'eight yellow plums');
    await signOut(desk);

    await enter(window, login, 'seven green apples');
    await expect(window.getByRole('alert')).toBeVisible();
    await enter(window, login, 'eight yellow plums');
    await expect(window.getByRole('navigation', { name: 'Разделы' })).toBeVisible();
  } finally {
    clock.dispose();
    await mail.stop();
  }
});
