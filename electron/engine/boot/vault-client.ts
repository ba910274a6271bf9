import { z } from 'zod';
import { vaultAnswers, type VaultRequest } from '#protocol/processes.ts';
import { params } from '#protocol/shapes.ts';
import { VaultRefusal, type Vault } from '../ports.ts';
import type { WirePort } from '../wire.ts';

const reply = z.discriminatedUnion('ok', [
  z.strictObject({ requestId: z.int(), ok: z.literal(true), value: z.unknown() }),
  z.strictObject({
    requestId: z.int(),
    ok: z.literal(false),
    code: z.string().max(60),
    params,
  }),
]);

type Ask = VaultRequest['ask'];
type Answer<A extends Ask> = z.infer<(typeof vaultAnswers)[A]>;

interface Asker {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Asks the vault's process over a port that main hands over, and hands over again when the vault
 * was restarted.
 */
export class VaultClient implements Vault {
  #port: WirePort | null = null;
  #lastId = 0;
  readonly #waiting = new Map<number, Asker>();

  usePort(port: WirePort): void {
    this.#giveUp();
    this.#port = port;
    port.onMessage((message) => this.#hear(message));
    port.onClose(() => {
      if (this.#port === port) this.#giveUp();
    });
  }

  databaseKey(name: 'journal' | 'cache' | 'network'): Promise<string> {
    return this.#ask({ ask: 'database-key', name });
  }

  publicKey(): Promise<string> {
    return this.#ask({ ask: 'public-key' });
  }

  sign(text: string): Promise<string> {
    return this.#ask({ ask: 'sign', text });
  }

  refreshToken(): Promise<string | null> {
    return this.#ask({ ask: 'refresh-token' });
  }

  async keepRefreshToken(token: string): Promise<void> {
    await this.#ask({ ask: 'keep-refresh-token', token });
  }

  async leaseGeneration(): Promise<number> {
    return (await this.#ask({ ask: 'lease-generation' })) ?? 0;
  }

  async keepLeaseGeneration(generation: number): Promise<void> {
    await this.#ask({ ask: 'keep-lease-generation', generation });
  }

  async #ask<A extends Ask>(request: Extract<VaultRequest, { ask: A }>): Promise<Answer<A>> {
    const port = this.#port;
    if (port === null) throw new VaultRefusal('KEY_STORE_ABSENT');
    this.#lastId += 1;
    const requestId = this.#lastId;
    const value = await new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(requestId, { resolve, reject });
      port.postMessage({ requestId, request });
    });
    const schema: z.ZodType = vaultAnswers[request.ask];
    // The schema of this very request has just checked it; the table's type is lost on the way.
    return schema.parse(value) as Answer<A>;
  }

  #hear(message: unknown): void {
    const parsed = reply.safeParse(message);
    if (!parsed.success) return;
    const answer = parsed.data;
    const asker = this.#waiting.get(answer.requestId);
    this.#waiting.delete(answer.requestId);
    if (answer.ok) asker?.resolve(answer.value);
    else asker?.reject(new VaultRefusal(answer.code));
  }

  #giveUp(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(new VaultRefusal('KEY_STORE_LOCKED'));
  }
}
