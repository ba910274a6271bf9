import { setTimeout as delay } from 'node:timers/promises';
import pRetry, { AbortError } from 'p-retry';
import { type Result, ok, refuse } from '#protocol/result.ts';

/** A key store that answers; anything else is one of two refusals. */
export type StoreResult<T> = Result<T, 'KEY_STORE_LOCKED' | 'KEY_STORE_ABSENT'>;

/** The three calls of keytar that this product uses. The others can end the process. */
export interface SecretCalls {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** A locked store waits for its person, who may be away; longer than this nobody waits with it. */
const CALL_MS = 8_000;
const PAUSE_MS = 100;
const LOCKED = /locked|prompt|dismiss|cancel/iu;

class Unanswered extends Error {}

/** The key store behind a time-out of 8 s and one retry; a refusal says what a person can do. */
export class SecretStore {
  readonly #load: () => Promise<SecretCalls>;
  readonly #callMs: number;

  /** @param load brings keytar; may fail where its system library is missing */
  constructor(load: () => Promise<SecretCalls>, callMs = CALL_MS) {
    this.#load = load;
    this.#callMs = callMs;
  }

  /** Null: no such entry, or the store is locked and does not say so. */
  read(service: string, account: string): Promise<StoreResult<string | null>> {
    return this.#ask((calls) => calls.getPassword(service, account));
  }

  write(service: string, account: string, secret: string): Promise<StoreResult<void>> {
    return this.#ask((calls) => calls.setPassword(service, account, secret));
  }

  remove(service: string, account: string): Promise<StoreResult<boolean>> {
    return this.#ask((calls) => calls.deletePassword(service, account));
  }

  async #ask<T>(call: (calls: SecretCalls) => Promise<T>): Promise<StoreResult<T>> {
    try {
      const options = { retries: 1, minTimeout: PAUSE_MS, maxTimeout: PAUSE_MS };
      return ok(await pRetry(() => this.#once(call), options));
    } catch (error) {
      if (error instanceof Unanswered) return refuse('KEY_STORE_LOCKED');
      const message = error instanceof Error ? error.message : '';
      return refuse(LOCKED.test(message) ? 'KEY_STORE_LOCKED' : 'KEY_STORE_ABSENT');
    }
  }

  async #once<T>(call: (calls: SecretCalls) => Promise<T>): Promise<T> {
    const timer = new AbortController();
    const late = delay(this.#callMs, undefined, { signal: timer.signal }).then(() => {
      throw new Unanswered('the key store does not answer');
    });
    try {
      return await Promise.race([this.#load().then(call), late]);
    } catch (error) {
      if (error instanceof Unanswered) throw error;
      const failure = error instanceof Error ? error : new Error(String(error));
      // Only a person can unlock it: asking again at once brings the same answer.
      if (LOCKED.test(failure.message)) throw new AbortError(failure);
      throw failure;
    } finally {
      late.catch(() => undefined);
      timer.abort();
    }
  }
}
