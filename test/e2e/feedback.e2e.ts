import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demonstrationPassword } from '#protocol/demonstration.ts';
import { Story } from '../demo/story.ts';
import { BackendProcess } from '../support/network/backend-process.ts';
import { CuttableLink } from '../support/network/cuttable-link.ts';
import { Office } from '../support/network/office.ts';
import { type Desk, expect, test } from './support/desk.ts';

const SENT_MS = 60_000;
const shots = 'test/results/shots';

async function openForm({ window }: Desk): Promise<void> {
  await expect(window.getByRole('button', { name: 'Войти' })).toBeVisible({ timeout: SENT_MS });
  await window.getByRole('button', { name: 'Обратная связь' }).click();
}

test('[N-26] written before sign-in without the link, it outlives a kill and gets one number', async ({
  launch,
}, testInfo) => {
  test.setTimeout(240_000);
  const folder = mkdtempSync(join(tmpdir(), 'forecourt-network-'));
  const backend = await BackendProcess.start(folder);
  const link = await CuttableLink.to(backend.port);
  try {
    const office = await Office.signIn(backend.url, 'admin');
    const first = await launch();
    const story = new Story(first, testInfo.outputPath('screens'));
    await story.join(link.url, await office.enrolmentCode('station-1'));
    link.cut();
    await openForm(first);
    const { window } = first;
    await window.getByLabel('Телефон или электронная почта').fill('8 916 000-00-01');
    await window.getByRole('button', { name: 'Отправить' }).click();
    await expect(window.getByRole('alert')).toContainText('Пустое обращение');
    await window.getByLabel('Текст обращения').fill('Цена на табло другая');
    await window.getByRole('button', { name: 'Отправить' }).click();
    await expect(window.getByText('Ожидает отправки')).toBeVisible();
    await window.screenshot({ path: `${shots}/feedback-waits.png` });
    expect(first.complaints).toEqual([]);
    await first.cut();

    const second = await launch({ profileDir: first.profileDir });
    await openForm(second);
    await expect(second.window.getByText('Ожидает отправки')).toBeVisible();
    expect(await office.feedback()).toEqual([]);
    link.mend();
    await expect(second.window.getByText('№ 1', { exact: true })).toBeVisible({ timeout: SENT_MS });
    await second.window.screenshot({ path: `${shots}/feedback-number.png` });
    const told = await office.feedback();
    expect(told).toMatchObject([
      { number: 1, contact: '+7•••01', text: 'Цена на табло другая', state: 'new' },
    ]);

    await second.window.getByRole('button', { name: 'Назад' }).click();
    await second.window.getByLabel('Логин').fill('manager');
    await second.window.getByLabel(/^Пароль/u).fill(demonstrationPassword);
    await second.window.getByRole('button', { name: 'Войти' }).click();
    await second.window.getByRole('link', { name: 'Обратная связь' }).click();
    const row = second.window.getByRole('gridcell', { name: '+7•••01' });
    await expect(row, 'a list shows nobody whole').toBeVisible();
    await second.window.screenshot({ path: `${shots}/feedback-list.png` });
    await row.dblclick();
    const opened = second.window.getByRole('dialog');
    await expect(opened.getByText('+79160000001')).toBeVisible();
    await second.window.screenshot({ path: `${shots}/feedback-opened.png` });
    expect(second.complaints).toEqual([]);
  } finally {
    await link.close();
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
