import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import ErasureDialog from '#features/people/ErasureDialog.vue';
import { mounted } from '../bridge/mounted.ts';

const person = { userId: 'account-1', displayName: 'Әсел Қ.' };

async function open(props: { grounds?: string } = {}, refusals = {}) {
  const { asked, wrapper } = await mounted(
    ErasureDialog,
    { person: null },
    { 'account:erase': { done: true }, 'account:declineErasure': { done: true } },
    refusals,
  );
  await wrapper.setProps({ person, ...props });
  await flushPromises();
  const dialog = document.querySelector<HTMLElement>('[role="dialog"]');
  const field = dialog?.querySelector<HTMLInputElement>('input:not([type="radio"])');
  const send = [...(dialog?.querySelectorAll('button') ?? [])].at(-1);
  if (!field || !send) throw new Error('the dialog has no field or no button');
  return { asked, field, send, wrapper };
}

describe('[R-08] forgetting a person', () => {
  it('is not sent without its grounds', async () => {
    const { asked, send } = await open();
    send.click();
    await flushPromises();
    expect(asked.filter(({ method }) => method === 'account:erase')).toEqual([]);
  });

  it('is passed on to a second person, which is no error', async () => {
    const refusals = { 'account:erase': 'SECOND_APPROVER_REQUIRED' };
    const { field, send, wrapper } = await open({}, refusals);
    expect(send.textContent).toContain('Передать на подтверждение');
    field.value = 'Заявление № 7';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await flushPromises();
    send.click();
    await flushPromises();
    expect(wrapper.emitted('made')).toHaveLength(1);
    expect(wrapper.emitted('update:person')).toEqual([[null]]);
  });

  it('goes on with the grounds that a second person has agreed to', async () => {
    const { asked, field, send } = await open({ grounds: 'Заявление № 7' });
    expect(field.value).toBe('Заявление № 7');
    send.click();
    await flushPromises();
    expect(asked.at(-1)).toMatchObject({ input: { reason: 'Заявление № 7' } });
  });

  it('is sent with them, for this person', async () => {
    const { asked, field, send } = await open();
    field.value = ' Заявление № 7 ';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await flushPromises();
    send.click();
    await flushPromises();
    expect(asked.at(-1)).toMatchObject({
      method: 'account:erase',
      input: { userId: person.userId, reason: 'Заявление № 7' },
    });
  });

  it('is declined in words for the person: grounds that colleagues agreed to are not sent to him', async () => {
    const { asked, send } = await open({ grounds: 'Подозрение в сговоре' });
    const choose = async (text: string): Promise<void> => {
      const choices = [...document.querySelectorAll<HTMLElement>('[role="radio"]')];
      choices.find(({ textContent }) => textContent.includes(text))?.click();
      await flushPromises();
    };
    const shown = () =>
      document.querySelector<HTMLInputElement>('[role="dialog"] input:not([type="radio"])');
    await choose('Отклонить');
    expect(shown()?.value).toBe('');
    send.click();
    await flushPromises();
    expect(asked.filter(({ method }) => method.startsWith('account:'))).toEqual([]);
    await choose('Удалить данные');
    expect(shown()?.value).toBe('Подозрение в сговоре');
  });

  it('is declined with a reason instead, and nothing is erased', async () => {
    const { asked, field, send } = await open();
    const choices = [...document.querySelectorAll<HTMLElement>('[role="radio"]')];
    choices.find(({ textContent }) => textContent?.includes('Отклонить'))?.click();
    await flushPromises();
    expect(send.textContent).toContain('Отклонить запрос');
    field.value = 'Договор ещё открыт';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await flushPromises();
    send.click();
    await flushPromises();
    expect(asked.filter(({ method }) => method === 'account:erase')).toEqual([]);
    expect(asked.at(-1)).toMatchObject({
      method: 'account:declineErasure',
      input: { userId: person.userId, reason: 'Договор ещё открыт' },
    });
  });
});
