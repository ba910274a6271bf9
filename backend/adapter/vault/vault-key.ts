import { z } from 'zod';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { VaultCall } from '#protocol/processes.ts';

/**
 * One end of the channel to the vault, by its shape: a MessagePort of Electron or of worker
 * threads.
 */
export interface VaultPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): unknown;
  off(event: 'message', listener: (message: { readonly data: unknown }) => void): unknown;
  postMessage(call: VaultCall): void;
  start(): void;
}

/** Longer than the vault's own time-out for the key store, so that its answer is heard. */
const ANSWER_TIMEOUT_MS = 30_000;
const REQUEST_ID = 1;

const reply = z.discriminatedUnion('ok', [
  z.object({ requestId: z.literal(REQUEST_ID), ok: z.literal(true), value: z.string() }),
  z.object({ requestId: z.literal(REQUEST_ID), ok: z.literal(false), code: z.string().max(60) }),
]);

/**
 * Asks the vault for the key of the network's database. Refused with the vault's code
 * (KEY_STORE_LOCKED, …), and with KEY_STORE_ABSENT when it does not answer.
 */
export function askDatabaseKey(port: VaultPort): Promise<Result<string>> {
  return new Promise((resolve) => {
    const end = (result: Result<string>): void => {
      clearTimeout(timer);
      port.off('message', listener);
      resolve(result);
    };
    const listener = ({ data }: { readonly data: unknown }): void => {
      const parsed = reply.safeParse(data);
      if (!parsed.success) return;
      end(parsed.data.ok ? ok(parsed.data.value) : refuse(parsed.data.code));
    };
    const timer = setTimeout(() => end(refuse('KEY_STORE_ABSENT')), ANSWER_TIMEOUT_MS);
    port.on('message', listener);
    port.start();
    port.postMessage({ requestId: REQUEST_ID, request: { ask: 'database-key', name: 'network' } });
  });
}
