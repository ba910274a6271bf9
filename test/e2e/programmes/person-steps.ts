import type { Page } from '@playwright/test';
import { type Desk, expect } from '../support/desk.ts';

/** What a client's person does at any programme's door, by the words on the screen (ru). */

export const DAY_MS = 24 * 3_600_000;
export const SECOND_MS = 1000;

export async function chooseDoor(window: Page, programme: string): Promise<void> {
  await window.getByRole('combobox', { name: 'Куда войти' }).click();
  await window.getByRole('option', { name: programme }).click();
}

export async function enter(
  window: Page,
  entry: { readonly label: string; readonly login: string; readonly password: string },
): Promise<void> {
  await window.getByLabel(entry.label).fill(entry.login);
  await window.getByLabel(/^Пароль/u).fill(entry.password);
  await window.keyboard.press('Enter');
}

/** Types a new password twice and sends it. */
export async function typePassword(window: Page, password: string): Promise<void> {
  const fields = window.locator('input[autocomplete="new-password"]');
  await fields.nth(0).fill(password);
  await fields.nth(1).fill(password);
  await window.keyboard.press('Enter');
}

export async function setPassword(window: Page, password: string): Promise<void> {
  await expect(window.getByRole('heading', { name: 'Новый пароль' })).toBeVisible();
  await typePassword(window, password);
  await expectWelcome(window);
}

export async function expectWelcome(window: Page): Promise<void> {
  await expect(window.getByText('Добро пожаловать в Личный кабинет!').last()).toBeVisible();
  await expect(window.getByRole('navigation', { name: 'Разделы' })).toBeVisible();
}

/** What a person reads who is refused; any other refusal is none. */
export const refusals = {
  signIn: 'Вход не выполнен',
  temporary: 'Срок временного пароля истёк',
  code: 'Код больше не действует',
  link: 'Ссылка не действует',
  short: 'Пароль короткий',
  linkUsed: 'Ссылка уже использована',
} as const;

export async function expectRefused(window: Page, words: string): Promise<void> {
  await expect(window.getByRole('alert').filter({ hasText: words })).toBeVisible();
}

export async function signOut({ window }: Desk): Promise<void> {
  await window.getByRole('button', { name: 'Выйти' }).click();
  await expect(window.getByRole('heading', { name: 'Вход' })).toBeVisible();
  expect(await window.locator('.ui-toast').count(), 'what only he was told').toBe(0);
}

/** By the link beside the door, with a key that the programme takes. */
export async function askForNewPassword(
  window: Page,
  { label, key }: { readonly label: string; readonly key: string },
): Promise<void> {
  await window.getByRole('button', { name: 'Забыли пароль?' }).click();
  await window.getByLabel(label).fill(key);
  await window.getByRole('button', { name: 'Отправить' }).click();
  await expect(
    window.getByText(/^Если (?:такая учётная запись есть|этот телефон зарегистрирован)/u),
  ).toBeVisible();
}

/** Back to the key, which is still there, and asks once more. */
export async function askAgain(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Назад' }).click();
  await window.getByRole('button', { name: 'Отправить' }).click();
}

/** From a refused proof past the key that was asked for. */
export async function backToDoor(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Назад' }).click();
  await expect(window.getByRole('button', { name: 'Отправить' })).toBeVisible();
  await window.getByRole('button', { name: 'Назад' }).click();
  await expect(window.getByRole('heading', { name: 'Вход' })).toBeVisible();
}
