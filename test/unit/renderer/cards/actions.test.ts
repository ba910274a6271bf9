import { describe, expect, it } from 'vitest';
import type { BlockReason, CardState } from '#domain/card/card-state.ts';
import { NEW_CARD } from '#domain/card/card.ts';
import type { CardRecord } from '#protocol/records.ts';
import { mayLift, mayTakeBack, stopAction } from '#features/cards/card/card-actions.ts';

function card(state: CardState, blockReason: BlockReason | null = null): CardRecord {
  return {
    ...NEW_CARD,
    cardId: 'card-1',
    contractId: 'ct-1',
    panMasked: '•••• 1000',
    state,
    blockReason,
    offlinePolicy: 'home',
  };
}

describe('the button that stops a card', () => {
  it('[O-12] blocks one in use, unblocks a blocked one, and is gone for a closed one', () => {
    const states = ['active', 'blocked', 'closed', 'lost', 'returned', 'expired'] as const;
    expect(states.map((state) => stopAction(card(state)))).toEqual([
      'block',
      'unblock',
      'none',
      'none',
      'none',
      'none',
    ]);
  });

  it('[N-08] a card is given up once, and not when it is lost or closed', () => {
    const states = ['active', 'blocked', 'expired', 'returned', 'lost', 'closed'] as const;
    expect(states.map((state) => mayTakeBack(card(state)))).toEqual([
      ...[true, true, true],
      ...[false, false, false],
    ]);
  });

  it('[O-13] the client lifts only his own block, staff any', () => {
    const reasons = ['client', 'issuer', 'theft', 'debt', 'pin'] as const;
    const lifts = (role: 'representative' | 'client-manager') =>
      reasons.map((reason) => mayLift(card('blocked', reason), role));
    expect(lifts('representative')).toEqual([true, false, false, false, false]);
    expect(lifts('client-manager')).toEqual([true, true, true, true, true]);
    expect(mayLift(card('active'), 'client-manager')).toBe(false);
  });
});
