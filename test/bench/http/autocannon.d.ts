/** The part of autocannon (no types of its own) that the load is made with. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  export interface RequestData {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }

  export interface Options {
    readonly url: string;
    readonly connections: number;
    /** Seconds. */
    readonly duration: number;
    readonly requests: readonly { readonly setupRequest: (given: RequestData) => RequestData }[];
  }

  export interface Instance extends EventEmitter {
    stop(): void;
  }

  const autocannon: (
    options: Options,
    done: (error: Error | null, result: { readonly errors: number }) => void,
  ) => Instance;

  export { autocannon as default };
}
