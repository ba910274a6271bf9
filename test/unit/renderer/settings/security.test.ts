import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import SecuritySection from '#features/settings/security/SecuritySection.vue';
import { ownSessions } from '#test/support/screens/settings/settings-samples.ts';
import { lastSignIn } from '#test/support/screens/samples.ts';
import { mounted, press } from '../bridge/mounted.ts';

const answers = {
  'signIn:last': lastSignIn,
  'session:list': ownSessions,
  'session:revokeOthers': { endedCount: 2 },
};
const CURRENT = 'прежний-пароль-1';
const GOOD = 'корабль гвоздь облако';

async function typed(password: string, repeat: string, refusals = {}) {
  const shown = await mounted(SecuritySection, {}, answers, refusals);
  const fields = shown.wrapper.findAll('input[type="password"]');
  for (const [index, text] of [CURRENT, password, repeat].entries()) {
    await fields[index]?.setValue(text);
  }
  await shown.wrapper.get('form').trigger('submit');
  await flushPromises();
  const sent = shown.asked.filter(({ method }) => method === 'session:setPassword');
  return { ...shown, sent };
}

describe('[N-22] [R-28] [V-12] another password', () => {
  it('has its rules in sight before anything is typed', async () => {
    const { wrapper } = await mounted(SecuritySection, {}, answers);
    expect(wrapper.text()).toContain('Другие сеансы завершатся');
    expect(wrapper.text()).toMatch(/Последний вход: .*, АЗС № 17, Касса 2\./u);
    expect(wrapper.text()).toContain('С тех пор 2 неудачные попытки');
    expect(wrapper.get('.ui-password-rules').text()).toContain('10');
  });

  it('is sent with the one in force, and the fields are empty after it', async () => {
    const { wrapper, sent } = await typed(GOOD, GOOD);
    expect(sent.map(({ input }) => input)).toEqual([
      { password: GOOD, repeat: GOOD, currentPassword: CURRENT },
    ]);
    const [first] = wrapper.findAll<HTMLInputElement>('input[type="password"]');
    expect(first?.element.value).toBe('');
  });

  it('typed differently is not sent at all', async () => {
    const { wrapper, sent } = await typed(GOOD, `${GOOD}!`);
    expect(sent).toEqual([]);
    expect(wrapper.get('[role="alert"]').text()).toContain('Пароли не совпадают');
  });

  it('that was used before is refused in words, and may be typed anew', async () => {
    const { wrapper } = await typed(GOOD, GOOD, { 'session:setPassword': 'PASSWORD_REUSED' });
    expect(wrapper.get('[role="alert"]').text()).toContain('Этот пароль уже был');
  });
});

describe('own sessions', () => {
  it('all but this one end after a question, and none before it', async () => {
    const { wrapper, asked } = await mounted(SecuritySection, {}, answers);
    const ended = () => asked.filter(({ method }) => method === 'session:revokeOthers');
    const all = wrapper.findAll('button').find((one) => one.text().includes('кроме этого'));
    await all?.trigger('click');
    expect(ended()).toEqual([]);
    await press('Enter', true);
    expect(ended()).toHaveLength(1);
  });

  it('where there is no other, nothing is offered to end', async () => {
    const [own] = ownSessions.rows;
    const alone = { ...answers, 'session:list': { ...ownSessions, rows: [own] } };
    const { wrapper } = await mounted(SecuritySection, {}, alone);
    const all = wrapper.findAll('button').find((one) => one.text().includes('кроме этого'));
    expect(all?.attributes('disabled')).toBeDefined();
  });
});
