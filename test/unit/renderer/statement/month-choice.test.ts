import { expect, it } from 'vitest';
import { useMonthChoice } from '#features/statement/months/month-choice.ts';
import { useSession } from '#bridge/state/session-state.ts';
import { openWindow, settle } from '../bridge/scripted-window.ts';

const user = (userId: string, clientId: string | null) => ({ userId, login: userId, clientId });
const session = (person: ReturnType<typeof user>, rights: readonly string[]) => ({
  user: person,
  rights,
  mode: 'online',
  expiresAtMs: null,
});

it('a representative is told of his own client, whomever the one before him asked for', async () => {
  const { used, tell } = openWindow(() => ({ choice: useMonthChoice(), session: useSession() }));
  const { choice } = used;
  tell('session:changed', session(user('books', null), ['contract.view', 'statement.view']));
  await settle();
  choice.chooseKind('client');
  choice.chosenId = 'client-9';
  expect(choice.subjectId).toBe('client-9');
  tell('session:changed', session(user('rep', 'client-1'), ['contract.view', 'statement.view']));
  await settle();
  choice.chooseKind('client');
  expect(choice.subjectId).toBe('client-1');
  tell('session:changed', session(user('books', null), ['contract.view', 'statement.view']));
  await settle();
  expect(choice.chosenId).toBeNull();
});
