import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { type App, ref } from 'vue';
import { afterEach, describe, expect, it } from 'vitest';
import type { Result } from '#domain/result.ts';
import { createAppI18n } from '#app/i18n/i18n.ts';
import { type Client, provideClient } from '#bridge/client.ts';
import RecoveryPanel from '#features/sync/RecoveryPanel.vue';
import { provideFormat } from '#ui/format/use-format.ts';
import { keyRegistryKey, makeKeyRegistry } from '#ui/keys/registry.ts';
import { makeToasts, provideToasts } from '#ui/overlay/toast.ts';
import { nowMs, recovering, syncRecovering } from '#test/support/screens/samples.ts';

let close = (): void => undefined;
afterEach(() => close());

interface Panel {
  readonly wrapper: VueWrapper;
  readonly asked: { readonly method: string; readonly input: unknown }[];
}

/** The panel before an engine that answers with this recovery and takes every command. */
async function open(recovery: typeof recovering | null, endedAtMs: number | null = null) {
  const asked: Panel['asked'] = [];
  const answers: Readonly<Record<string, unknown>> = {
    'recovery:get': { recovery: recovery && { ...recovery, endedAtMs }, asOfMs: nowMs },
    'exposure:leases': { rows: [], asOfMs: nowMs },
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
  const wrapper = mount(RecoveryPanel, {
    attachTo: document.body,
    props: { sync: syncRecovering, nowMs },
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

describe('the recovery of a restored network', () => {
  it('says that nothing is recovered when nothing is', async () => {
    const { wrapper } = await open(null);
    expect(wrapper.text()).toContain('Сеть не восстанавливается');
  });

  it('counts who has come back and tells what the office enters again', async () => {
    const { wrapper } = await open(recovering);
    expect(wrapper.text()).toContain('Отчитались 3 из 4');
    expect(wrapper.text()).toContain('платежи клиентов');
    expect(wrapper.text()).not.toContain('Завершить');
  });

  it('declares nothing lost before a workstation is chosen, and finishes nothing that runs', async () => {
    const { asked } = await open(recovering);
    await press('F9');
    await press('F7');
    expect(document.querySelector('[role="dialog"]')).toBeNull();
    expect(asked.map(({ method }) => method)).toEqual(['recovery:get']);
  });

  it('is finished by a person who was asked, once nobody is awaited', async () => {
    const { wrapper, asked } = await open(recovering, nowMs);
    expect(wrapper.text()).toContain('Ждать больше некого');
    await press('F7');
    expect(asked.map(({ method }) => method)).toEqual(['recovery:get']);
    await press('Enter', true);
    expect(asked.map(({ method }) => method)).toEqual([
      'recovery:get',
      'recovery:finish',
      'recovery:get',
    ]);
  });
});
