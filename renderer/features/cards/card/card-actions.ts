import { canUnblock, mayMove } from '#domain/card/card-state.ts';
import type { Role } from '#domain/identity/rights.ts';
import type { CardRecord } from '#protocol/records.ts';

/** Who stands before the window: the client's own people lift only their own blocks (row O-13). */
export function sideOf(role: Role): 'client' | 'staff' {
  return role === 'representative' || role === 'member' ? 'client' : 'staff';
}

export type StopAction = 'block' | 'unblock' | 'none';

/** What the one button about stopping a card does with a card in this state. */
export function stopAction(card: CardRecord): StopAction {
  if (card.state === 'blocked') return 'unblock';
  return mayMove(card.state, 'blocked') ? 'block' : 'none';
}

/** True while a card may still be given up by its client (row N-08). */
export function mayTakeBack(card: CardRecord): boolean {
  return card.state !== 'returned' && mayMove(card.state, 'returned');
}

/** True when this person's side may lift the block that stands; the backend judges again. */
export function mayLift(card: CardRecord, role: Role): boolean {
  return card.blockReason !== null && canUnblock(sideOf(role), card.blockReason);
}
