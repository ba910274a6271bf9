import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import NoticesSection from '#features/settings/notices/NoticesSection.vue';
import { ownData } from '#test/support/screens/settings/settings-samples.ts';
import { mounted } from '../bridge/mounted.ts';

const noPhone = { ...ownData, phone: null };

describe('[R-27] the choice of notices', () => {
  it('begins with the letter alone, and offers no way that is not proved', async () => {
    const { wrapper } = await mounted(NoticesSection, {}, { 'personalData:get': noPhone });
    const [letter, sms, desktop] = wrapper.findAll('[role="checkbox"]');
    expect(letter?.attributes('aria-checked')).toBe('true');
    expect(sms?.attributes('disabled')).toBeDefined();
    expect(desktop?.attributes('aria-checked')).toBe('false');
    expect(wrapper.text()).toContain('не подтверждено');
  });

  it('sends all three ways of the event that was ticked', async () => {
    const { wrapper, asked } = await mounted(NoticesSection, {}, { 'personalData:get': ownData });
    await wrapper.findAll('[role="checkbox"]')[2]?.trigger('click');
    expect(asked.find(({ method }) => method === 'preferences:set')?.input).toEqual({
      notifications: { 'password-changed': { email: true, sms: false, desktop: true } },
    });
  });

  it('a refused choice leaves the tick as it was', async () => {
    const refusals = { 'preferences:set': 'CHANNEL_NOT_VERIFIED' } as const;
    const answers = { 'personalData:get': ownData };
    const { wrapper } = await mounted(NoticesSection, {}, answers, refusals);
    const letter = wrapper.get('[role="checkbox"]');
    await letter.trigger('click');
    await flushPromises();
    expect(letter.attributes('aria-checked')).toBe('true');
  });
});
