/** Where a card stands. `closed` is final; `lost` and `returned` end in it, never in use. */
export type CardState = 'active' | 'blocked' | 'lost' | 'returned' | 'closed' | 'expired';

/** Why a card is blocked; `client` is the client's own voluntary block. */
export type BlockReason = 'client' | 'issuer' | 'theft' | 'debt' | 'pin';

export type CardStateCode =
  'CARD_BLOCKED' | 'CARD_LOST' | 'CARD_RETURNED' | 'CARD_CLOSED' | 'CARD_EXPIRED';

const moves: Readonly<Record<CardState, readonly CardState[]>> = {
  active: ['blocked', 'lost', 'returned', 'closed', 'expired'],
  blocked: ['active', 'lost', 'returned', 'closed', 'expired'],
  lost: ['closed'],
  returned: ['closed'],
  expired: ['lost', 'returned', 'closed'],
  closed: [],
};

const refusals: Readonly<Record<CardState, CardStateCode | null>> = {
  active: null,
  blocked: 'CARD_BLOCKED',
  lost: 'CARD_LOST',
  returned: 'CARD_RETURNED',
  closed: 'CARD_CLOSED',
  expired: 'CARD_EXPIRED',
};

/**
 * True when a card may go from one state to the other. Staying is legal except in `closed`: a
 * repeated block is no error, and a closed card answers everything with `CARD_CLOSED` (O-12).
 */
export function mayMove(from: CardState, to: CardState): boolean {
  return moves[from].includes(to) || (from === to && from !== 'closed');
}

/**
 * Who may lift which block (O-13): the client only his own voluntary one, staff any. Where this is
 * false the refusal is `BLOCK_NOT_REVERSIBLE`.
 */
export function canUnblock(by: 'client' | 'staff', reason: BlockReason): boolean {
  return by === 'staff' || reason === 'client';
}

/** The later one takes the place of the earlier: who lifts a block must see the hardest reason. */
const hardness: readonly BlockReason[] = ['client', 'pin', 'debt', 'issuer', 'theft'];

/**
 * Whether a block for `next` takes the place of the one that is in force: a card reported stolen
 * must not be freed by a paid debt or a forgotten PIN (I5, O-13).
 */
export function isHarder(next: BlockReason, inForce: BlockReason): boolean {
  return hardness.indexOf(next) > hardness.indexOf(inForce);
}

/** The code that refuses a sale on a card in this state, or null when the state allows it. */
export function stateRefusal(card: { readonly state: CardState }): CardStateCode | null {
  return refusals[card.state];
}
