import { mount } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import UiTabs from '#ui/layout/UiTabs.vue';

afterEach(() => vi.restoreAllMocks());

const tabs = [
  { value: 'cards', label: 'Карты' },
  { value: 'limits', label: 'Лимиты' },
];

describe('tabs at the foot of a small window', () => {
  it('bring in sight what a chosen tab shows, and move nothing before', async () => {
    const scrolled = vi.spyOn(Element.prototype, 'scrollIntoView');
    const wrapper = mount(UiTabs, { props: { tabs, label: 'Договор', modelValue: 'cards' } });
    expect(scrolled).not.toHaveBeenCalled();
    await wrapper.setProps({ modelValue: 'limits' });
    expect(scrolled.mock.contexts).toEqual([wrapper.element]);
  });
});
