import { flushPromises, mount } from '@vue/test-utils';
import { type App, defineComponent, h, ref } from 'vue';
import { afterEach, describe, expect, it } from 'vitest';
import { type Result, ok, refuse } from '#domain/result.ts';
import { createAppI18n } from '#app/i18n/i18n.ts';
import { type OwnOfDialog, useFormDialog } from '#ui/form/use-form-dialog.ts';
import { provideFormat } from '#ui/format/use-format.ts';
import { keyRegistryKey, makeKeyRegistry } from '#ui/keys/registry.ts';
import { makeToasts, provideToasts } from '#ui/overlay/toast.ts';
import UiFormDialog from '#ui/overlay/UiFormDialog.vue';

let close = (): void => undefined;
afterEach(() => close());

type Own = OwnOfDialog<string>;

/** A dialog with one field, whose sendings the test answers. */
async function show(own: Partial<Own> = {}) {
  const answers: ((answer: Result<string>) => void)[] = [];
  const open = ref(true);
  const begun = ref(0);
  const toasts = makeToasts();
  const registry = makeKeyRegistry();
  const detach = registry.attach(window);
  const host = defineComponent({
    setup() {
      const dialog = useFormDialog<string>(open, {
        begin: () => (begun.value += 1),
        send: () => new Promise((answer) => void answers.push(answer)),
        done: (made) => ({ title: `Готово: ${made}` }),
        ...own,
      });
      return () =>
        h(UiFormDialog, { ...dialog.value, title: 'Пополнить', sendKey: 'ui.find' }, () =>
          h('input'),
        );
    },
  });
  const plugin = {
    install: (app: App) => {
      app.use(createAppI18n('ru', true));
      app.provide(keyRegistryKey, registry);
      provideToasts(app, toasts);
      provideFormat(app, ref('ru'), ref('Asia/Almaty'));
    },
  };
  const wrapper = mount(host, { attachTo: document.body, global: { plugins: [plugin] } });
  await flushPromises();
  close = () => {
    wrapper.unmount();
    detach();
    close = () => undefined;
  };
  return { answers, open, begun, toasts };
}

function press(init: KeyboardEventInit): void {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
}

const sendKey = { code: 'Enter', key: 'Enter', ctrlKey: true };
const shown = (): string => document.querySelector('.ui-dialog')?.textContent ?? '';

describe('a dialog that asks and sends', () => {
  it('begins anew each time it opens', async () => {
    const { open, begun } = await show();
    open.value = false;
    await flushPromises();
    open.value = true;
    await flushPromises();
    expect(begun.value).toBe(2);
  });

  it('sends once, however often it is asked to while the answer is not there', async () => {
    const { answers } = await show();
    press(sendKey);
    press(sendKey);
    expect(answers).toHaveLength(1);
  });

  it('cannot be left while it is being sent', async () => {
    const { open } = await show();
    press(sendKey);
    await flushPromises();
    press({ code: 'Escape', key: 'Escape' });
    expect(open.value).toBe(true);
  });

  it('keeps the refusal beside the button, and forgets it when it opens again', async () => {
    const { answers, open, toasts } = await show();
    press(sendKey);
    answers[0]?.(refuse('LINK_DOWN'));
    await flushPromises();
    expect(shown()).toContain('Нет связи');
    expect(toasts.shown.value).toEqual([]);
    open.value = false;
    await flushPromises();
    open.value = true;
    await flushPromises();
    expect(shown()).not.toContain('Нет связи');
  });

  it('shows no refusal that the dialog has taken to its field', async () => {
    const { answers, open } = await show({ refused: ({ code }) => code === 'LINK_DOWN' });
    press(sendKey);
    answers[0]?.(refuse('LINK_DOWN'));
    await flushPromises();
    expect(shown()).not.toContain('Нет связи');
    expect(open.value).toBe(true);
  });

  it('closes and tells when it was taken', async () => {
    const { answers, open, toasts } = await show();
    press(sendKey);
    answers[0]?.(ok('5 000 ₸'));
    await flushPromises();
    expect(open.value).toBe(false);
    expect(toasts.shown.value).toMatchObject([{ tone: 'ok', title: 'Готово: 5 000 ₸' }]);
  });

  it('stays for a next step where there is nothing to tell yet', async () => {
    const { answers, open, toasts } = await show({ done: () => null });
    press(sendKey);
    answers[0]?.(ok('look'));
    await flushPromises();
    expect(open.value).toBe(true);
    expect(toasts.shown.value).toEqual([]);
  });

  it('is not busy with what cannot be sent as it stands', async () => {
    const { open } = await show({ send: () => null });
    press(sendKey);
    await flushPromises();
    press({ code: 'Escape', key: 'Escape' });
    await flushPromises();
    expect(open.value).toBe(false);
  });
});
