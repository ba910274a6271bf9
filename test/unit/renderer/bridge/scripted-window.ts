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

export interface Script {
  /** The client of a window, to be provided to its application. */
  readonly client: Client;
  readonly asked: readonly Asked[];
  tell(event: string, body: unknown): void;
}

/**
 * The other side of a window, played by the test: every question stands in `asked` until the test
 * answers it, in any order. `tell` speaks as the engine does.
 */
export function makeScript(): Script {
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
  return {
    // The script stands where preload would: it answers by name, the tables type the questions.
    client: { engine: channel, shell: channel } as unknown as Client,
    asked,
    tell: (event, body) => {
      for (const listener of listeners.get(event) ?? []) listener(body);
    },
  };
}

/** A window that only sets something up, with the test on its other side. */
export function openWindow<T>(setup: () => T): Omit<Script, 'client'> & {
  readonly used: T;
  close(): void;
} {
  const { client, asked, tell } = makeScript();
  let used: T | undefined;
  const app = createApp(
    defineComponent({
      setup() {
        used = setup();
        return () => null;
      },
    }),
  );
  provideClient(app, client);
  provideFormat(app, ref('ru'), ref('Asia/Almaty'));
  app.use(createPinia());
  app.mount(document.createElement('div'));
  return { used: used!, asked, tell, close: () => app.unmount() };
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
