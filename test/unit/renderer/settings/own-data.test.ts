import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { useDoors } from '#bridge/state/doors-state.ts';
import { useSession } from '#bridge/state/session-state.ts';
import ContactDialog from '#features/settings/own-data/ContactDialog.vue';
import OwnDataSection from '#features/settings/own-data/OwnDataSection.vue';
import { members } from '#test/support/screens/outside/outside-samples.ts';
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

  it('an address that changes says which side has agreed, and takes the code of the other', async () => {
    const { wrapper, asked } = await mounted(OwnDataSection, {}, answers);
    expect(wrapper.text()).toContain('новый: подтверждён');
    expect(wrapper.text()).toContain('старый адрес: ждём');
    const pending = wrapper.get('.pending-contact');
    await pending.get('input').setValue(' 0123 4567 ');
    await pending.trigger('submit');
    await flushPromises();
    expect(asked.find(({ method }) => method === 'contact:confirmLink')?.input).toEqual({
      token: '01234567',
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

  it('the link that stands first in the letter confirms the address as its code does', async () => {
    const { wrapper, asked } = await mounted(OwnDataSection, {}, answers);
    const pending = wrapper.get('.pending-contact');
    expect(pending.text()).toContain('Ссылка или код из письма');
    await pending.get('input').setValue('https://cabinet.example/contact/0123456789abcdef');
    await pending.trigger('submit');
    await flushPromises();
    expect(asked.find(({ method }) => method === 'contact:confirmLink')?.input).toEqual({
      token: '0123456789abcdef',
    });
  });

  it('a first address waits for itself alone: no old one has agreed, for there was none', async () => {
    const [change] = ownData.changes;
    const first = { ...ownData, email: null, changes: [{ ...change, awaits: ['new'] }] };
    const { wrapper } = await mounted(
      OwnDataSection,
      {},
      { ...answers, 'personalData:get': first },
    );
    expect(wrapper.get('.pending-contact').text()).toContain('новый: ждём');
    expect(wrapper.get('.pending-contact').text()).not.toContain('старый адрес');
  });

  it('[R-20] a telephone of another country is typed whole, with its own +', async () => {
    const programme = { ...members, country: 'CZ' };
    const { wrapper, asked } = await mounted(
      ContactDialog,
      { kind: 'phone', hadOne: true, open: false },
      {
        'programme:public': { programmes: [programme], asOfMs: 1 },
        'session:state': { programmeId: programme.programmeId, user: null, rights: [] },
      },
    );
    await useSession().load();
    await useDoors().load();
    await wrapper.setProps({ open: true });
    await flushPromises();
    const [field, password] = document.querySelectorAll<HTMLInputElement>('[role="dialog"] input');
    if (!field || !password) throw new Error('there is no field for the telephone');
    field.value = '+420601123456';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    password.value = 'мой пароль';
    password.dispatchEvent(new Event('input', { bubbles: true }));
    await flushPromises();
    document
      .querySelector('[role="dialog"] form')
      ?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await flushPromises();
    expect(asked.at(-1)).toMatchObject({ input: { kind: 'phone', value: '+420601123456' } });
  });

  it('[R-20] a new phone is not sent without the password in force', async () => {
    const { asked } = await mounted(ContactDialog, { kind: 'phone', hadOne: true, open: true }, {});
    const [phone, password] = [
      ...document.querySelectorAll<HTMLInputElement>('[role="dialog"] input'),
    ];
    const type = async (field: HTMLInputElement | undefined, text: string) => {
      if (field === undefined) throw new Error('no such field');
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await flushPromises();
    };
    await type(phone, '9120000077');
    const send = [...document.querySelectorAll<HTMLButtonElement>('[role="dialog"] button')].at(-1);
    expect(send?.disabled).toBe(true);
    await type(password, 'мой пароль');
    send?.click();
    await flushPromises();
    expect(asked.find(({ method }) => method === 'contact:change')?.input).toMatchObject({
      kind: 'phone',
      currentPassword: 'мой пароль',
    });
  });
});
