import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import type { Role } from '#domain/identity/rights.ts';
import { useSession } from '#bridge/state/session-state.ts';
import NoticesSection from '#features/settings/notices/NoticesSection.vue';
import { ownData } from '#test/support/screens/settings/settings-samples.ts';
import { sessionOf } from '#test/support/screens/samples.ts';
import { mounted } from '../bridge/mounted.ts';

const noPhone = { ...ownData, phone: null };

async function open(
  data: typeof ownData | typeof noPhone = ownData,
  role: Role = 'member',
  refusals: Parameters<typeof mounted>[3] = {},
) {
  const answers = { 'personalData:get': data, 'session:state': sessionOf(role) };
  const screen = await mounted(NoticesSection, {}, answers, refusals);
  await useSession().load();
  await flushPromises();
  return screen;
}

describe('[R-27] the choice of notices', () => {
  it('begins with the letter alone, and offers no way that is not proved', async () => {
    const { wrapper } = await open(noPhone);
    const [letter, sms, desktop] = wrapper.findAll('[role="checkbox"]');
    expect(letter?.attributes('aria-checked')).toBe('true');
    expect(sms?.attributes('disabled')).toBeDefined();
    expect(desktop?.attributes('aria-checked')).toBe('false');
    expect(wrapper.text()).toContain('не подтверждено');
  });

  it('sends all three ways of the event that was ticked', async () => {
    const { wrapper, asked } = await open();
    await wrapper.findAll('[role="checkbox"]')[2]?.trigger('click');
    expect(asked.find(({ method }) => method === 'preferences:set')?.input).toEqual({
      notifications: { 'password-changed': { email: true, sms: false, desktop: true } },
    });
  });

  it('a refused choice leaves the tick as it was', async () => {
    const refusals = { 'preferences:set': 'CHANNEL_NOT_VERIFIED' } as const;
    const { wrapper } = await open(ownData, 'member', refusals);
    const letter = wrapper.get('[role="checkbox"]');
    await letter.trigger('click');
    await flushPromises();
    expect(letter.attributes('aria-checked')).toBe('true');
  });

  it('stands in groups, and offers nothing that cannot come to its reader', async () => {
    const titles = async (role: Role) => {
      const { wrapper } = await open(ownData, role);
      return wrapper.findAll('h2, h3').map((title) => title.text());
    };
    expect(await titles('member')).toEqual(['Безопасность учётной записи', 'Данные и документы']);
    expect(await titles('operator')).toEqual(['Безопасность учётной записи']);
    expect(await titles('administrator')).toContain('Безопасность учётной записи');
  });
});
