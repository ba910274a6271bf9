import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { useSession } from '#bridge/state/session-state.ts';
import PapersScreen from '#features/papers/PapersScreen.vue';
import {
  members,
  paper,
  paperVersions,
  programmes,
} from '#test/support/screens/outside/outside-samples.ts';
import { sessionOf } from '#test/support/screens/samples.ts';
import { mounted, press } from '../bridge/mounted.ts';

async function open(session: object, refusals = {}) {
  const answers = {
    'programme:public': programmes,
    'session:state': session,
    'terms:read': paper,
    'terms:versions': paperVersions,
  };
  const { wrapper } = await mounted(PapersScreen, {}, answers, refusals);
  await useSession().load();
  await flushPromises();
  return wrapper;
}

const ofMember = { ...sessionOf('member'), programmeId: members.programmeId };

describe('contacts and documents of whoever is signed in', () => {
  it('[N-28] [V-18] a programme’s person has the hotline of his own, without signing out', async () => {
    const wrapper = await open(ofMember);
    expect(wrapper.text()).toContain('Дорога домой');
    expect(wrapper.text()).toContain('+7 495 000-00-00');
    expect(wrapper.find('[role="combobox"]').exists()).toBe(false);
  });

  it('[R-36] an operator reads the conditions of any programme of the network', async () => {
    const wrapper = await open(sessionOf('operator'));
    expect(wrapper.find('[role="combobox"]').exists()).toBe(true);
  });

  it('[R-36] a document is read in place, and Escape comes back from it', async () => {
    const wrapper = await open(ofMember);
    await wrapper
      .findAll('button')
      .find((one) => one.text() === 'Правила программы')
      ?.trigger('click');
    await flushPromises();
    expect(wrapper.find('.paper-screen__text').exists()).toBe(true);
    await press('Escape');
    expect(wrapper.find('.paper-screen__text').exists()).toBe(false);
  });

  it('says why nothing is there, and asks again', async () => {
    const wrapper = await open(ofMember, { 'programme:public': 'ONLINE_REQUIRED' });
    expect(wrapper.text()).toContain('Нужна связь');
  });
});
