import { flushPromises } from '@vue/test-utils';
import { defineComponent, h, ref } from 'vue';
import { describe, expect, it } from 'vitest';
import { ok } from '#domain/result.ts';
import { SHORT_TEXT_MAX } from '#protocol/shapes.ts';
import UiReasonDialog from '#ui/form/UiReasonDialog.vue';
import { useReasonDialog } from '#ui/form/use-reason-dialog.ts';
import { mounted, press } from '../../bridge/mounted.ts';

async function asked(props: object = {}) {
  const sent: string[] = [];
  const open = ref(true);
  const screen = defineComponent(() => {
    const dialog = useReasonDialog(open, {
      send: (reason) => {
        sent.push(reason);
        return Promise.resolve(ok({}));
      },
      done: () => ({ title: 'Готово' }),
    });
    const words = { title: 'Закрыть', description: 'Насовсем', label: 'Причина' };
    return () =>
      h(UiReasonDialog, { ...dialog.value, ...words, sendKey: 'ui.keys.confirm', ...props });
  });
  await mounted(screen, {}, {});
  const field = () => document.querySelector<HTMLInputElement>('[role="dialog"] input, textarea');
  const type = async (text: string): Promise<void> => {
    const input = field();
    if (input === null) throw new Error('the reason has a field');
    input.value = text;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await flushPromises();
  };
  return { sent, open, field, type };
}

describe('a dialog that asks for the reason', () => {
  it('sends nothing without one, and what was typed without the spaces around it', async () => {
    const { sent, open, type } = await asked();
    await type('   ');
    await press('Enter', true);
    expect([sent, open.value]).toEqual([[], true]);
    await type(' клиент просил ');
    await press('Enter', true);
    expect([sent, open.value]).toEqual([['клиент просил'], false]);
  });

  it('takes as many characters as the border does, and begins empty the next time', async () => {
    const { open, field, type } = await asked();
    expect(field()?.maxLength).toBe(SHORT_TEXT_MAX);
    await type('ошибка');
    open.value = false;
    await flushPromises();
    open.value = true;
    await flushPromises();
    expect(field()?.value).toBe('');
    const { field: text } = await asked({ rows: 3, max: 40 });
    expect([text()?.tagName, text()?.maxLength]).toEqual(['TEXTAREA', 40]);
  });
});
