import { mayMove, stateRefusal } from '#domain/card/card-state.ts';
import { ok, refuse, type Result } from '#domain/result.ts';
import type { RouteInput } from '#protocol/routes.ts';
import { RETURNED_LINES_SINCE } from '#protocol/version.ts';
import { plainCard, record } from '../cache/registers.ts';
import { keepStop } from '../cache/told.ts';
import type { Core } from '../core.ts';
import { unanswered } from '../sync/link.ts';
import { guarded, guardReturned } from './card-guard.ts';
import { fillsIn } from './fill-store.ts';
import type { Operator } from './question.ts';

type Asked = RouteInput<'card.take-back'>;

/** Asks the authority; refused with ONLINE_SIGNIN_REQUIRED where it knows nobody who asks. */
type AskAuthority = (input: Asked, operator: Operator) => Promise<Result<unknown>>;

/**
 * Takes back a card that its client gives up (row N-08). Where the authority does not answer, or
 * nobody here can ask it, the card is stopped here at once and the authority hears of it later.
 * @returns CARD_HAS_OPEN_HOLD {count, saleIds} while a fill on it is under way; ONLINE_REQUIRED
 *   where the backend knows no such line: it would refuse every line behind it as well
 */
export async function takeBackCard(
  core: Core,
  ask: AskAuthority | null,
  ...asked: readonly [Asked, Operator]
): Promise<Result<{ done: true; queued: boolean }>> {
  const [{ cardId, commandId }, operator] = asked;
  const online = ask === null ? null : await ask(...asked);
  if (online?.ok === true) {
    keepStop(core.cache.db, cardId, 'CARD_RETURNED');
    return ok({ done: true, queued: false });
  }
  const isUnasked = (code: string) => unanswered(code) || code === 'ONLINE_SIGNIN_REQUIRED';
  if (online !== null && !isUnasked(online.code)) return online;
  const allowed = mayTakeBack(core, cardId);
  if (!allowed.ok) return allowed;
  if (allowed.value === 'returned') return ok({ done: true, queued: true });
  const written = guardReturned(core, { cardId, commandId }, operator);
  return written.ok ? ok({ done: true, queued: true }) : written;
}

function mayTakeBack(core: Core, cardId: string): Result<'returned' | 'here'> {
  const spoken = core.journal.facts.get('protocol') ?? 0;
  if (spoken < RETURNED_LINES_SINCE) return refuse('ONLINE_REQUIRED');
  const known = record(core.cache.db, 'card', cardId);
  if (known === null) return refuse('CARD_NOT_FOUND');
  const card = guarded(core, plainCard(known));
  if (card.state === 'returned') return ok('returned');
  if (!mayMove(card.state, 'returned')) return refuse(stateRefusal(card) ?? 'CARD_CLOSED');
  const { db } = core.journal;
  const open = [...fillsIn(db, 'asked'), ...fillsIn(db, 'held')].filter(
    (fill) => fill.cardId === cardId,
  );
  if (open.length === 0) return ok('here');
  const saleIds = open.map(({ saleId }) => saleId).join(' ');
  return refuse('CARD_HAS_OPEN_HOLD', { count: open.length, saleIds });
}
