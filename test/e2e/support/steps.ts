import { demonstrationPassword } from '#protocol/demonstration.ts';
import { type Desk, expect } from './desk.ts';

/** What a person does in nearly every scenario, by the words on the screen (ru). */

const SETUP_MS = 60_000;

/** From the first run to the sign-in screen of the demonstration network. */
export async function startDemonstration({ window }: Desk): Promise<void> {
  await expect(window.getByText('С чего начать')).toBeVisible();
  await window.getByRole('button', { name: /^Демонстрация/u }).click();
  await expect(window.getByRole('button', { name: 'Войти' })).toBeVisible({ timeout: SETUP_MS });
}

/** Past the sign-in screen as one of the people of the demonstration network. */
export async function signIn({ window }: Desk, login = 'operator'): Promise<void> {
  await window.getByLabel('Логин').fill(login);
  await window.getByLabel(/^Пароль/u).fill(demonstrationPassword);
  await window.getByRole('button', { name: 'Войти' }).click();
  await expect(window.getByRole('navigation', { name: 'Разделы' })).toBeVisible();
}
