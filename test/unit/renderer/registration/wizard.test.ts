import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import RegistrationWizard from '#features/registration/RegistrationWizard.vue';
import { members, registration } from '#test/support/screens/outside/outside-samples.ts';
import { mounted } from '../bridge/mounted.ts';

const PASSWORD = 'Ледоход-над-Тоболом-41';

async function send(wrapper: VueWrapper): Promise<void> {
  await wrapper.get('form').trigger('submit');
  await flushPromises();
}

async function toPerson(wrapper: VueWrapper): Promise<void> {
  await wrapper.get('[role="radio"]').trigger('click');
  await send(wrapper);
}

async function toAgreement(wrapper: VueWrapper, pan = '7000 0000 0000 0012'): Promise<void> {
  await toPerson(wrapper);
  await wrapper.get('input').setValue(pan);
  await wrapper.get('input[type="tel"]').setValue('9161234567');
  await send(wrapper);
}

async function agree(wrapper: VueWrapper, ticks: readonly number[]): Promise<void> {
  for (const field of wrapper.findAll('input[type="password"]')) await field.setValue(PASSWORD);
  const boxes = wrapper.findAll('[role="checkbox"]');
  for (const tick of ticks) await boxes[tick]?.trigger('click');
  await send(wrapper);
}

const open = (refusals = {}, props = {}) =>
  mounted(
    RegistrationWizard,
    { programme: members, done: () => undefined, ...props },
    { 'registration:start': registration, 'registration:startAtDesk': registration },
    refusals,
  );

describe('the wizard of registration', () => {
  it('[R-04] [R-05] [R-07] [R-08] [R-09] sends what was entered, each tick for itself', async () => {
    const { wrapper, asked } = await open();
    await toAgreement(wrapper);
    await agree(wrapper, [0, 1, 3]);
    const started = asked.find(({ method }) => method === 'registration:start');
    expect(started?.input).toMatchObject({
      programmeId: members.programmeId,
      card: { way: 'card', pan: '7000000000000012' },
      phone: '+79161234567',
      email: null,
      ticks: [{ kind: 'rules' }, { kind: 'personal-data' }],
    });
    expect(wrapper.text()).toContain('Код из сообщения');
    expect(wrapper.text()).toContain(registration.phoneMasked);
  });

  it('[R-07] [R-08] [R-09] goes nowhere without the required ticks and the robot check', async () => {
    const { wrapper, asked } = await open();
    await toAgreement(wrapper);
    await agree(wrapper, [0]);
    expect(wrapper.text()).toContain('Для документа «Согласие на обработку персональных данных»');
    const missed = wrapper.findAll('[role="checkbox"]')[1];
    expect(missed?.attributes('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(missed?.element);
    await wrapper.findAll('[role="checkbox"]')[1]?.trigger('click');
    await send(wrapper);
    expect(wrapper.text()).toContain('Отметьте «Я не робот».');
    expect(asked.map(({ method }) => method)).not.toContain('registration:start');
  });

  it('[G9] a code with a digit too few is said at its field, and not sent', async () => {
    const { wrapper, asked } = await open();
    await toAgreement(wrapper);
    await agree(wrapper, [0, 1, 3]);
    await wrapper.get('input').setValue('12');
    await send(wrapper);
    expect(wrapper.text()).toContain('Нужно 4 цифры');
    expect(wrapper.get('input').attributes('aria-invalid')).toBe('true');
    expect(asked.map(({ method }) => method)).not.toContain('registration:confirm');
  });

  it('[R-06] says the rules of the password before anything is typed', async () => {
    const { wrapper } = await open();
    await toAgreement(wrapper);
    expect(wrapper.text()).toContain('не короче 10 знаков');
  });

  it('[R-18] going back keeps what was entered', async () => {
    const { wrapper } = await open();
    await toAgreement(wrapper);
    await wrapper.get('input[type="password"]').setValue(PASSWORD);
    const back = () => wrapper.findAll('button').find((button) => button.text().includes('Назад'));
    await back()?.trigger('click');
    expect(wrapper.get('input').element.value).toBe('7000000000000012');
    await back()?.trigger('click');
    expect(wrapper.get('[role="radio"]').attributes('aria-checked')).toBe('true');
    await send(wrapper);
    await send(wrapper);
    expect(wrapper.get<HTMLInputElement>('input[type="password"]').element.value).toBe(PASSWORD);
  });

  it('[R-04] a card that the backend does not take is said at its field', async () => {
    const { wrapper } = await open({ 'registration:start': 'CARD_ALREADY_BOUND' });
    await toAgreement(wrapper);
    await agree(wrapper, [0, 1, 3]);
    expect(wrapper.text()).toContain('Карта и контакты');
    expect(wrapper.get('input').attributes('aria-invalid')).toBe('true');
  });

  it('[R-09] at a desk asks for no robot check', async () => {
    const { wrapper, asked } = await open({}, { atDesk: true });
    await toAgreement(wrapper);
    await agree(wrapper, [0, 1]);
    expect(asked.map(({ method }) => method)).toContain('registration:startAtDesk');
  });
});
