import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { type App, ref } from 'vue';
import { afterEach, describe, expect, it } from 'vitest';
import type { Result } from '#domain/result.ts';
import { createAppI18n } from '#app/i18n/i18n.ts';
import { type Client, provideClient } from '#bridge/client.ts';
import ForkBanner from '#features/sync/ForkBanner.vue';
import { provideFormat } from '#ui/format/use-format.ts';
import { keyRegistryKey, makeKeyRegistry } from '#ui/keys/registry.ts';
import { makeToasts, provideToasts } from '#ui/overlay/toast.ts';

let close = (): void => undefined;
afterEach(() => close());

interface Banner {
  readonly wrapper: VueWrapper;
  readonly asked: { readonly method: string; readonly input: unknown }[];
}

interface Given {
  readonly openCount?: number;
  readonly saved?: boolean;
  readonly lineCount?: number;
  /** Whether the person names a place for the file. */
  readonly keeps?: boolean;
}

/** The banner before an engine with so much untold. */
async function open({ openCount = 0, saved = false, lineCount = 2, keeps = true }: Given = {}) {
  const asked: Banner['asked'] = [];
  const file = { fileName: 'untold.csv', bytes: new Uint8Array(3), lineCount, throughSeq: 12 };
  const answers: Readonly<Record<string, unknown>> = {
    'fork:untold': file,
    'file:save': { saved: keeps },
  };
  const channel = {
    request: (method: string, input: unknown): Promise<Result<unknown>> => {
      asked.push({ method, input });
      return Promise.resolve({ ok: true, value: answers[method] ?? { done: true } });
    },
    on: () => () => undefined,
  };
  const registry = makeKeyRegistry();
  const detach = registry.attach(window);
  const plugin = {
    install: (app: App) => {
      // The engine's answers are the test's own; the tables type the questions.
      provideClient(app, { engine: channel, shell: channel } as unknown as Client);
      app.use(createPinia());
      app.use(createAppI18n('ru', true));
      app.provide(keyRegistryKey, registry);
      provideFormat(app, ref('ru'), ref('Asia/Almaty'));
      provideToasts(app, makeToasts());
    },
  };
  const wrapper = mount(ForkBanner, {
    attachTo: document.body,
    props: { fork: { openCount, saved } },
    global: { plugins: [plugin] },
  });
  await flushPromises();
  close = () => {
    wrapper.unmount();
    detach();
  };
  return { wrapper, asked };
}

async function press(code: string, ctrlKey = false): Promise<void> {
  const target = document.activeElement ?? document.body;
  const event = { code, key: code, ctrlKey, bubbles: true, cancelable: true };
  target.dispatchEvent(new KeyboardEvent('keydown', event));
  await flushPromises();
}

const methods = (asked: Banner['asked']): readonly string[] => asked.map(({ method }) => method);

describe('the way out of a journal that is a fork', () => {
  it('waits until everything is ended', async () => {
    const { wrapper, asked } = await open({ openCount: 2 });
    expect(wrapper.text()).toContain('Не завершено: 2');
    await press('F6');
    await press('F7');
    expect(asked).toEqual([]);
    expect(document.querySelector('[role="dialog"]')).toBeNull();
  });

  it('notes the file as kept only when it lies somewhere', async () => {
    const given = await open({ keeps: false });
    await press('F6');
    expect(methods(given.asked)).toEqual(['fork:untold', 'file:save']);
    close();
    const { asked } = await open();
    await press('F6');
    expect(methods(asked)).toEqual(['fork:untold', 'file:save', 'fork:saved']);
    expect(asked.at(-1)?.input).toEqual({ throughSeq: 12 });
  });

  it('asks for no place where there is nothing to save', async () => {
    const { asked } = await open({ lineCount: 0 });
    await press('F6');
    expect(methods(asked)).toEqual(['fork:untold', 'fork:saved']);
  });

  it('joins again with a code, by the keyboard alone', async () => {
    const { asked } = await open({ saved: true });
    await press('F7');
    const field = document.querySelector<HTMLInputElement>('[role="dialog"] input');
    if (field === null) throw new Error('there is no field for the code');
    field.value = ' 7ZQ4M-AAAAA ';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await flushPromises();
    await press('Enter', true);
    expect(asked.at(-1)).toEqual({ method: 'fork:rejoin', input: { code: '7ZQ4M-AAAAA' } });
  });
});
