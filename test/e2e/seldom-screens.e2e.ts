import { readFileSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { demonstrationPassword } from '#protocol/demonstration.ts';
import { type NewMember, signInAsMember } from './programmes/member-steps.ts';
import * as person from './programmes/person-steps.ts';
import { seriousFindings } from './support/axe.ts';
import { type Desk, expect, test } from './support/desk.ts';
import { ask } from './support/engine.ts';
import { enterOn, openTab, tabTo } from './support/keyboard.ts';
import { signIn, startDemonstration } from './support/steps.ts';

/** Screens that a person opens once a year, by the keyboard alone. */

const shots = 'test/results/shots';
const MEMBERS = { name: 'Роснефть «Семейная команда»', programmeId: 'family-loyalty' };
const MEMBER: NewMember = {
  programmeId: MEMBERS.programmeId,
  phone: '+79161234567',
  password: 'seven green apples',
};
const INVITING = 'PetroRetail / QAZAQ OIL';

/** The administrator publishes one more version of the rules, which is in force at once. */
async function publishRules(desk: Desk, body: string): Promise<void> {
  await signIn(desk, 'admin');
  await ask(desk, 'terms:publish', {
    commandId: crypto.randomUUID(),
    programmeId: MEMBERS.programmeId,
    kind: 'rules',
    fromMs: null,
    texts: { ru: { title: 'Правила программы', body } },
  });
  await person.signOut(desk);
}

/** From the version in force to the one below it in the list. */
async function expectOlderVersion(window: Page, newer: string): Promise<void> {
  // What is printed is not on the screen.
  await expect(window.getByText(newer).first()).toBeVisible();
  const list = window.getByRole('combobox', { name: 'Версия' });
  await tabTo(window, list);
  await window.keyboard.press('ArrowDown');
  await expect(window.getByText(newer)).toHaveCount(0);
}

test('[R-36] [P-12] a guest reads rules of before and prints them, and asks for instructions once more', async ({
  launch,
}) => {
  const desk = await launch();
  const { window } = desk;
  await startDemonstration(desk);
  await publishRules(desk, 'Баллы живут два года.');
  await desk.app.evaluate(({ BrowserWindow }) => {
    for (const { webContents } of BrowserWindow.getAllWindows()) {
      webContents.print = (_options, done) => {
        const sheets = Number(Reflect.get(globalThis, 'sheets') ?? 0) + 1;
        Reflect.set(globalThis, 'sheets', sheets);
        // A printer is there from the second try on.
        done?.(sheets > 1, sheets > 1 ? '' : 'Failed to enumerate printers');
      };
    }
  });
  const sheets = () => desk.app.evaluate(() => Number(Reflect.get(globalThis, 'sheets') ?? 0));
  await person.chooseDoor(window, MEMBERS.name);
  await enterOn(window, window.getByRole('button', { name: 'Правила программы' }));
  await expect(window.getByRole('button', { name: /^Напечатать/u })).toBeEnabled();
  await window.keyboard.press('Control+KeyP');
  await expect(window.getByText('Не напечатано')).toBeVisible();
  await window.keyboard.press('Control+KeyP');
  await expect.poll(sheets).toBe(2);
  await expectOlderVersion(window, 'Баллы живут два года.');
  await window.screenshot({ path: `${shots}/rules-guest.png` });
  await window.keyboard.press('Escape');
  await expect(window.getByRole('heading', { name: 'Вход' })).toBeVisible();

  await person.chooseDoor(window, INVITING);
  await enterOn(window, window.getByRole('button', { name: 'Отправить инструкцию ещё раз' }));
  const mailbox = window.getByLabel('Электронная почта');
  await mailbox.fill('nobody');
  await window.keyboard.press('Enter');
  await expect(mailbox).toHaveAttribute('aria-invalid', 'true');
  await expect(window.getByRole('heading', { name: 'Запрос принят' })).toHaveCount(0);
  await mailbox.fill('nobody@example.com');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('heading', { name: 'Запрос принят' })).toBeVisible();
  await window.screenshot({ path: `${shots}/resend.png` });
  await window.keyboard.press('Escape');
  await expect(window.getByRole('heading', { name: 'Вход' })).toBeVisible();
  expect(desk.complaints).toEqual([]);
});

test('[R-36] [V-14] a member accepts new rules before all else, reads those of before, and sets his card a PIN', async ({
  launch,
}) => {
  test.setTimeout(120_000);
  const desk = await launch();
  const { window } = desk;
  await startDemonstration(desk);
  await signInAsMember(desk, MEMBER);
  await enterOn(window, window.getByRole('link', { name: 'Мои карты' }));
  await enterOn(window, window.getByRole('button', { name: 'ПИН-код…' }));
  await expect(window.getByRole('dialog')).toBeVisible();
  await window.keyboard.type('48264826');
  await window.keyboard.press('Control+Enter');
  await expect(window.getByRole('dialog')).toHaveCount(0);
  await window.screenshot({ path: `${shots}/own-cards.png` });
  await person.signOut(desk);

  await publishRules(desk, 'Баллы живут два года.');
  const { phone: login, programmeId, password } = MEMBER;
  await ask(desk, 'session:signIn', { login, programmeId, password });
  await expect(window.getByRole('heading', { name: 'Условия изменились' })).toBeVisible();
  await expect(window.getByRole('navigation')).toHaveCount(0);
  expect(await seriousFindings(window)).toEqual([]);
  await enterOn(window, window.getByRole('button', { name: 'Прочитать' }));
  await expect(window.getByText('Баллы живут два года.')).toBeVisible();
  await window.keyboard.press('Escape');
  await enterOn(window, window.getByRole('button', { name: 'Принять и продолжить' }));
  await expect(window.getByRole('alert')).toBeVisible();
  await window.screenshot({ path: `${shots}/new-terms.png` });
  await tabTo(window, window.getByRole('checkbox'));
  await window.keyboard.press('Space');
  await enterOn(window, window.getByRole('button', { name: 'Принять и продолжить' }));
  await expect(window.getByRole('navigation', { name: 'Разделы' })).toBeVisible();

  await enterOn(window, window.getByRole('link', { name: 'Настройки' }));
  await openTab(window, 'Документы');
  const rules = window.getByRole('region', { name: 'Правила программы' });
  await enterOn(window, rules.getByRole('button', { name: 'Прочитать' }));
  await expectOlderVersion(window, 'Баллы живут два года.');
  await window.screenshot({ path: `${shots}/versions.png` });
  await window.keyboard.press('Escape');
  await expect(window.getByRole('dialog')).toHaveCount(0);
  expect(desk.complaints).toEqual([]);
});

/** What the person chooses in the dialogs of the system. */
async function chooseFile({ app }: Desk, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
  }, path);
}

test('an administrator saves a programme as a file, changes it there, and puts it to use; a session of another ends at once', async ({
  launch,
}, testInfo) => {
  const desk = await launch();
  const { window } = desk;
  await startDemonstration(desk);
  // Somebody whose window was closed without signing out.
  await ask(desk, 'session:signIn', { login: 'operator', password: demonstrationPassword });
  await expect(window.getByRole('navigation', { name: 'Разделы' })).toBeVisible();
  await ask(desk, 'session:signIn', { login: 'admin', password: demonstrationPassword });
  await enterOn(window, window.getByRole('link', { name: 'Программы' }));
  await window.getByRole('gridcell', { name: INVITING }).dblclick();
  const path = testInfo.outputPath('programme.json');
  await chooseFile(desk, path);
  await expect(window.getByRole('button', { name: 'Сохранить в файл' })).toBeVisible();
  await window.keyboard.press('F6');
  await expect(window.getByText(/^Сохранено/u)).toBeVisible();
  const profile = JSON.parse(readFileSync(path, 'utf8'));
  await window.keyboard.press('F7');
  const dialog = window.getByRole('dialog');
  await enterOn(window, dialog.getByRole('button', { name: 'Выбрать файл…' }));
  await expect(dialog.getByText('менять нечего')).toBeVisible();
  profile.statementMax += 1;
  writeFileSync(path, JSON.stringify(profile));
  await enterOn(window, dialog.getByRole('button', { name: 'Выбрать файл…' }));
  await expect(dialog.getByText('Изменятся: период выписки')).toBeVisible();
  await window.screenshot({ path: `${shots}/replace-programme.png` });
  await window.keyboard.press('Control+Enter');
  await expect(window.getByText('Правила изменены')).toBeVisible();

  await enterOn(window, window.getByRole('link', { name: 'Люди и места' }));
  await openTab(window, 'Сеансы');
  const table = window.getByRole('grid', { name: 'Сеансы' });
  await tabTo(window, table);
  const operator = table.getByRole('row').filter({ hasText: 'operator' });
  await operator.getByRole('gridcell').first().click();
  await window.keyboard.press('F9');
  await expect(window.getByRole('alertdialog').or(window.getByRole('dialog'))).toBeVisible();
  await window.screenshot({ path: `${shots}/end-session.png` });
  await enterOn(window, window.getByRole('button', { name: 'Завершить', exact: true }));
  await expect(window.getByText(/сеанс завершён$/u)).toBeVisible();
  await expect(operator).toHaveCount(0);
  expect(desk.complaints).toEqual([]);
});
