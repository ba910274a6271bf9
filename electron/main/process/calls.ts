import { z } from 'zod';
import { type Result, ok, refuse } from '#protocol/result.ts';
import * as s from '#protocol/shapes.ts';

const reply = z.discriminatedUnion('ok', [
  z.strictObject({ requestId: z.int(), ok: z.literal(true), value: z.unknown() }),
  z.strictObject({
    requestId: z.int(),
    ok: z.literal(false),
    code: z.string().max(60),
    params: s.params,
  }),
]);

/** Questions that wait for their answer by number. */
export class OpenCalls {
  readonly #waiting = new Map<number, (result: Result<unknown>) => void>();
  #lastId = 0;

  /** @param send gets the number under which the answer has to come */
  ask(send: (requestId: number) => void): Promise<Result<unknown>> {
    this.#lastId += 1;
    const requestId = this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(requestId, resolve);
      send(requestId);
    });
  }

  /** Takes an answer; what is none, or was not asked for, is dropped. */
  settle(message: unknown): void {
    const parsed = reply.safeParse(message);
    if (!parsed.success) return;
    const answer = parsed.data;
    const resolve = this.#waiting.get(answer.requestId);
    this.#waiting.delete(answer.requestId);
    resolve?.(answer.ok ? ok(answer.value) : refuse(answer.code, answer.params));
  }

  /** Nobody will answer any more. */
  refuseAll(code: string): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const resolve of waiting) resolve(refuse(code));
  }
}
