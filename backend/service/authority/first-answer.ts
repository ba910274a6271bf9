import { canonicalText, type Json } from '#domain/journal/chain.ts';
import { ok, refuse } from '#domain/result.ts';
import type { Service } from '../service.ts';
import type { Answer } from '../outcome.ts';

/** A changing request that the authority does not decide itself. */
export interface Changing<T> {
  readonly commandId: string;
  /** What was asked, without any secret: the same id with something else is refused. */
  readonly asked: Json;
  /** Reads a kept answer back. */
  readonly parse: (kept: unknown) => T;
}

/**
 * Does a piece of work once per command id and repeats its first answer (rule G2). A refusal
 * changed nothing and is not kept: the same request may pass later. What a kept answer said of
 * somebody who was forgotten since is not repeated: NOT_FOUND.
 */
export function once<T>(
  { stores, digests, clock, locks }: Service,
  { commandId, asked, parse }: Changing<T>,
  work: () => Promise<Answer<T>>,
): Promise<Answer<T>> {
  return locks.run(`command ${commandId}`, async () => {
    const digest = digests.sha256(canonicalText(asked));
    const kept = await stores.answers.firstAnswer(commandId);
    if (kept !== null) {
      if (kept.answer === '') return refuse('NOT_FOUND');
      if (kept.digest !== digest) return refuse('COMMAND_ID_REUSED', { commandId });
      return ok(parse(JSON.parse(kept.answer)));
    }
    const answer = await work();
    if (!answer.ok) return answer;
    const first = { digest, answer: JSON.stringify(answer.value) };
    await stores.answers.keepAnswer(commandId, first, clock.nowMs());
    return answer;
  });
}

/** An answer that says a secret, and what of it is kept to be repeated. */
export interface SaidOnce<T> {
  readonly said: T;
  readonly kept: T;
}

/**
 * The same of work whose answer says a secret, a temporary password among others: it is in the
 * first answer alone, and what is repeated has none.
 */
export async function onceSaid<T>(
  service: Service,
  changing: Changing<T>,
  work: () => Promise<Answer<SaidOnce<T>>>,
): Promise<Answer<T>> {
  let first: Answer<T> | null = null;
  const repeated = await once(service, changing, async () => {
    const worked = await work();
    if (!worked.ok) return worked;
    first = ok(worked.value.said);
    return ok(worked.value.kept);
  });
  return first ?? repeated;
}
