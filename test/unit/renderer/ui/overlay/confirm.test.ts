import { flushPromises, mount } from '@vue/test-utils';
import { type App, ref } from 'vue';
import { afterEach, describe, expect, it } from 'vitest';
import { createAppI18n } from '#app/i18n/i18n.ts';
import { provideFormat } from '#ui/format/use-format.ts';
import { type KeyRegistry, keyRegistryKey, makeKeyRegistry } from '#ui/keys/registry.ts';
import UiConfirm from '#ui/overlay/UiConfirm.vue';

let close = (): void => undefined;
afterEach(() => close());

interface Question {
  readonly registry: KeyRegistry;
  readonly emitted: () => Record<string, unknown[][]>;
}

async function ask(): Promise<Question> {
  const registry = makeKeyRegistry();
  const detach = registry.attach(window);
  const plugin = {
    install: (app: App) => {
      app.use(createAppI18n('ru', true));
      app.provide(keyRegistryKey, registry);
      provideFormat(app, ref('ru'), ref('Asia/Almaty'));
    },
  };
  const wrapper = mount(UiConfirm, {
    attachTo: document.body,
    props: { open: true, title: 'Удалить?', text: 'Насовсем.', confirmLabel: 'Удалить' },
    global: { plugins: [plugin] },
  });
  await flushPromises();
  close = () => {
    wrapper.unmount();
    detach();
  };
  return { registry, emitted: () => wrapper.emitted() };
}

function press(init: KeyboardEventInit): boolean {
  const target = document.activeElement ?? document.body;
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
  return target.dispatchEvent(event);
}

describe('a question before something that cannot be taken back', () => {
  it('puts the focus on the safe answer', async () => {
    await ask();
    expect(document.activeElement?.textContent).toContain('Назад');
  });

  it('is answered by its own chord and not by an Enter that is still held', async () => {
    const { emitted } = await ask();
    expect(press({ code: 'Enter', key: 'Enter', repeat: true })).toBe(false);
    expect(emitted()['send']).toBeUndefined();
    press({ code: 'Enter', key: 'Enter', ctrlKey: true });
    expect(emitted()['send']).toHaveLength(1);
  });

  it('silences the hot keys of the page while it stands', async () => {
    const { registry } = await ask();
    expect(registry.active().map(({ titleKey }) => titleKey)).toEqual(['ui.keys.dialog']);
    close();
    close = () => undefined;
    expect(registry.active()).toEqual([]);
  });
});
