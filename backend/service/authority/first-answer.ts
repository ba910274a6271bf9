import { canonicalText, type Json } from '#domain/journal/chain.ts';
import { ok, refuse } from '#domain/result.ts';
import type { RouteId } from '#protocol/routes.ts';
import type { Caller } from '../caller.ts';
import type { Service } from '../service.ts';
import type { Answer } from '../outcome.ts';
import type { AnswerChange } from '../people/changes/answer-change.ts';

/** A changing request that the authority does not decide itself. */
export interface Changing<T> {
  readonly command: RouteId;
  readonly commandId: string;
  /**
   * Whose command it is: an id is good for one asker and one command, and tells nobody else what
   * was answered. Nobody's where anybody may ask; there a secret is among what is asked.
   */
  readonly caller: Caller;
  /** What was asked, without any secret: the same id with something else is refused. */
  readonly asked: Json;
  /** Reads a kept answer back. */
  readonly parse: (kept: unknown) => T;
}

/**
 * The first answer as a change. Work that writes it with everything else is done together with its
 * answer or not at all: killed in between it would else be done, and refused when it is repeated.
 */
export type Keep<T> = (answer: T) => AnswerChange;

/**
 * Does a piece of work once per command id and repeats its first answer (rule G2). A refusal
 * changed nothing and is not kept: the same request may pass later. What a kept answer said of
 * somebody who was forgotten since is not repeated: NOT_FOUND.
 */
export function once<T>(
  service: Service,
  changing: Changing<T>,
  work: (keep: Keep<T>) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const { stores, digests, clock, locks } = service;
  const { commandId } = changing;
  return locks.run(`command ${commandId}`, async () => {
    const before = await answeredBefore(service, changing);
    if (before !== null) return before;
    const digest = digestOf(digests, changing);
    const firstOf = (answer: T) => ({ digest, answer: JSON.stringify(answer) });
    const answer = await work((value) => {
      return { kind: 'answer.keep', commandId, first: firstOf(value) };
    });
    // Refused, perhaps because another backend has done the same command in this moment.
    if (!answer.ok) return (await answeredBefore(service, changing)) ?? answer;
    await stores.answers.keepAnswer(commandId, firstOf(answer.value), clock.nowMs());
    return answer;
  });
}

/** What was answered to this command; null where nothing was. */
async function answeredBefore<T>(
  { stores, digests }: Service,
  changing: Changing<T>,
): Promise<Answer<T> | null> {
  const { commandId, asked, parse } = changing;
  const kept = await stores.answers.firstAnswer(commandId);
  if (kept === null) return null;
  if (kept.answer === '') return refuse('NOT_FOUND');
  // What was kept before ids were their asker's own says nothing but what was asked.
  const digestsOfIt = [digestOf(digests, changing), digests.sha256(canonicalText(asked))];
  if (!digestsOfIt.includes(kept.digest)) return refuse('COMMAND_ID_REUSED', { commandId });
  return ok(parse(JSON.parse(kept.answer)));
}

/** Who asks what: a person wherever he signed in, else a workstation, else nobody. */
function digestOf<T>(
  digests: Service['digests'],
  { command, caller: { person, workstation }, asked }: Changing<T>,
): string {
  const by = person?.userId ?? workstation?.workstationId ?? null;
  return digests.sha256(canonicalText([command, by, asked]));
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
  work: (keep: Keep<T>) => Promise<Answer<SaidOnce<T>>>,
): Promise<Answer<T>> {
  let first: Answer<T> | null = null;
  const repeated = await once(service, changing, async (keep) => {
    const worked = await work(keep);
    if (!worked.ok) return worked;
    first = ok(worked.value.said);
    return ok(worked.value.kept);
  });
  return first ?? repeated;
}
