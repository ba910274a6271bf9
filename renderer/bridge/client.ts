import { type App, type InjectionKey, inject } from 'vue';
import type { Result } from '#domain/result.ts';
import type {
  BridgeAnswer,
  BridgeEvent,
  BridgeEventBody,
  BridgeInput,
  BridgeMethod,
} from '#protocol/bridge.ts';
import type {
  ShellAnswer,
  ShellEvent,
  ShellEventBody,
  ShellInput,
  ShellMethod,
} from '#protocol/shell.ts';

/** What the engine does for a window. A refusal is a value; nothing here throws. */
export interface EngineClient {
  request<M extends BridgeMethod>(
    method: M,
    input: BridgeInput<M>,
  ): Promise<Result<BridgeAnswer<M>>>;
  /** Listens to what the engine tells by itself; returns the end of listening. */
  on<E extends BridgeEvent>(event: E, listener: (body: BridgeEventBody<E>) => void): () => void;
}

/** What the Electron main process does for a window: life of the installation, files, printing. */
export interface ShellClient {
  request<M extends ShellMethod>(method: M, input: ShellInput<M>): Promise<Result<ShellAnswer<M>>>;
  on<E extends ShellEvent>(event: E, listener: (body: ShellEventBody<E>) => void): () => void;
}

export interface Client {
  readonly engine: EngineClient;
  readonly shell: ShellClient;
}

const clientKey: InjectionKey<Client> = Symbol('client');

/** Gives every component and store of the application its way to the engine and the shell. */
export function provideClient(app: App, client: Client): void {
  app.provide(clientKey, client);
}

/** The client of the window; a missing provider is a bug of the entry file and throws. */
export function useClient(): Client {
  const client = inject(clientKey);
  if (client === undefined) throw new Error('provideClient was not called for this application');
  return client;
}
