import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import OwnDataSection from '#features/settings/own-data/OwnDataSection.vue';
import { ownData } from '#test/support/screens/settings/settings-samples.ts';
import { mounted } from '../bridge/mounted.ts';

const answers = { 'personalData:get': ownData, 'contact:confirmLink': { awaits: [] } };

describe('[N-21] own data', () => {
  it('name and postal address are written anew, and nothing else is sent with them', async () => {
    const { wrapper, asked } = await mounted(OwnDataSection, {}, answers);
    const [form] = wrapper.findAll('form');
    await form?.get('input').setValue('Әсел Қ.');
    await form?.trigger('submit');
    await flushPromises();
    expect(asked.find(({ method }) => method === 'personalData:put')?.input).toMatchObject({
      displayName: 'Әсел Қ.',
      postalAddress: ownData.postalAddress,
    });
  });

  it('login and tax id stand there to be read, with the reason why', async () => {
    const { wrapper } = await mounted(OwnDataSection, {}, answers);
    expect(wrapper.text()).toContain('Эти данные взяты из договора');
    expect(wrapper.get('dl').text()).toContain(ownData.taxId);
    expect(wrapper.get('dl').find('input').exists()).toBe(false);
  });

  it('an address that changes says which side has agreed, and takes the key of the other', async () => {
    const { wrapper, asked } = await mounted(OwnDataSection, {}, answers);
    expect(wrapper.text()).toContain('новый: подтверждён');
    expect(wrapper.text()).toContain('старый адрес: ждём');
    const pending = wrapper.get('.pending-contact');
    await pending.get('input').setValue(' ключ-из-письма ');
    await pending.trigger('submit');
    await flushPromises();
    expect(asked.find(({ method }) => method === 'contact:confirmLink')?.input).toEqual({
      token: 'ключ-из-письма',
    });
  });

  it('a change that was given up is told to the backend by its kind', async () => {
    const { wrapper, asked } = await mounted(OwnDataSection, {}, answers);
    const buttons = wrapper.get('.pending-contact').findAll('button');
    await buttons.at(-1)?.trigger('click');
    expect(asked.find(({ method }) => method === 'contact:cancel')?.input).toMatchObject({
      kind: 'email',
    });
  });
});
