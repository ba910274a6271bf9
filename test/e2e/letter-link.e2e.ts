import { letterLinkOf } from '#protocol/letter-link.ts';
import { type Desk, expect } from './support/desk.ts';
import { ask } from './support/engine.ts';
import { letterTo, signContract } from './support/office.ts';
import { signIn } from './support/steps.ts';
import * as person from './programmes/person-steps.ts';
import { test } from './programmes/programme-test.ts';

const PROGRAMME_ID = 'cards-and-vouchers';
const EMAIL = 'vera@example.com';
const PIN = '4711';
const shots = 'test/results/shots';

const banner = ({ window }: Desk) => window.locator('.letter-link-banner');
const code = ({ window }: Desk) => window.getByLabel('Ссылка или код из письма');

/** The link in a letter, and what nobody but its reader may have of it. */
function linkIn(letter: string): { readonly link: string; readonly token: string } {
  const [link = ''] = letter.match(/^forecourt:\S+$/mu) ?? [];
  const read = letterLinkOf([link]);
  if (read === null || read.kind === 'unknown') throw new Error('the letter has no link');
  return { link, token: read.token };
}

test('[P-06] [P-14] [P-16] the link of a letter waits under whoever works, and is opened by a press', async ({
  network,
  launch,
}) => {
  const { desk, mail, clock } = network;
  const { window } = desk;
  await signIn(desk, 'manager');
  const { contractId } = await signContract(desk, { programmeId: PROGRAMME_ID, email: EMAIL });
  await ask(desk, 'invitation:send', { commandId: crypto.randomUUID(), contractId });
  const { link, token } = linkIn(await letterTo(mail, EMAIL, { subject: /^Invitation/u }));

  // Behind a locked screen it is not even named.
  await ask(desk, 'appPin:set', { pin: PIN, repeat: PIN });
  await ask(desk, 'session:lock', {});
  await expect(window.getByRole('button', { name: 'Выйти' })).toBeVisible();
  expect(await desk.startAgain([link]), 'the second start ends by itself').toBe(0);
  await expect(banner(desk)).toBeHidden();
  await ask(desk, 'session:unlock', { pin: PIN });
  await expect(banner(desk)).toContainText('приглашение');
  await expect(banner(desk)).toContainText('когда вы выйдете');
  await expect(window.getByRole('navigation', { name: 'Разделы' })).toBeVisible();
  await window.screenshot({ path: `${shots}/letter-link-waits.png` });

  await person.signOut(desk);
  await window.screenshot({ path: `${shots}/letter-link-door.png` });
  await banner(desk).getByRole('button', { name: 'Открыть приглашение' }).click();
  await expect(code(desk)).toHaveValue(token);
  await expect(window.getByText('ООО «Тихий рейс»')).toBeHidden();
  await window.screenshot({ path: `${shots}/letter-link-opened.png` });
  await window.keyboard.press('Enter');
  await expect(window.getByText('ООО «Тихий рейс»')).toBeVisible();

  // The same link starts the application; pasted it works as well.
  await desk.end();
  const again = await launch({ env: clock.env, words: [link] });
  await banner(again).getByRole('button', { name: 'Открыть приглашение' }).click();
  await expect(code(again)).toHaveValue(token);
  await code(again).fill(link);
  await again.window.keyboard.press('Enter');
  await expect(again.window.getByText('ООО «Тихий рейс»')).toBeVisible();
  expect(again.logs()).toContain('a link of a letter');
  expect(again.logs(), 'no log has the secret').not.toContain(token);

  // A new password is asked for at the door that its link names, whichever was chosen.
  await person.typePassword(again.window, 'nine char');
  await person.expectWelcome(again.window);
  await person.signOut(again);
  await person.askForNewPassword(again.window, {
    label: 'Электронная почта из договора',
    key: EMAIL,
  });
  const renewed = linkIn(await letterTo(mail, EMAIL, { subject: /^Новый пароль для/u }));
  await again.window.getByRole('button', { name: 'Назад' }).click();
  await again.window.keyboard.press('Escape');
  await person.chooseDoor(again.window, 'Сотрудник сети');
  expect(await again.startAgain([renewed.link])).toBe(0);
  await banner(again).getByRole('button', { name: 'Задать новый пароль' }).click();
  await expect(code(again)).toHaveValue(renewed.token);
  await again.window.screenshot({ path: `${shots}/letter-link-recovery.png` });
  await again.window.keyboard.press('Enter');
  await expect(again.window.getByRole('heading', { name: 'Новый пароль' })).toBeVisible();
  await expect(again.window.getByText(EMAIL), 'whose account it opened').toBeVisible();
  await again.window.screenshot({ path: `${shots}/letter-link-password.png` });
  expect(again.logs()).not.toContain(renewed.token);
});

test('what is no link of ours is said, and nothing is done with it', async ({ network }) => {
  const { desk } = network;
  const secret = 'constructor/q3Jx0-Zk_7bWm5TnL2sVhYpRcD8fGaE1uOi6KjNtXyA';
  expect(await desk.startAgain([`forecourt://${secret}`])).toBe(0);
  await expect(banner(desk)).toContainText('Эта ссылка не подходит');
  await banner(desk).getByRole('button', { name: 'Не нужна' }).click();
  await expect(banner(desk)).toBeHidden();
  await expect(desk.window.getByRole('heading', { name: 'Вход' })).toBeVisible();
  expect(desk.logs()).not.toContain(secret);
});
