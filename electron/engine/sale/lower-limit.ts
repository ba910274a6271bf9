import type { Limit } from '#domain/limit/limit.ts';
import { limitShape } from '#domain/limit/limit-version.ts';
import { termsOf } from '#domain/limit/scheduled-terms.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { RouteInput } from '#protocol/routes.ts';
import { LOWERED_LINES_SINCE } from '#protocol/version.ts';
import type { Core } from '../core.ts';
import { doneBy } from '../journal/done-by.ts';
import { tellGeneration } from '../lease/generation.ts';
import { giveBack, sharesInEachWindow } from '../lease/give-back.ts';
import { liveLeases } from '../lease/lease-store.ts';
import { putLowered } from '../lease/lowered-limits.ts';
import { maySee } from '../session/own-scope.ts';
import { knownLimits } from './desk.ts';
import type { Operator } from './question.ts';
import { unanswered } from '../sync/link.ts';

type Asked = RouteInput<'limit.set'>;

/** Asks the authority; refused with ONLINE_SIGNIN_REQUIRED where it knows nobody who asks. */
type AskAuthority = (input: Asked, operator: Operator) => Promise<Result<unknown>>;

/**
 * Has the authority set a limit; where it does not answer, or nobody here can ask it, a limit can
 * still be lowered here (row N-16).
 * @param ask null where there is nobody to be asked
 */
export async function setLimit(
  core: Core,
  ask: AskAuthority | null,
  ...asked: readonly [Asked, Operator]
): Promise<Result<{ done: true; queued: boolean }>> {
  const online = ask === null ? null : await ask(...asked);
  if (online?.ok === true) return ok({ done: true, queued: false });
  if (online !== null && !isUnasked(online.code)) return online;
  const lowered = lowerLimit(core, ...asked);
  // A change that nobody has answered is sent again under the same id.
  if (!lowered.ok) return online ?? lowered;
  return ok({ done: true, queued: true });
}

/** Whoever unlocked without the link has no session with which to ask when it is back. */
function isUnasked(code: string): boolean {
  return unanswered(code) || code === 'ONLINE_SIGNIN_REQUIRED';
}

/**
 * Lowers a limit of a card without the link (row N-16, the safe direction): what leases here hold
 * of the difference is returned and the lower amount is in force here, in one transaction with the
 * lines that tell the authority. Anything but a lower amount of a limit that is known here is
 * refused with LIMIT_ONLY_LOWERED; with ONLINE_REQUIRED where the backend knows no such line: it
 * would refuse every line behind it as well.
 */
export function lowerLimit(
  core: Core,
  { limit, fromMs = null }: Asked,
  operator: Operator,
): Result<{ done: true }> {
  const { limitId, subjectKind, subjectId: cardId, amount } = limit;
  const atMs = core.clock.nowMs();
  if (subjectKind !== 'card') return refuse('LIMIT_ONLY_LOWERED');
  const { facts } = core.journal;
  if ((facts.get('protocol') ?? 0) < LOWERED_LINES_SINCE) return refuse('ONLINE_REQUIRED');
  if (!maySee(core, operator, { subjectKind: 'card', subjectId: cardId })) {
    return refuse('CARD_NOT_FOUND');
  }
  const known = knownLimits(core, cardId)?.find((one) => one.limitId === limitId);
  const later = fromMs !== null && fromMs > atMs;
  if (later || known === undefined || !isLowered(known, limit)) return refuse('LIMIT_ONLY_LOWERED');
  const written = core.journal.write({ atMs }, (writing) => {
    const here = liveLeases(writing.db);
    const shares = sharesInEachWindow(here, limitId, known.amount - amount);
    const returns = shares.map((share) => ({ returnId: core.ids.uuid(), ...share }));
    giveBack(writing, returns);
    const seq = writing.append('limit.lowered', {
      limitId,
      cardId,
      amount,
      ...doneBy(writing.facts, operator),
    });
    putLowered(writing.db, { cardId, limitId, amount, seq, atMs });
    return { done: true } as const;
  });
  if (!written.ok) return written;
  tellGeneration(core);
  core.events.syncMoved();
  return written;
}

/** The same limit with a lower amount, and nothing else about it changed. */
function isLowered(known: Limit, asked: Limit): boolean {
  const rest = (limit: Limit): string => JSON.stringify({ ...termsOf(limit), amount: 0 });
  return (
    asked.amount < known.amount &&
    limitShape(asked) === limitShape(known) &&
    rest(asked) === rest(known)
  );
}
