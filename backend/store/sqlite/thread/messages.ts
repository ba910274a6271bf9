import type { AuthorityAnswer, AuthorityRequest } from '#service/ports.ts';

// What the threads of a store and whoever asks them say to each other: copies, never shared
// objects.

/** The file that a thread works on, over a connection of its own. */
export interface ThreadPlace {
  readonly file: string;
  readonly keyHex: string | null;
  readonly nativeBinding: string | null;
}

/** What a thread is started with. */
export interface ThreadOptions extends ThreadPlace {
  readonly work: 'decide' | 'fold';
}

export type ToThread =
  | { readonly kind: 'decide'; readonly id: number; readonly requests: readonly AuthorityRequest[] }
  | { readonly kind: 'close' };

export type FromThread =
  | {
      readonly kind: 'decided';
      readonly id: number;
      readonly answers: readonly AuthorityAnswer[];
    }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: ThreadFailure }
  | { readonly kind: 'feed-moved'; readonly cursor: string };

/** An exception of the thread, in parts that can be copied. */
export interface ThreadFailure {
  readonly message: string;
  /** Of a fault of SQLite; null for a bug. */
  readonly sqliteCode: string | null;
  readonly stack: string;
}
