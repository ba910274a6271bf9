import type { Locator, Page } from '@playwright/test';
import { expect } from '../support/desk.ts';
import { ask } from '../support/engine.ts';
import { enterOn, tabTo } from '../support/keyboard.ts';
import { letterTo, shortMessageTo } from '../support/office.ts';
import { assignMembers, beginRegistration } from './member-steps.ts';
import * as person from './person-steps.ts';
import { test } from './programme-test.ts';

/**
 * A programme whose members make their accounts themselves: from the contract that they hang on to
 * registered by a short message, signed in, and back in after a forgotten password (R-04…R-19).
 */

const PROGRAMME = 'Роснефть «Семейная команда»';
const PROGRAMME_ID = 'family-loyalty';
const EMAIL = 'vera@example.com';
const PHONE = '+79161234567';
const LOGIN = 'Мобильный телефон';
const FIRST = 'seven green apples';
const SECOND = 'eight yellow plums';
const SIGN_IN = 'Войти';
const CODE_TERM_MS = 5 * 60 * person.SECOND_MS;

const codeIn = (text: string): string => /\b\d{4}\b/u.exec(text)?.[0] ?? '';
const tick = (window: Page) => window.getByRole('checkbox', { name: /робот/u });

async function tickOff(window: Page, box: Locator): Promise<void> {
  await tabTo(window, box);
  await window.keyboard.press('Space');
  await expect(box).toBeChecked();
}

/** From the link beside the door to the form with everything filled in. */
async function fillForm(window: Page): Promise<void> {
  await enterOn(window, window.getByRole('button', { name: 'Регистрация' }));
  await expect(window.getByRole('button', { name: SIGN_IN })).toBeVisible();
  await expect(window.getByRole('button', { name: 'Забыли пароль?' })).toBeVisible();
  await window.keyboard.press('2');
  await enterOn(window, window.getByRole('button', { name: 'Дальше' }));
  await window.getByLabel(LOGIN).fill(PHONE.slice(2));
  await window.getByLabel('Электронная почта').fill(EMAIL);
  await window.keyboard.press('Enter');
  const secrets = window.locator('input[autocomplete="new-password"]');
  await expect(window.getByText('Каким должен быть пароль')).toBeVisible();
  await secrets.nth(0).fill(FIRST);
  await secrets.nth(1).fill(FIRST);
  await tickOff(window, window.getByRole('checkbox', { name: 'Принимаю правила' }));
  await tickOff(window, window.getByRole('checkbox', { name: 'Согласен на обработку' }));
}

async function sendForm(window: Page): Promise<void> {
  await tickOff(window, tick(window));
  await enterOn(window, window.getByRole('button', { name: 'Получить код' }));
  await expect(window.getByRole('heading', { name: 'Код из сообщения' })).toBeVisible();
}

async function enterCode(window: Page, code: string): Promise<void> {
  await window.getByLabel('Код').fill(code);
  await window.keyboard.press('Enter');
}

async function enter(window: Page, password: string): Promise<void> {
  await window.getByLabel(LOGIN).fill(PHONE.slice(2));
  await window.getByLabel(/^Пароль/u).fill(password);
  await tickOff(window, tick(window));
  await enterOn(window, window.getByRole('button', { name: SIGN_IN }));
}

const MEMBERS = { programmeId: PROGRAMME_ID, email: EMAIL };

test('[R-05] [R-09] [R-10] [R-11] [R-12] [R-13] [R-14] [R-16] [R-18] [R-19] a member registers by himself, signs in, and comes back after a forgotten password', async ({
  network,
  centre,
}) => {
  const { desk, mail, clock } = network;
  const { window } = desk;
  await assignMembers(desk, MEMBERS);

  await person.chooseDoor(window, PROGRAMME);
  await fillForm(window);
  await window.screenshot({ path: 'test/results/shots/registration.png' });
  clock.stop();
  await sendForm(window);
  const late = codeIn(await shortMessageTo(centre, PHONE, 1));
  await expect(window.getByRole('button', { name: /^Отправить ещё раз — через/u })).toBeDisabled();
  clock.forwardMs(CODE_TERM_MS + person.SECOND_MS);
  await enterCode(window, late);
  await person.expectRefused(window, person.refusals.code);
  await window.screenshot({ path: 'test/results/shots/registration-late.png' });
  await window.getByRole('button', { name: 'Назад' }).click();
  await sendForm(window);
  const code = codeIn(await shortMessageTo(centre, PHONE, 2));
  clock.forwardMs(CODE_TERM_MS);
  await enterCode(window, code);
  await person.expectWelcome(window);
  const { cards } = await ask(desk, 'member:get', {});
  expect(cards).toMatchObject([{ kind: 'primary', virtual: true, state: 'active' }]);
  await person.signOut(desk);

  await enter(window, SECOND);
  await person.expectRefused(window, person.refusals.signIn);
  await enter(window, FIRST);
  await expect(window.getByRole('navigation', { name: 'Разделы' })).toBeVisible();
  await person.signOut(desk);

  const letter = await letterTo(mail, EMAIL, { subject: /^Подтвердите адрес/u });
  const token = letter.match(/[\w-]{40,}/gu)?.at(-1) ?? '';
  await ask(desk, 'contact:confirmLink', { token });
  // Whoever holds the phone hears of the mailbox that letters go to from now on.
  await shortMessageTo(centre, PHONE, 3);
  await person.askForNewPassword(window, { label: LOGIN, key: PHONE.slice(2) });
  const lost = codeIn(await shortMessageTo(centre, PHONE, 4));
  expect(codeIn(await letterTo(mail, EMAIL, { subject: /^Код/u }))).toBe(lost);
  clock.forwardMs(CODE_TERM_MS + person.SECOND_MS);
  await enterCode(window, lost);
  await person.expectRefused(window, person.refusals.code);
  await person.askAgain(window);
  const found = codeIn(await shortMessageTo(centre, PHONE, 5));
  clock.forwardMs(CODE_TERM_MS);
  await enterCode(window, found);
  await person.setPassword(window, SECOND);
  await person.signOut(desk);
  await enter(window, FIRST);
  await person.expectRefused(window, person.refusals.signIn);
  await enter(window, SECOND);
  await expect(window.getByRole('navigation', { name: 'Разделы' })).toBeVisible();
});

test('[R-10] [R-11] another code comes after a minute and not before, and an unfinished registration is gone after a day', async ({
  network,
  centre,
}) => {
  const { desk, clock } = network;
  await assignMembers(desk, MEMBERS);
  clock.stop();
  const registrationId = await beginRegistration(desk, {
    programmeId: PROGRAMME_ID,
    phone: '+79160000002',
    password: FIRST,
  });
  const again = () => ask(desk, 'registration:resend', { registrationId });
  await shortMessageTo(centre, '+79160000002', 1);
  clock.forwardMs(59 * person.SECOND_MS);
  await expect(again()).rejects.toThrow('RATE_LIMITED');
  clock.forwardMs(person.SECOND_MS);
  await again();
  await shortMessageTo(centre, '+79160000002', 2);
  clock.forwardMs(person.DAY_MS - 60 * person.SECOND_MS);
  await again();
  await shortMessageTo(centre, '+79160000002', 3);
  clock.forwardMs(60 * person.SECOND_MS);
  await expect(again()).rejects.toThrow('CODE_EXPIRED');
  expect(centre.messages).toHaveLength(3);
});
