import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import type { ProgrammeDoor } from '#protocol/records/programme-door.ts';
import RecoveryScreen from '#features/regain/RecoveryScreen.vue';
import ResendScreen from '#features/regain/ResendScreen.vue';
import { checked, members } from '#test/support/screens/outside/outside-samples.ts';
import { mounted } from '../bridge/mounted.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** A programme that nobody has heard of, with terms that no other has. */
const invented: ProgrammeDoor = {
  ...members,
  programmeId: 'invented-yesterday',
  login: 'given',
  recovery: {
    way: 'mail-code',
    keys: ['login'],
    code: { digits: 6, termMs: 3 * HOUR_MS, resendAfterMs: 5 * MINUTE_MS },
    link: null,
  },
};

const compared: ProgrammeDoor = {
  ...invented,
  recovery: {
    way: 'staff-checked-link',
    keys: ['login'],
    code: null,
    link: { termMs: 2 * HOUR_MS, resendAfterMs: 4 * MINUTE_MS },
    gives: 'set-password-link',
  },
};

const open = (programme: ProgrammeDoor, answers = {}) =>
  mounted(RecoveryScreen, { programme }, answers);

function button(wrapper: VueWrapper, text: string) {
  const found = wrapper.findAll('button').find((one) => one.text().includes(text));
  if (found === undefined) throw new Error(`there is no button «${text}»`);
  return found;
}

async function submit(wrapper: VueWrapper): Promise<void> {
  await wrapper.get('form').trigger('submit');
  await flushPromises();
}

async function ask(wrapper: VueWrapper, key = 'anna'): Promise<void> {
  await wrapper.get('input').setValue(key);
  await submit(wrapper);
}

describe('a forgotten password', () => {
  it('[N-10] says the term of the programme that asks, not another one', async () => {
    const { wrapper } = await open(invented);
    expect(wrapper.text()).toMatch(/Код действует 3\sч\./u);
    expect(wrapper.text()).not.toContain('сутки');
  });

  it('[R-13] promises a letter only where the programme sends the code there, too', async () => {
    const text = async (alsoByEmail: boolean) => {
      const recovery = { ...members.recovery, alsoByEmail };
      return (await open({ ...members, recovery })).wrapper.text();
    };
    expect(await text(true)).toContain('он придёт и туда');
    expect(await text(true)).toContain('«Спам»');
    expect(await text(false)).not.toContain('он придёт и туда');
    expect(await text(false)).not.toContain('«Спам»');
  });

  it('[O-10] says what staff send in this programme: a password or a link', async () => {
    expect((await open(checked)).wrapper.text()).toContain('придёт новый пароль');
    const answers = { 'password:prove': { next: 'wait' } };
    const { wrapper } = await open(compared, answers);
    expect(wrapper.text()).toContain('придёт ссылка для нового пароля');
    await ask(wrapper);
    await ask(wrapper, 'https://forecourt.example/r/0123456789abcdef');
    expect(wrapper.text()).toContain('Запрос передан сотруднику');
    expect(wrapper.text()).not.toContain('одноразовый');
  });

  it('counts the wait for another link by the term of that link', async () => {
    const { wrapper } = await open(compared);
    await ask(wrapper);
    expect(wrapper.text()).toMatch(/Отправить ещё раз[^.]*4\sмин/u);
  });

  it('[N-10] [R-13] the code of an hour ago is entered without asking for another one', async () => {
    const { wrapper, asked } = await open(invented);
    await button(wrapper, 'Код уже есть').trigger('click');
    expect(wrapper.text()).toContain('Поле не заполнено');
    await wrapper.get('input').setValue('anna');
    await button(wrapper, 'Код уже есть').trigger('click');
    await flushPromises();
    await ask(wrapper, '123 456');
    expect(asked.map(({ method }) => method)).not.toContain('password:recover');
    expect(asked.find(({ method }) => method === 'password:prove')?.input).toMatchObject({
      proof: { by: 'code', key: 'anna', code: '123456' },
    });
  });

  it('[O-07] a link of before needs no key, and no other one can be asked for without it', async () => {
    const { wrapper, asked } = await open(compared);
    await button(wrapper, 'Ссылка уже есть').trigger('click');
    await flushPromises();
    expect(wrapper.text()).not.toContain('Отправить ещё раз');
    await ask(wrapper, 'forecourt://recover/0123456789abcdef');
    expect(asked.at(-1)?.input).toMatchObject({ proof: { by: 'link', token: '0123456789abcdef' } });
  });

  it('[G9] a code with a digit too few is said at its field, and costs no try', async () => {
    const { wrapper, asked } = await open(invented);
    await ask(wrapper);
    await ask(wrapper, '12345');
    expect(wrapper.text()).toContain('Нужно 6 цифр');
    expect(wrapper.get('input').attributes('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(wrapper.get('input').element);
    expect(asked.map(({ method }) => method)).not.toContain('password:prove');
  });

  it('each step that comes has the focus, also where nothing is left to type', async () => {
    const { wrapper } = await open(compared, { 'password:prove': { next: 'wait' } });
    expect(document.activeElement).toBe(wrapper.get('input').element);
    await ask(wrapper);
    expect(document.activeElement).toBe(wrapper.get('input').element);
    await ask(wrapper, '0123456789abcdef');
    expect(document.activeElement?.textContent).toBe('Запрос передан сотруднику');
  });

  it('[O-06] a person of Kazakhstan is asked for the number that he has', async () => {
    const { wrapper } = await open({ ...checked, country: 'KZ' });
    expect(wrapper.get('label').text()).toContain('БИН или ИИН');
  });

  it('a telephone outside Russia and Kazakhstan is typed whole', async () => {
    const { wrapper, asked } = await open({ ...members, country: 'CZ' });
    await ask(wrapper, '+420601123456');
    expect(asked.at(-1)?.input).toMatchObject({ key: '+420601123456' });
  });
});

describe('[P-12] instructions once more', () => {
  it('end with words that have the focus', async () => {
    const { wrapper } = await mounted(ResendScreen, { programme: compared }, {});
    await ask(wrapper);
    expect(document.activeElement?.textContent).toBe('Запрос принят');
    expect(wrapper.text()).toContain('Если для этого адреса что-то есть');
  });
});
