import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demonstrationPassword } from '#protocol/demonstration.ts';
import { Story } from '../demo/story.ts';
import { BackendProcess } from '../support/network/backend-process.ts';
import { CuttableLink } from '../support/network/cuttable-link.ts';
import { Office } from '../support/network/office.ts';
import { type Desk, expect, test } from './support/desk.ts';

const SHOWN_MS = 60_000;
const shots = 'test/results/shots';
const HEADING = 'Мойка на трассе закрыта до пятницы';

async function writeNews({ window }: Desk): Promise<void> {
  await window.getByRole('link', { name: 'Новости' }).click();
  await window.getByRole('tab', { name: 'Все новости' }).click();
  await window.keyboard.press('F2');
  await window.getByLabel('Заголовок, Русский').fill(HEADING);
  await window.getByLabel('Текст, Русский').fill('Ближайшая открытая — на АЗС № 2.');
  await window.keyboard.press('Control+Enter');
  await expect(window.getByRole('gridcell', { name: HEADING })).toBeVisible();
}

async function describeStation({ window }: Desk): Promise<void> {
  await window.getByRole('link', { name: 'АЗС', exact: true }).click();
  await window.getByRole('gridcell').first().dblclick();
  await window.getByRole('button', { name: 'Изменить' }).click();
  await window.getByLabel('Адрес').fill('Трасса М-5, 120-й км');
  await window.getByRole('radio', { name: 'Круглосуточно' }).click();
  await window.keyboard.press('Control+Enter');
  await expect(window.getByRole('gridcell', { name: 'Круглосуточно' })).toBeVisible();
}

test('[O-23] a guest reads what the office wrote: news and stations, also without the link', async ({
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
    await expect(window.getByRole('button', { name: 'Войти' })).toBeVisible({ timeout: SHOWN_MS });
    await window.getByRole('button', { name: 'Новости' }).click();
    await expect(window.getByText('Новостей нет')).toBeVisible();
    await window.keyboard.press('Escape');

    await window.getByLabel('Логин').fill('manager');
    await window.getByLabel(/^Пароль/u).fill(demonstrationPassword);
    await window.getByRole('button', { name: 'Войти' }).click();
    await writeNews(desk);
    await describeStation(desk);
    await window.screenshot({ path: `${shots}/stations-office.png` });
    await window.getByRole('button', { name: 'Выйти' }).click();

    await window.getByRole('button', { name: 'Новости' }).click();
    await expect(window.getByRole('heading', { name: HEADING })).toBeVisible();
    await window.screenshot({ path: `${shots}/news-guest.png` });
    await window.keyboard.press('Escape');
    await window.getByRole('button', { name: 'АЗС', exact: true }).click();
    await expect(window.getByRole('gridcell', { name: 'Трасса М-5, 120-й км' })).toBeVisible();
    link.cut();
    await window.keyboard.press('Escape');
    await window.getByRole('button', { name: 'АЗС', exact: true }).click();
    await window.keyboard.press('F3');
    await window.keyboard.type('м-5');
    await expect(window.getByRole('row')).toHaveCount(2);
    await expect(window.getByRole('gridcell', { name: 'Круглосуточно' })).toBeVisible();
    await window.screenshot({ path: `${shots}/stations-guest.png` });
    expect(desk.complaints).toEqual([]);
  } finally {
    await link.close();
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
