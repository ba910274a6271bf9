import { createPinia } from 'pinia';
import { createApp, defineComponent, ref } from 'vue';
import type { Result } from '#domain/result.ts';
import { type Client, provideClient } from '#bridge/client.ts';
import { provideFormat } from '#ui/format/use-format.ts';

export interface Asked {
  readonly method: string;
  readonly input: unknown;
  answer(result: Result<unknown>): void;
}

/**
 * A window whose other side is the test: every question stands in `asked` until the test answers
 * it, in any order. `tell` speaks as the engine does.
 */
export function openWindow<T>(setup: () => T): {
  readonly used: T;
  readonly asked: readonly Asked[];
  tell(event: string, body: unknown): void;
  close(): void;
} {
  const asked: Asked[] = [];
  const listeners = new Map<string, Set<(body: unknown) => void>>();
  const channel = {
    request: (method: string, input: unknown) =>
      new Promise<Result<unknown>>((answer) => {
        asked.push({ method, input, answer });
      }),
    on: (event: string, listener: (body: unknown) => void) => {
      const known = listeners.get(event) ?? new Set();
      listeners.set(event, known.add(listener));
      return () => known.delete(listener);
    },
  };
  let used: T | undefined;
  const app = createApp(
    defineComponent({
      setup() {
        used = setup();
        return () => null;
      },
    }),
  );
  // The script stands where preload would: it answers by name, the tables type the questions.
  provideClient(app, { engine: channel, shell: channel } as unknown as Client);
  provideFormat(app, ref('ru'), ref('Asia/Almaty'));
  app.use(createPinia());
  app.mount(document.createElement('div'));
  return {
    used: used!,
    asked,
    tell: (event, body) => {
      for (const listener of listeners.get(event) ?? []) listener(body);
    },
    close: () => app.unmount(),
  };
}

export function good(value: unknown): Result<unknown> {
  return { ok: true, value };
}

export function refused(code: string): Result<unknown> {
  return { ok: false, code, params: {} };
}

/** Lets everything that was just answered take its effect. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
}
