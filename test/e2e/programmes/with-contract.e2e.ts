import { expect } from '../support/desk.ts';
import { letterTo, signContract } from '../support/office.ts';
import { signIn } from '../support/steps.ts';
import * as person from './person-steps.ts';
import { test } from './programme-test.ts';

/**
 * A programme whose accounts are born with the contract and come back by a code in a letter: from
 * the contract to signed in, to a forgotten password, and back in (N-05, N-06, N-09…N-11).
 */

const PROGRAMME = 'Нефтьмагистраль';
const PROGRAMME_ID = 'corporate-bonus-cards';
const EMAIL = 'vera@example.com';
const LOGIN = 'Логин';
const CODE = /^Код для восстановления/u;

const codeIn = (letter: string): string => /\b\d{8}\b/u.exec(letter)?.[0] ?? '';

test('[N-05] [N-06] [N-09] [N-10] [N-11] from the contract to signed in, to a forgotten password, and back in', async ({
  network,
}) => {
  const { desk, mail, clock } = network;
  const { window } = desk;
  await signIn(desk, 'manager');
  const { sheet } = await signContract(desk, { programmeId: PROGRAMME_ID, email: EMAIL });
  await person.signOut(desk);
  const { login = '', temporaryPassword = null } = sheet ?? {};

  await person.chooseDoor(window, PROGRAMME);
  await window.screenshot({ path: 'test/results/shots/door.png' });
  await person.enter(window, { label: LOGIN, login, password: 'not the right one at all' });
  await person.expectRefused(window, person.refusals.signIn);
  await person.enter(window, { label: LOGIN, login, password: temporaryPassword ?? '' });
  await person.setPassword(window, 'seven green apples');
  await expect(window.getByRole('heading', { level: 1 }), 'his first screen').toHaveText('Выписка');
  await person.signOut(desk);

  clock.stop();
  await person.askForNewPassword(window, { label: 'Логин или электронная почта', key: EMAIL });
  const late = codeIn(await letterTo(mail, EMAIL, { subject: CODE }));
  clock.forwardMs(person.DAY_MS + person.SECOND_MS);
  await window.getByLabel('Код').fill(late);
  await window.keyboard.press('Enter');
  await person.expectRefused(window, person.refusals.code);
  await window.screenshot({ path: 'test/results/shots/code-expired.png' });
  await person.askAgain(window);
  const code = codeIn(await letterTo(mail, EMAIL, { subject: CODE, count: 2 }));
  expect(code).not.toBe(late);
  clock.forwardMs(person.DAY_MS);
  await window.getByLabel('Код').fill(code);
  await window.keyboard.press('Enter');
  await person.setPassword(window, 'eight yellow plums');
  await person.signOut(desk);

  await person.enter(window, { label: LOGIN, login, password: 'seven green apples' });
  await person.expectRefused(window, person.refusals.signIn);
  await person.enter(window, { label: LOGIN, login, password: 'eight yellow plums' });
  await expect(window.getByRole('navigation', { name: 'Разделы' })).toBeVisible();
});
