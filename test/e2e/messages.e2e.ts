import { startMailServer } from '#test/support/carriers/mail-server.ts';
import { expect, test } from './support/desk.ts';
import { signIn, startDemonstration } from './support/steps.ts';

const shots = 'test/results/shots';

test('an administrator sets up the mail server, and its trial letter arrives', async ({
  launch,
}) => {
  const mail = await startMailServer();
  try {
    const desk = await launch();
    const { window } = desk;
    await startDemonstration(desk);
    await signIn(desk, 'admin');
    await window.getByRole('link', { name: 'Сообщения' }).click();
    await expect(window.getByText('Сообщений нет')).toBeVisible();
    await window.getByRole('tab', { name: 'Каналы' }).click();
    await window.getByRole('button', { name: 'Настроить…' }).first().click();
    const dialog = window.getByRole('dialog');
    await dialog.getByLabel('Имя сервера').fill('127.0.0.1');
    await dialog.getByLabel('Порт').fill(String(mail.port));
    await dialog.getByRole('combobox', { name: 'Шифрование' }).click();
    await window.getByRole('option', { name: 'без шифрования' }).click();
    await dialog.getByLabel('Отправитель').fill('azs@example.com');
    await expect(dialog.getByLabel('Отправитель'), 'one ring, that of its box').toHaveCSS(
      'outline-style',
      'none',
    );
    await window.screenshot({ path: `${shots}/channel-email.png` });
    await window.keyboard.press('Control+Enter');
    await expect(window.getByText(`127.0.0.1:${mail.port}`)).toBeVisible();
    await window.screenshot({ path: `${shots}/channels.png` });

    await window.getByRole('button', { name: 'Проверить…' }).click();
    await dialog.getByLabel('Адрес').fill('it@example.com');
    await window.keyboard.press('Control+Enter');
    await expect(dialog.getByText('Сервер принял сообщение.')).toBeVisible();
    expect(mail.letters.map(({ recipients }) => recipients)).toEqual([['it@example.com']]);
  } finally {
    await mail.stop();
  }
});
