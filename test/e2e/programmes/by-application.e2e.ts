import type { Locator, Page } from '@playwright/test';
import { fictitiousInn } from '#domain/client/tax-id.ts';
import { type Desk, expect } from '../support/desk.ts';
import { ask } from '../support/engine.ts';
import { letterTo, signContract } from '../support/office.ts';
import { signIn } from '../support/steps.ts';
import * as person from './person-steps.ts';
import { test } from './programme-test.ts';

/**
 * A programme whose accounts come of an application, and whose lost passwords are replaced in
 * person where the access was handed over: from the form before signing in to back in (V-09…V-17).
 */

const PROGRAMME = 'Новатек';
const PROGRAMME_ID = 'industrial-gas-supply';
const EMAIL = 'vera@example.com';
const CURATOR = 'timur@example.com';
const HEAD = 'konstantin@example.com';
const LOGIN = 'Имя пользователя';
const SHOTS = 'test/results/shots';
const VALUES = [
  'ООО «Тихий рейс»',
  'Т-77',
  fictitiousInn(77),
  'Снегирёва Вера Константиновна',
  '9000000077',
  EMAIL,
  'Доверенность',
  '45',
];

/** The network's own people get letters where their addresses are known. */
async function giveAddresses({ window }: Desk): Promise<void> {
  await window.getByRole('link', { name: 'Люди и места' }).click();
  for (const [name, email] of [
    ['Тимур Алиев', CURATOR],
    ['Константин Рощин', HEAD],
  ] as const) {
    await window.getByRole('gridcell', { name }).dblclick();
    const dialog = window.getByRole('dialog');
    await dialog.getByLabel('Электронная почта').fill(email);
    await window.keyboard.press('Control+Enter');
    await expect(dialog).toBeHidden();
  }
}

/** Found by what is typed, and chosen. */
async function choosePerson(window: Page, label: string, name: string): Promise<void> {
  await window.getByLabel(label).fill(name);
  await window.getByRole('option', { name }).click();
}

async function nameReaders({ window }: Desk): Promise<void> {
  await window.getByRole('link', { name: 'Программы' }).click();
  await window.getByRole('gridcell', { name: PROGRAMME }).dblclick();
  await window.getByRole('tab', { name: 'Назначения' }).click();
  await choosePerson(window, 'Руководитель отдела продаж', 'Константин Рощин');
  await choosePerson(window, 'Куратор', 'Тимур Алиев');
  await window.screenshot({ path: `${SHOTS}/assignment.png` });
  await window.getByRole('button', { name: 'Сохранить', exact: true }).click();
  await expect(window.getByText('Назначения сохранены')).toBeVisible();
}

/** Files the application by keyboard, from the link beside the door to its number. */
async function fileApplication({ window }: Desk): Promise<void> {
  await window.getByRole('button', { name: 'Подать заявку на доступ' }).focus();
  await window.keyboard.press('Enter');
  await expect(window.getByLabel('Организация')).toBeFocused();
  for (const value of VALUES) {
    await window.keyboard.type(value);
    await window.keyboard.press('Tab');
  }
  for (const part of ['12', '01', '2026']) await window.keyboard.type(part);
  await window.screenshot({ path: `${SHOTS}/application.png` });
  await window.keyboard.press('Enter');
  await expect(window.getByRole('heading', { name: 'Заявка № 1 подана' })).toBeVisible();
  await window.screenshot({ path: `${SHOTS}/application-filed.png` });
}

async function openApplication({ window }: Desk): Promise<void> {
  await window.getByRole('link', { name: 'Заявки' }).click();
  await window.getByRole('gridcell', { name: 'ООО «Тихий рейс»' }).dblclick();
  await expect(window.getByRole('heading', { name: 'Заявка № 1', exact: true })).toBeVisible();
}

async function asStaff(desk: Desk, login: string, work: () => Promise<void>): Promise<void> {
  await person.chooseDoor(desk.window, 'Сотрудник сети');
  await signIn(desk, login);
  await work();
  await person.signOut(desk);
  await person.chooseDoor(desk.window, PROGRAMME);
}

/** Both have seen it; one of them makes the account and takes its sheet. */
async function processApplication({ window }: Desk): Promise<{ login: string; code: string }> {
  await window.keyboard.press('F9');
  const dialog = window.getByRole('dialog');
  await expect(dialog.getByText('Клиент по этому договору: ООО «Тихий рейс»')).toBeVisible();
  await window.keyboard.press('Control+Enter');
  await expect(dialog.getByText('Код показан один раз')).toBeVisible();
  await window.screenshot({ path: `${SHOTS}/application-access.png` });
  const [login = '', code = ''] = await dialog.locator('code').allInnerTexts();
  await window.keyboard.press('Escape');
  await window.getByRole('button', { name: 'Закрыть без печати' }).click();
  await expect(window.getByText(login)).toBeVisible();
  return { login, code };
}

/** The person came to the office that handed the access over, with his papers. */
async function renewInPerson({ window }: Desk, login: string): Promise<string> {
  await window.getByRole('link', { name: 'Решения' }).click();
  await window.keyboard.press('F2');
  const dialog = window.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Программа' }).click();
  await window.getByRole('option', { name: PROGRAMME }).click();
  await dialog.getByLabel('Логин').fill(login);
  for (const seen of await dialog.getByRole('checkbox').all()) await seen.check();
  await window.keyboard.press('Control+Enter');
  const access = window.getByRole('dialog', { name: 'Новый код доступа' });
  const code = await access.locator('code').innerText();
  await window.screenshot({ path: `${SHOTS}/access-renewed.png` });
  await leaveAccess(access);
  return code;
}

/** The code is shown once: whoever closes it without a paper is asked first. */
async function leaveAccess(access: Locator): Promise<void> {
  await access.getByRole('button', { name: 'Код передан' }).click();
  await access.page().getByRole('button', { name: 'Закрыть без печати' }).click();
  await expect(access).toBeHidden();
}

test('[V-09] [V-10] [V-11] [V-14] [V-16] [V-17] from an application to signed in, and a forgotten password replaced in person', async ({
  network,
}) => {
  const { desk, mail, clock } = network;
  const { window } = desk;
  await signIn(desk, 'admin');
  await giveAddresses(desk);
  await nameReaders(desk);
  await person.signOut(desk);
  await signIn(desk, 'manager');
  await signContract(desk, { programmeId: PROGRAMME_ID, email: EMAIL });
  await person.signOut(desk);

  await person.chooseDoor(window, PROGRAMME);
  await expect(window.getByRole('button', { name: 'Забыли пароль?' })).toBeHidden();
  await fileApplication(desk);
  for (const address of [CURATOR, HEAD]) {
    expect(await letterTo(mail, address, { subject: /заявк/iu })).toContain('Тихий рейс');
  }
  await window.getByRole('button', { name: 'Ко входу' }).click();

  await asStaff(desk, 'manager', async () => {
    await openApplication(desk);
    await expect(window.getByText(/Решение возможно, когда .*Константин Рощин/u)).toBeVisible();
    await window.screenshot({ path: `${SHOTS}/application-unseen.png` });
    await window.keyboard.press('F9');
    await expect(window.getByRole('dialog')).toBeHidden();
  });
  await asStaff(desk, 'admin', () => openApplication(desk));
  const given = { login: '', code: '' };
  await asStaff(desk, 'manager', async () => {
    await openApplication(desk);
    Object.assign(given, await processApplication(desk));
  });
  const { login } = given;
  const letter = await letterTo(mail, EMAIL, { subject: /заявк/iu });
  expect(letter).not.toContain(login);
  expect(letter).not.toContain(given.code);

  await person.enter(window, { label: LOGIN, login, password: given.code });
  await person.setPassword(window, 'seven green apples');
  const { documents } = await ask(desk, 'consent:list', {});
  expect(documents).toMatchObject([{ kind: 'offer', accepted: true }]);
  await person.signOut(desk);

  clock.stop();
  const renewed = { late: '', code: '' };
  await asStaff(desk, 'manager', async () => {
    renewed.late = await renewInPerson(desk, login);
  });
  clock.forwardMs(person.DAY_MS + person.SECOND_MS);
  await person.enter(window, { label: LOGIN, login, password: renewed.late });
  await person.expectRefused(window, person.refusals.temporary);
  await asStaff(desk, 'manager', async () => {
    renewed.code = await renewInPerson(desk, login);
  });
  clock.forwardMs(person.DAY_MS);
  await person.enter(window, { label: LOGIN, login, password: renewed.code });
  await person.setPassword(window, 'eight yellow plums');
  await person.signOut(desk);
  await person.enter(window, { label: LOGIN, login, password: 'eight yellow plums' });
  await expect(window.getByRole('navigation', { name: 'Разделы' })).toBeVisible();
});
