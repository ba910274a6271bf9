import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import ErasureDialog from '#features/people/ErasureDialog.vue';
import { mounted } from '../bridge/mounted.ts';

const person = { userId: 'account-1', displayName: 'Әсел Қ.' };

async function open() {
  const { asked, wrapper } = await mounted(
    ErasureDialog,
    { person: null },
    { 'account:erase': { done: true } },
  );
  await wrapper.setProps({ person });
  await flushPromises();
  const dialog = document.querySelector<HTMLElement>('[role="dialog"]');
  const field = dialog?.querySelector<HTMLInputElement>('input');
  const send = [...(dialog?.querySelectorAll('button') ?? [])].at(-1);
  if (!field || !send) throw new Error('the dialog has no field or no button');
  return { asked, field, send };
}

describe('[R-08] forgetting a person', () => {
  it('is not sent without its grounds', async () => {
    const { asked, send } = await open();
    send.click();
    await flushPromises();
    expect(asked.filter(({ method }) => method === 'account:erase')).toEqual([]);
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
});
