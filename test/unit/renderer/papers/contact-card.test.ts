import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import type { Programme } from '#bridge/state/doors-state.ts';
import ContactCard from '#features/papers/ContactCard.vue';
import { mounted } from '../bridge/mounted.ts';

const link = (value: string): Programme['contacts'][number] => ({
  kind: 'link',
  department: 'social',
  value,
  hours: null,
  tariffNote: null,
  sourceDate: null,
  unchecked: false,
});
const open = (value: string) =>
  mounted(ContactCard, { contact: link(value), nowMs: Date.UTC(2026, 10, 22) }, {});

describe('[N-27] a page in a social network', () => {
  it('is opened by the system, and only when somebody presses it', async () => {
    const { asked, wrapper } = await open('https://social.example/network');
    const opened = () => asked.filter(({ method }) => method === 'link:open');
    expect(opened()).toEqual([]);
    expect(wrapper.find('a').exists()).toBe(false);
    await wrapper.find('button').trigger('click');
    await flushPromises();
    expect(opened()).toEqual([
      { method: 'link:open', input: { url: 'https://social.example/network' } },
    ]);
  });

  it.each(['http://social.example', 'javascript:alert(1)', 'social.example'])(
    'is no link where it is not https: %s',
    async (value) => {
      const { wrapper } = await open(value);
      expect(wrapper.find('button').exists()).toBe(false);
      expect(wrapper.text()).toContain(value);
    },
  );
});
