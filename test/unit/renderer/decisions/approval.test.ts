import { flushPromises } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import ApprovalDialog from '#features/decisions/approval/ApprovalDialog.vue';
import { approvals } from '#test/support/screens/decisions/decision-samples.ts';
import { mounted } from '../bridge/mounted.ts';

const [theirs, own, given] = approvals.rows;

async function open(shown: typeof theirs) {
  const { wrapper, asked } = await mounted(ApprovalDialog, { shown: null }, {});
  await wrapper.setProps({ shown });
  await flushPromises();
  const dialog = document.querySelector<HTMLElement>('[role="dialog"]');
  const send = [...(dialog?.querySelectorAll('button') ?? [])].at(-1);
  if (!dialog || !send) throw new Error('the dialog has no button');
  const told = () => asked.filter(({ method }) => method.startsWith('approval:'));
  return { dialog, send, told };
}

async function press(control: HTMLElement): Promise<void> {
  control.click();
  await flushPromises();
}

describe('[N-12] what a colleague may do only with another person’s consent', () => {
  it('is shown as it is and as it would be, and approved', async () => {
    const { dialog, send, told } = await open(theirs);
    expect(dialog.textContent).toMatch(/действует.*данные удалены.*изменено/u);
    expect(dialog.textContent).toContain('Заявление № 7');
    expect(send.textContent).toContain('Разрешить');
    await press(send);
    expect(told()).toMatchObject([
      { method: 'approval:give', input: { approvalId: 'approval-1' } },
    ]);
  });

  it('is never approved by whoever asked, who may take it back with a reason', async () => {
    const { dialog, send, told } = await open(own);
    expect(dialog.textContent).toContain('Разрешить себе нельзя');
    expect(send.textContent).toContain('Забрать просьбу');
    await press(send);
    expect(told()).toEqual([]);
    const field = dialog.querySelector<HTMLInputElement>('form input');
    if (field === null) throw new Error('no field for the reason');
    field.value = 'Ошибся человеком';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await flushPromises();
    await press(send);
    expect(told()).toMatchObject([
      { method: 'approval:refuse', input: { reason: 'Ошибся человеком' } },
    ]);
  });

  it('once approved is not decided again', async () => {
    const { dialog, send, told } = await open(given);
    expect(dialog.textContent).toContain('Повторите действие');
    expect(send.textContent).toContain('Закрыть');
    await press(send);
    expect(told()).toEqual([]);
  });
});
