import type { Page } from '@playwright/test';
import { fictitiousInn } from '#domain/client/tax-id.ts';
import { withLuhn } from '#domain/card/pan.ts';
import { type Desk, expect } from '../support/desk.ts';
import { ask } from '../support/engine.ts';
import { letterTo, signContract } from '../support/office.ts';
import { signIn } from '../support/steps.ts';
import * as person from './person-steps.ts';
import { test } from './programme-test.ts';

/**
 * A programme whose accounts staff open after a card has been handed over, and whose lost passwords
 * staff replace after a link and a comparison (O-02…O-10).
 */

const PROGRAMME = 'НК ОКТАН';
const PROGRAMME_ID = 'corporate-limit-cards';
const EMAIL = 'vera@example.com';
const LOGIN = 'Логин';
const LINK = /^Подтвердите запрос/u;
const SHOTS = 'test/results/shots';

const tokenIn = (letter: string): string => letter.match(/[\w-]{40,}/gu)?.at(-1) ?? '';

/** A card of the contract is given to its driver against a signed act. */
async function handCardOver(desk: Desk, contractId: string): Promise<void> {
  const { cardId } = await ask(desk, 'card:issue', {
    commandId: crypto.randomUUID(),
    contractId,
    pan: withLuhn('999900000000770'),
    holder: null,
    vehicle: null,
    tankCapacityMl: null,
    transactionMaxMl: null,
    transactionMaxMinor: null,
    expiresOn: null,
    productIds: null,
    stationIds: null,
    offlinePolicy: 'home',
  });
  await ask(desk, 'card:handOver', {
    commandId: crypto.randomUUID(),
    cardId,
    actNumber: '77',
    signedOn: '2026-11-20',
    receiverName: 'Снегирёва Вера',
  });
}

/** Shows who he is: by the link out of the letter and by his name. */
async function identify(window: Page, token: string): Promise<void> {
  await window.getByLabel('Ссылка или код из письма').fill(token);
  await window.getByLabel('Фамилия, имя, отчество').fill('Снегирёва Вера');
  await window.keyboard.press('Enter');
}

/** Staff see what was said beside what is kept, and let the person back in. */
async function confirmCase({ window }: Desk): Promise<void> {
  await window.getByRole('link', { name: 'Решения' }).click();
  await window.getByRole('gridcell', { name: 'По ссылке, сверка данных' }).dblclick();
  const dialog = window.getByRole('dialog');
  await expect(dialog.getByText('Снегирёва Вера').first()).toBeVisible();
  await expect(dialog.getByText('совпадает').first()).toBeVisible();
  await window.screenshot({ path: `${SHOTS}/case.png` });
  await window.keyboard.press('Control+Enter');
  await expect(window.getByText('Подтверждено: письмо отправляется')).toBeVisible();
}

async function asManager(desk: Desk, work: () => Promise<void>): Promise<void> {
  await person.chooseDoor(desk.window, 'Сотрудник сети');
  await signIn(desk, 'manager');
  await work();
  await person.signOut(desk);
  await person.chooseDoor(desk.window, PROGRAMME);
}

test('[O-05] [O-06] [O-07] [O-09] [O-10] from a card handed over to signed in, and a password that staff replaced', async ({
  network,
}) => {
  const { desk, mail, clock } = network;
  const { window } = desk;
  const given = { login: '', password: '' };
  await asManager(desk, async () => {
    const { contractId } = await signContract(desk, { programmeId: PROGRAMME_ID, email: EMAIL });
    const open = () => ask(desk, 'account:open', { commandId: crypto.randomUUID(), contractId });
    await expect(open()).rejects.toThrow('CARD_NOT_HANDED_OVER');
    await handCardOver(desk, contractId);
    const sheet = await open();
    Object.assign(given, { login: sheet.login, password: sheet.temporaryPassword });
  });
  await person.enter(window, { label: LOGIN, ...given });
  await person.setPassword(window, 'seven green apples');
  await person.signOut(desk);

  const key = { label: 'Логин, электронная почта либо ИНН', key: fictitiousInn(77) };
  clock.stop();
  await person.askForNewPassword(window, key);
  const late = tokenIn(await letterTo(mail, EMAIL, { subject: LINK }));
  clock.forwardMs(person.DAY_MS + person.SECOND_MS);
  await identify(window, late);
  await person.expectRefused(window, person.refusals.link);
  await person.askAgain(window);
  const link = tokenIn(await letterTo(mail, EMAIL, { subject: LINK, count: 2 }));
  clock.forwardMs(person.DAY_MS);
  await identify(window, link);
  await expect(window.getByText('Запрос передан сотруднику')).toBeVisible();
  await window.screenshot({ path: `${SHOTS}/staff-compares.png` });
  await window.getByRole('button', { name: 'Ко входу' }).click();
  await person.askForNewPassword(window, key);
  await identify(window, link);
  await person.expectRefused(window, person.refusals.linkUsed);
  await person.backToDoor(window);

  await asManager(desk, () => confirmCase(desk));
  const letter = await letterTo(mail, EMAIL, { subject: /^Временный пароль/u });
  const oneTime = /(?:пароль|Пароль)[^\n]*:\s*(\S+)/u.exec(letter)?.[1] ?? '';
  await person.enter(window, {
    label: LOGIN,
    login: given.login,
    password: 'seven green apples',
  });
  await person.expectRefused(window, person.refusals.signIn);
  await person.enter(window, { label: LOGIN, login: given.login, password: oneTime });
  await person.setPassword(window, 'eight yellow plums');
});
