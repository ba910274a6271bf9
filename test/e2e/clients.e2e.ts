import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { fictitiousInn } from '#domain/client/tax-id.ts';
import { startMailServer } from '#test/support/carriers/mail-server.ts';
import { Story } from '../demo/story.ts';
import { BackendProcess } from '../support/network/backend-process.ts';
import { CuttableLink } from '../support/network/cuttable-link.ts';
import { Office } from '../support/network/office.ts';
import { type Desk, expect, test } from './support/desk.ts';
import { enterOn, openTab, tabTo } from './support/keyboard.ts';
import { letterTo, sendLettersBy } from './support/office.ts';
import { signIn, startDemonstration } from './support/steps.ts';

const shots = 'test/results/shots';
const EMAIL = 'vera@example.com';
const SENT_MS = 60_000;
const PASSWORD = /^[0-9a-z]{5}(?:-[0-9a-z]{5}){2}$/u;

async function seriousFindings(window: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: window }).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

/** The printer takes every sheet, and nothing comes out of it. */
async function takeSheets({ app }: Desk): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    for (const { webContents } of BrowserWindow.getAllWindows()) {
      webContents.print = (_options, done) => done?.(true, '');
    }
  });
}

async function fill(window: Page, label: string | RegExp, text: string): Promise<void> {
  await tabTo(window, window.getByRole('dialog').getByLabel(label));
  await window.keyboard.type(text);
}

/** With arrows in a closed list, as it is chosen without opening it. */
async function choose(window: Page, label: string, wanted: string): Promise<void> {
  const list = window.getByRole('dialog').getByRole('combobox', { name: label });
  await tabTo(window, list);
  await window.keyboard.press('Home');
  for (let step = 0; step < 20; step += 1) {
    if ((await list.innerText()).includes(wanted)) return;
    await window.keyboard.press('ArrowDown');
  }
  throw new Error(`the arrows do not come to ${wanted}`);
}

async function enterClient(window: Page): Promise<void> {
  await enterOn(window, window.getByRole('link', { name: 'Клиенты' }));
  await window.keyboard.press('F2');
  await expect(window.getByRole('dialog')).toContainText('Новый клиент');
  await fill(window, 'Название', 'ООО «Тихий рейс»');
  await choose(window, 'Вид клиента', 'юридическое лицо');
  await choose(window, 'Страна', 'Россия');
  await fill(window, 'ИНН, БИН или ИИН', '7707329151');
  await fill(window, 'КПП', '770101001');
  await fill(window, 'Контактное лицо', 'Снегирёва Вера');
  await fill(window, 'Телефон', '9000000077');
  await fill(window, 'Эл. почта', EMAIL);
  await window.keyboard.press('Control+Enter');
  await expect(window.getByText('Контрольная цифра не сходится.')).toBeVisible();
  expect(await seriousFindings(window)).toEqual([]);
  const taxId = window.getByRole('dialog').getByLabel('ИНН, БИН или ИИН');
  await tabTo(window, taxId);
  await window.keyboard.press('Control+a');
  await window.keyboard.type(fictitiousInn(77));
  await window.keyboard.press('Control+Enter');
  await expect(window.getByRole('heading', { level: 1 })).toHaveText('ООО «Тихий рейс»');
}

async function drawUp(window: Page, number: string, programme: string): Promise<void> {
  await window.keyboard.press('F2');
  await expect(window.getByRole('dialog')).toContainText('Новый договор');
  await fill(window, 'Номер', number);
  await choose(window, 'Программа', programme);
  await window.keyboard.press('Control+Enter');
  await expect(window.getByRole('heading', { level: 1 })).toHaveText(`Договор ${number}`);
}

async function sign(window: Page): Promise<void> {
  await window.keyboard.press('F7');
  await expect(window.getByRole('dialog')).toContainText('Подписать');
  await window.keyboard.press('Control+Enter');
}

async function toClient(window: Page): Promise<void> {
  await enterOn(window, window.getByRole('button', { name: 'Клиент', exact: true }));
  await expect(window.getByRole('heading', { level: 1 })).toHaveText('ООО «Тихий рейс»');
}

test('[N-05] [N-06] [O-02] [P-02] without a mouse: a client, its contract, the sheet on paper, an invitation by letter', async ({
  launch,
}) => {
  test.setTimeout(180_000);
  const mail = await startMailServer();
  try {
    const desk = await launch();
    const { window } = desk;
    await startDemonstration(desk);
    await signIn(desk, 'admin');
    await sendLettersBy(desk, mail);
    await enterOn(window, window.getByRole('button', { name: 'Выйти' }));
    await signIn(desk, 'manager');
    await takeSheets(desk);

    await enterClient(window);
    expect(await seriousFindings(window)).toEqual([]);
    await window.screenshot({ path: `${shots}/client.png` });

    await drawUp(window, 'Т-77', 'Нефтьмагистраль');
    await sign(window);
    const sheet = window.getByRole('dialog', { name: 'Данные для входа' });
    await expect(sheet.locator('code').nth(1)).toHaveText(PASSWORD);
    const password = await sheet.locator('code').nth(1).innerText();
    expect(await seriousFindings(window)).toEqual([]);
    await window.screenshot({ path: `${shots}/credential-sheet.png` });
    await window.keyboard.press('Escape');
    await expect(window.getByText('Лист не напечатан')).toBeVisible();
    await window.keyboard.press('Enter');
    await window.keyboard.press('F7');
    await expect(window.getByText('Лист отправлен на печать')).toBeVisible();
    await window.keyboard.press('Escape');
    await expect(sheet).toBeHidden();
    expect(await window.content()).not.toContain(password);

    await toClient(window);
    await drawUp(window, 'Т-78', 'QAZAQ OIL');
    await sign(window);
    await expect(window.getByText('действует', { exact: true })).toBeVisible();
    await toClient(window);
    await openTab(window, 'Приглашения');
    await window.keyboard.press('F2');
    await expect(window.getByRole('dialog')).toContainText(EMAIL);
    await window.keyboard.press('Control+Enter');
    await expect(window.getByRole('grid')).toContainText('ждёт ответа');
    expect(await seriousFindings(window)).toEqual([]);
    await window.screenshot({ path: `${shots}/invitations.png` });
    expect(await letterTo(mail, EMAIL, { subject: /приглаш/iu })).not.toContain(password);

    await openTab(window, 'Люди');
    await expect(window.getByRole('grid')).toContainText('Снегирёва Вера');
    expect(await seriousFindings(window)).toEqual([]);
    await window.screenshot({ path: `${shots}/client-people.png` });
    expect(desk.complaints).toEqual([]);
  } finally {
    await mail.stop();
  }
});

/** Enters a client by its name and phone alone; what is said of it then is awaited. */
async function enterShortly(window: Page, name: string, said: string): Promise<void> {
  await window.keyboard.press('F2');
  await expect(window.getByRole('dialog')).toContainText('Новый клиент');
  await fill(window, 'Название', name);
  await fill(window, 'Телефон', '9000000077');
  await window.keyboard.press('Control+Enter');
  await expect(window.getByText(`${said}: ${name}`)).toBeVisible({ timeout: SENT_MS });
}

test('[O-08] without the link a client is entered, changed and let go of here, and told when it is back', async ({
  launch,
}, testInfo) => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'forecourt-network-'));
  const backend = await BackendProcess.start(folder);
  const link = await CuttableLink.to(backend.port);
  try {
    const office = await Office.signIn(backend.url, 'admin');
    const desk = await launch();
    const { window } = desk;
    const story = new Story(desk, testInfo.outputPath('screens'));
    await story.join(link.url, await office.enrolmentCode('station-1'));
    await signIn(desk, 'manager');
    await enterOn(window, window.getByRole('link', { name: 'Клиенты' }));
    await expect(window.getByRole('gridcell').first()).toBeVisible();
    await story.cutLink(link);

    await enterShortly(window, 'ООО «Попутный ветер»', 'Сохранено на этом месте');
    await enterShortly(window, 'ООО «Опечатка»', 'Сохранено на этом месте');
    const waiting = window.getByRole('region', { name: 'Внесено здесь без связи' });
    await expect(waiting.getByRole('listitem')).toHaveCount(2);
    await expect(waiting.getByRole('listitem').first()).toContainText('ожидает отправки');
    await window.screenshot({ path: `${shots}/clients-waiting.png` });
    expect(await seriousFindings(window)).toEqual([]);

    const [entered, mistaken] = [/Попутный ветер/u, /Опечатка/u].map((hasText) =>
      waiting.getByRole('listitem').filter({ hasText }),
    );
    if (entered === undefined || mistaken === undefined) throw new Error('nothing waits');
    await enterOn(window, entered.getByRole('button', { name: 'Открыть…' }));
    await expect(window.getByRole('dialog').getByLabel('Телефон')).toHaveValue(/77$/u);
    await fill(window, 'Контактное лицо', 'Ветрова Нина');
    await window.keyboard.press('Control+Enter');
    await expect(window.getByRole('dialog')).toHaveCount(0);
    await enterOn(window, mistaken.getByRole('button', { name: 'Убрать…' }));
    await expect(window.getByRole('dialog')).toContainText('Убрать внесённое');
    await window.keyboard.press('Control+Enter');
    await expect(waiting.getByRole('listitem')).toHaveCount(1);

    link.mend();
    await expect(waiting).toHaveCount(0, { timeout: SENT_MS });
    const grid = window.getByRole('grid');
    await expect(grid).toContainText('ООО «Попутный ветер»');
    await expect(grid).toContainText('Ветрова Нина');
    await expect(grid).not.toContainText('Опечатка');
    expect(desk.complaints).toEqual([]);
  } finally {
    await link.close();
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
