import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { type App, type Component, ref } from 'vue';
import { afterEach } from 'vitest';
import { type Result, refuse } from '#domain/result.ts';
import type { Code } from '#protocol/codes.ts';
import { createAppI18n } from '#app/i18n/i18n.ts';
import { type Client, provideClient } from '#bridge/client.ts';
import { provideFormat } from '#ui/format/use-format.ts';
import { keyRegistryKey, makeKeyRegistry } from '#ui/keys/registry.ts';
import { makeToasts, provideToasts, type Toast } from '#ui/overlay/toast.ts';

export interface Mounted {
  readonly wrapper: VueWrapper;
  readonly asked: readonly { readonly method: string; readonly input: unknown }[];
  /** What is told beside the page. */
  readonly told: () => readonly Toast[];
}

/** A refusal that says more than its code. */
interface Refused {
  readonly code: Code;
  readonly params: Readonly<Record<string, string | number>>;
}

let closeLast = (): void => undefined;
afterEach(() => closeLast());

/**
 * A part of a screen in a page, in Russian, until the next one is mounted or the test is over.
 * Engine and shell answer each method with what `answers` has for it, and take every other as done;
 * one of `refusals` comes first, once.
 */
export async function mounted(
  part: Component,
  props: object,
  answers: Readonly<Record<string, unknown>>,
  refusals: Readonly<Record<string, Code | Refused>> = {},
): Promise<Mounted> {
  closeLast();
  const asked: { method: string; input: unknown }[] = [];
  const refusing = new Map(Object.entries(refusals));
  const channel = {
    request: (method: string, input: unknown): Promise<Result<unknown>> => {
      asked.push({ method, input });
      const code = refusing.get(method);
      refusing.delete(method);
      if (typeof code === 'string') return Promise.resolve(refuse(code));
      if (code !== undefined) return Promise.resolve(refuse(code.code, code.params));
      return Promise.resolve({ ok: true, value: answers[method] ?? { done: true } });
    },
    on: () => () => undefined,
  };
  const registry = makeKeyRegistry();
  const toasts = makeToasts();
  const detach = registry.attach(window);
  const plugin = {
    install: (app: App) => {
      // The answers are the test's own; the tables type the questions.
      provideClient(app, { engine: channel, shell: channel } as unknown as Client);
      app.use(createPinia());
      app.use(createAppI18n('ru', true));
      app.provide(keyRegistryKey, registry);
      provideFormat(app, ref('ru'), ref('Asia/Almaty'));
      provideToasts(app, toasts);
    },
  };
  const wrapper = mount(part, {
    attachTo: document.body,
    props: { ...props },
    global: { plugins: [plugin] },
  });
  closeLast = () => {
    closeLast = () => undefined;
    wrapper.unmount();
    detach();
  };
  await flushPromises();
  return { wrapper, asked, told: () => toasts.shown.value };
}

/** Presses a key where the focus is. */
export async function press(code: string, ctrlKey = false): Promise<void> {
  const target = document.activeElement ?? document.body;
  const event = { code, key: code, ctrlKey, bubbles: true, cancelable: true };
  target.dispatchEvent(new KeyboardEvent('keydown', event));
  await flushPromises();
}
