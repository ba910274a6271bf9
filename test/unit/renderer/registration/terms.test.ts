import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { useSession } from '#bridge/state/session-state.ts';
import TermsScreen from '#features/registration/TermsScreen.vue';
import { consents, members } from '#test/support/screens/outside/outside-samples.ts';
import { sessionOf } from '#test/support/screens/samples.ts';
import { mounted } from '../bridge/mounted.ts';

async function open() {
  const session = { ...sessionOf('member'), programmeId: members.programmeId };
  const answers = { 'consent:list': consents, 'session:state': session, 'session:renew': session };
  const shown = await mounted(TermsScreen, {}, answers);
  await useSession().load();
  await flushPromises();
  return shown;
}

describe('[R-36] new versions of what was accepted', () => {
  it('without the tick of the rules the focus goes there, and nothing is sent', async () => {
    const { wrapper, asked } = await open();
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    const [rules] = wrapper.findAll('[role="checkbox"]');
    expect(rules?.attributes('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(rules?.element);
    expect(asked.map(({ method }) => method)).not.toContain('consent:accept');
  });

  it('are sent with the version that stood before the person, and the session goes on', async () => {
    const { wrapper, asked } = await open();
    await wrapper.get('[role="checkbox"]').trigger('click');
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(asked.find(({ method }) => method === 'consent:accept')?.input).toMatchObject({
      accepted: [{ kind: 'rules', version: 3, language: 'ru' }],
    });
    expect(asked.at(-1)?.method).toBe('session:renew');
  });
});
