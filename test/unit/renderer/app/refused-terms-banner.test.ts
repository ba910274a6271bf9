import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import RefusedTermsBanner from '#app/frame/RefusedTermsBanner.vue';
import { useSession } from '#bridge/state/session-state.ts';
import { sessionOf } from '#test/support/screens/samples.ts';
import { mounted } from '../bridge/mounted.ts';

const refusedTerms = [
  { kind: 'rules', version: 2 },
  { kind: 'offer', version: 3 },
] as const;

/** The banner for somebody whose acceptances were not taken. */
async function shown(changes: object = {}) {
  const session = { ...sessionOf('representative'), refusedTerms: [...refusedTerms], ...changes };
  const banner = await mounted(RefusedTermsBanner, {}, { 'session:state': session });
  await useSession().load();
  await flushPromises();
  return banner;
}

describe('[V-14] the banner of acceptances that the network did not take', () => {
  it('names each document with its version, says what to do, and is told when it was read', async () => {
    const { wrapper, asked } = await shown();
    expect(wrapper.text()).toContain('Правила программы, версия 2; Договор-оферта, версия 3');
    expect(wrapper.text()).toContain('примите действующую');
    await wrapper.get('button').trigger('click');
    expect(asked.map(({ method }) => method)).toContain('consent:refusalRead');
  });

  it('is not there where nothing was refused, nor on a locked screen', async () => {
    expect((await shown({ refusedTerms: undefined })).wrapper.text()).toBe('');
    expect((await shown({ locked: true })).wrapper.text()).toBe('');
  });
});
