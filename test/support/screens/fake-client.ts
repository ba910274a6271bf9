// A double of the border between window and workstation, typed by its tables. It is for looking
// at screens; what the product does is proved with the real engine.
import { refuse, type Result } from '#domain/result.ts';
import type { BridgeAnswer, BridgeInput, BridgeMethod } from '#protocol/bridge.ts';
import type { ShellAnswer, ShellInput, ShellMethod } from '#protocol/shell.ts';
import type { Client } from '#bridge/client.ts';

type Answered<T> = Result<T> | Promise<Result<T>>;

export type EngineAnswers = {
  readonly [M in BridgeMethod]?: (input: BridgeInput<M>) => Answered<BridgeAnswer<M>>;
};
export type ShellAnswers = {
  readonly [M in ShellMethod]?: (input: ShellInput<M>) => Answered<ShellAnswer<M>>;
};

export interface FakeClient extends Client {
  /** Tells the window something, as engine or main would. */
  emit(event: string, body: unknown): void;
}

/** Answers by the given tables; a method without an answer is refused as unknown. */
export function makeFakeClient(engine: EngineAnswers, shell: ShellAnswers): FakeClient {
  const listeners = new Map<string, Set<(body: unknown) => void>>();
  const channel = (answers: object) => ({
    request: async (method: string, input: unknown): Promise<Result<unknown>> => {
      const answer: unknown = Reflect.get(answers, method);
      if (typeof answer !== 'function') return refuse('BRIDGE_METHOD_UNKNOWN', { method });
      return (await answer(input)) as Result<unknown>;
    },
    on: (event: string, listener: (body: unknown) => void): (() => void) => {
      const known = listeners.get(event) ?? new Set();
      listeners.set(event, known.add(listener));
      return () => known.delete(listener);
    },
  });
  return {
    engine: channel(engine) as Client['engine'],
    shell: channel(shell) as Client['shell'],
    emit: (event, body) => {
      for (const listener of listeners.get(event) ?? []) listener(body);
    },
  };
}

/** A good answer, for tables of answers. */
export function good<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** An answer that never comes: how a screen looks while it waits. */
export function never<T>(): Promise<Result<T>> {
  return new Promise(() => undefined);
}
