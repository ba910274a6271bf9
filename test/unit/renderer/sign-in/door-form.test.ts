import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import DoorForm from '#features/sign-in/DoorForm.vue';
import { members, suppliers } from '#test/support/screens/outside/outside-samples.ts';
import { mounted } from '../bridge/mounted.ts';

describe('the form at a door', () => {
  it('[R-09] [R-12] telephone and password go once the tick is set', async () => {
    const { wrapper, asked } = await mounted(DoorForm, { programme: members }, {});
    await wrapper.get('input[type="tel"]').setValue('7011234567');
    await wrapper.get('input[type="password"]').setValue('секрет');
    await wrapper.get('form').trigger('submit');
    expect(wrapper.text()).toContain('Отметьте «Я не робот».');
    expect(asked).toEqual([]);
    await wrapper.get('[role="checkbox"]').trigger('click');
    expect(wrapper.get('[role="checkbox"]').attributes('aria-checked')).toBe('true');
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(asked.find(({ method }) => method === 'session:signIn')?.input).toEqual({
      login: '+77011234567',
      password: 'секрет',
      programmeId: members.programmeId,
      language: 'ru',
    });
  });

  it('[R-09] after a refusal the tick is empty again', async () => {
    const refusing = { 'session:signIn': 'AUTH_INVALID' } as const;
    const { wrapper } = await mounted(DoorForm, { programme: members }, {}, refusing);
    await wrapper.get('input[type="tel"]').setValue('7011234567');
    await wrapper.get('input[type="password"]').setValue('секрет');
    await wrapper.get('[role="checkbox"]').trigger('click');
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(wrapper.get('[role="checkbox"]').attributes('aria-checked')).toBe('false');
    expect(wrapper.text()).toContain('Логин или пароль не подходят.');
  });

  it('[V-15] nobody comes in where the text of the offer is missing', async () => {
    const shut = { ...suppliers, shut: 'OFFER_TEXT_MISSING' };
    const { wrapper, asked } = await mounted(DoorForm, { programme: shut }, {});
    const [login, password] = wrapper.findAll('input');
    await login?.setValue('gas-77');
    await password?.setValue('секрет');
    await wrapper.get('form').trigger('submit');
    expect(wrapper.get('button[type="submit"]').attributes('disabled')).toBeDefined();
    expect(asked).toEqual([]);
  });

  it('[V-14] says what coming in accepts', async () => {
    const { wrapper } = await mounted(DoorForm, { programme: suppliers }, {});
    expect(wrapper.text()).toContain('Входя, вы принимаете условия договора-оферты.');
  });
});
