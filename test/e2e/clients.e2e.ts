import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { fictitiousInn } from '#domain/client/tax-id.ts';
import { startMailServer } from '#test/support/carriers/mail-server.ts';
import { type Desk, expect, test } from './support/desk.ts';
import { enterOn, openTab, tabTo } from './support/keyboard.ts';
import { letterTo, sendLettersBy } from './support/office.ts';
import { signIn, startDemonstration } from './support/steps.ts';

const shots = 'test/results/shots';
const EMAIL = 'vera@example.com';
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
