import { expect, it } from 'vitest';
import { useSession } from '#bridge/state/session-state.ts';
import { good, openWindow, settle } from './scripted-window.ts';

const nobody = { user: null, rights: [], mode: 'none', expiresAtMs: null };
const operator = {
  user: { userId: 'u-1', login: 'operator', displayName: 'О', role: 'operator', active: true },
  rights: ['sale.make'],
  mode: 'local',
  expiresAtMs: 1,
};

it('the rights are those of the session, offline as held then', async () => {
  const { used: session, asked } = openWindow(useSession);
  void session.load();
  asked[0]!.answer(good(operator));
  await settle();
  expect([session.may('sale.make'), session.may('user.manage')]).toEqual([true, false]);
});

it('tells a session that ended by itself from one that was signed out of', async () => {
  const { used: session, asked, tell } = openWindow(useSession);
  tell('session:changed', operator);
  tell('session:changed', nobody);
  expect(session.ended).toBe(true);
  tell('session:changed', operator);
  expect(session.ended).toBe(false);
  void session.signOut();
  tell('session:changed', nobody);
  asked[0]!.answer(good(nobody));
  await settle();
  expect(session.ended).toBe(false);
});
