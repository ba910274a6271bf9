import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { useDoors } from '#bridge/state/doors-state.ts';
import InvitationScreen from '#features/registration/InvitationScreen.vue';
import { nowMs } from '#test/support/screens/samples.ts';
import { invited, programmes, suppliers } from '#test/support/screens/outside/outside-samples.ts';
import { mounted } from '../bridge/mounted.ts';

const PASSWORD = 'Ледоход-над-Тоболом-41';
const LOGIN = 'k7m2x9qp';

/** Accepts an invitation of one programme at the door of another one. */
async function accept(programmeId: string, login: string) {
  const invitation = {
    programmeId,
    clientName: 'ООО «Вега»',
    displayName: 'Петрова Анна',
    expiresAtMs: nowMs,
    passwordMinLength: 9,
  };
  const { wrapper, asked } = await mounted(
    InvitationScreen,
    { programme: invited },
    {
      'programme:public': programmes,
      'invitation:read': invitation,
      'invitation:accept': { programmeId, login },
      'session:signIn': { user: null, rights: [], mode: 'none', expiresAtMs: null },
    },
  );
  await useDoors().load();
  await wrapper.get('input').setValue('0123456789abcdef0123456789abcdef');
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  for (const field of wrapper.findAll('input[type="password"]')) await field.setValue(PASSWORD);
  await wrapper.get('form').trigger('submit');
  await flushPromises();
  const signedIn = () => asked.find(({ method }) => method === 'session:signIn')?.input;
  return { wrapper, signedIn };
}

describe('an invitation', () => {
  it('[P-05] shows the login that was made for whoever accepts, before he is let in', async () => {
    const { wrapper, signedIn } = await accept(suppliers.programmeId, LOGIN);
    expect(wrapper.text()).toContain(LOGIN);
    expect(wrapper.text()).toContain('Запишите его');
    expect(signedIn()).toBeUndefined();
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    const { programmeId } = suppliers;
    expect(signedIn()).toMatchObject({ login: LOGIN, password: PASSWORD, programmeId });
  });

  it('[P-14] lets in at once whoever signs in by the address that he was invited by', async () => {
    const { signedIn } = await accept(invited.programmeId, 'anna@client.example');
    const { programmeId } = invited;
    expect(signedIn()).toMatchObject({ login: 'anna@client.example', programmeId });
  });
});
