import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { useSession } from '#bridge/state/session-state.ts';
import FirstPasswordScreen from '#features/sign-in/FirstPasswordScreen.vue';
import { members } from '#test/support/screens/outside/outside-samples.ts';
import { sessionOf } from '#test/support/screens/samples.ts';
import { mounted } from '../bridge/mounted.ts';

const PASSWORD = 'Ледоход-над-Тоболом-41';

/** What is told to somebody who has set his first password. */
async function welcome(session: object): Promise<string | undefined> {
  const answers = { 'session:state': session, 'session:setPassword': session };
  const { wrapper, told } = await mounted(FirstPasswordScreen, {}, answers);
  await useSession().load();
  for (const field of wrapper.findAll('input[type="password"]')) await field.setValue(PASSWORD);
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  return told().at(-1)?.title;
}

describe('[P-14] whoever has set his first password', () => {
  it('is welcomed to the cabinet of his programme', async () => {
    const session = { ...sessionOf('member'), programmeId: members.programmeId };
    expect(await welcome(session)).toBe('Добро пожаловать в Личный кабинет!');
  });

  it('and works for the network is welcomed to no cabinet: he has none', async () => {
    expect(await welcome(sessionOf('operator'))).toBe('Пароль задан');
  });
});
