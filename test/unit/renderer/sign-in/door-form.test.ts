import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import { useSettings } from '#bridge/state/settings-state.ts';
import DoorForm from '#features/sign-in/DoorForm.vue';
import { invited, members, suppliers } from '#test/support/screens/outside/outside-samples.ts';
import { mounted } from '../bridge/mounted.ts';

/** The form as it is after a restart: main has told what it keeps before a screen is shown. */
const Restarted = defineComponent({
  props: {
    programme: { type: Object, required: true },
    remembered: { type: Object, required: true },
  },
  setup(props) {
    const settings = useSettings();
    settings.settings = { ...settings.settings, ...props.remembered };
    return () => h(DoorForm, { programme: props.programme as typeof invited });
  },
});

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

  it('[N-04] has the login of the last time at its own door alone, and never a password', async () => {
    const remembered = { lastLogin: 'buh@client.example', lastDoor: invited.programmeId };
    const { wrapper } = await mounted(Restarted, { programme: invited, remembered }, {});
    const texts = wrapper.findAll('input').map(({ element }) => element.value);
    expect(texts).toEqual(['buh@client.example', '']);
    expect(document.activeElement).toBe(wrapper.get('input[type="password"]').element);
    const elsewhere = { ...remembered, lastDoor: 'another-door' };
    const other = await mounted(Restarted, { programme: invited, remembered: elsewhere }, {});
    expect(other.wrapper.findAll('input').map(({ element }) => element.value)).toEqual(['', '']);
  });

  it('[N-04] [O-04] whoever comes in is remembered by name and door, and by nothing else', async () => {
    const kept: unknown[] = [];
    const { wrapper, asked } = await mounted(DoorForm, { programme: invited }, {});
    const [login, password] = wrapper.findAll('input');
    await login?.setValue('a@client.example');
    await password?.setValue('секрет');
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    for (const { method, input } of asked) if (method === 'settings:set') kept.push(input);
    expect(kept).toEqual([{ lastLogin: 'a@client.example', lastDoor: invited.programmeId }]);
  });

  it('[N-04] a remembered name whose account is gone is refused as any wrong one', async () => {
    const remembered = { lastLogin: 'gone@client.example', lastDoor: invited.programmeId };
    const props = { programme: invited, remembered };
    const refusing = { 'session:signIn': 'AUTH_INVALID' } as const;
    const { wrapper, asked } = await mounted(Restarted, props, {}, refusing);
    await wrapper.get('input[type="password"]').setValue('секрет');
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(wrapper.text()).toContain('Логин или пароль не подходят.');
    expect(wrapper.get<HTMLInputElement>('input[type="password"]').element.value).toBe('');
    expect(asked.map(({ method }) => method)).not.toContain('settings:set');
  });
});
